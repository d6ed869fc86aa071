"""Preparing on the phone what a caller wants to give: the questions of giving, at the clerk's desk."""

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import redirect, render_template, url_for

from app.core.actor import Actor
from app.core.distant import phone_calls
from app.web.actors import now
from app.web.databases import database
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import between_customers
from app.web.users import current_user
from app.web.wizards.blueprint import make_blueprint
from app.web.wizards.give.starting import begin_draft, search_other
from app.web.wizards.give.wording import LABELS, about, told
from app.web.wizards.pages import WizardPages
from app.web.wizards.prepare.check import STEPS_OF_FIELDS, check, done
from app.web.wizards.prepare.scene import PrepareScene
from app.web.wizards.prepare.steps import PREPARE
from app.web.wizards.view import Page, elsewhere, open_scene


def calling() -> Actor:
    """The clerk with the caller who was checked; only behind `in_call`."""
    with database().reading() as session:
        call = phone_calls.find_open_call(session, current_user.person_id, now=now())
    return phone_calls.actor_of(call) if call else Actor.on_the_phone(current_user.person_id)


def in_call(view: Callable[..., Page]) -> Callable[..., Page]:
    """Only for a clerk with somebody on the line who was checked, and nobody at the counter."""

    @wraps(view)
    def guarded(**arguments: Any) -> Page:
        def shown() -> Page:
            if calling().call_id is None:
                return redirect(url_for("counter_phone.show"), HTTPStatus.SEE_OTHER)
            return view(**arguments)

        return between_customers(shown)

    return clerk_only(guarded)


PAGES = WizardPages(
    wizard=PREPARE,
    prefix="/loket/telefoon/klaarzetten",
    title="Een mandaat klaarzetten",
    before="counter_talk.choose",
    scene_class=PrepareScene,
    labels=LABELS | {"check": "Voorlezen en klaarzetten"},
    told=told,
    check=check,
    done=done,
    about=about,
    slip_heading="Het mandaat van de beller",
    steps_of_fields=STEPS_OF_FIELDS,
    actor=calling,
    becomes="give",
    saves=False,
)

pages = make_blueprint(PAGES, in_call)


@pages.post("")
@in_call
def begin() -> Page:
    """Start with what this caller wants to give."""
    return begin_draft(PAGES)


@pages.post("/<uuid:draft_id>/holder/search")
@in_call
def search(draft_id: uuid.UUID) -> Page:
    """What is found while the clerk types; without script the whole page does the same."""
    return search_other(PAGES, draft_id, PrepareScene.other_step)


@pages.get("/<uuid:draft_id>/no-number")
@in_call
def no_number(draft_id: uuid.UUID) -> Page:
    """What to do when the holder has no Belgian enterprise number."""
    with database().reading() as session:
        scene = open_scene(PAGES, session, draft_id)
        return elsewhere(PAGES, scene, "holder") or render_template(
            "wizard/give/no_number.html", pages=PAGES, scene=scene
        )
