"""What the frame of every page needs: the service's name and help line, who is signed in, which pages exist."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app

from app.config import Settings
from app.web.databases import moment
from app.web.roles import glass_uses, my_roles
from app.web.users import chosen_party_name, signed_in_user


def install_layout(app: Flask, settings: Settings) -> None:
    """Give templates the few things that the frame shows. Never the settings themselves: those hold keys."""
    app.jinja_env.globals.update(
        service=service_words(settings), has_page=has_page, party_of_today=chosen_party_name, closes_at=closes_at,
        my_roles=my_roles, glass_uses=glass_uses,
    )


def service_words(settings: Settings) -> dict[str, Any]:
    """The settings that people may read."""
    return {
        "name": settings.service_name,
        "help_line": settings.help_line,
        "help_hours": settings.help_hours,
        "nearest_counter": settings.nearest_counter,
        "contact_address": settings.contact_address,
        "contact_phone": settings.contact_phone,
        "contact_person": settings.contact_person,
        "draft_term": settings.retention.words("draft_days"),
        "session_minutes": settings.session_minutes,
        "hide_minutes": settings.counter_hide_minutes,
        "is_demo": settings.demo,
    }


def has_page(endpoint: str) -> bool:
    """Whether a page exists, so that no link leads nowhere."""
    return endpoint in current_app.view_functions


def closes_at() -> datetime:
    """When a page that is shown now will be closed, if nobody does anything."""
    given: Settings = current_app.extensions["settings"]
    at_the_counter = min(given.counter_sign_out_minutes, given.session_minutes)
    user = signed_in_user()
    minutes = at_the_counter if user.is_authenticated and user.is_clerk else given.session_minutes
    return moment() + timedelta(minutes=minutes)
