"""Preparing on the phone what a caller wants to give: the questions of giving, at the clerk's desk."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import redirect, url_for

from app.core.actor import Actor
from app.core.distant import phone_calls
from app.web.actors import now
from app.web.databases import database
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import between_customers
from app.web.users import current_user
from app.web.wizards.blueprint import make_blueprint
from app.web.wizards.give.changes import changes_of, other_stopped
from app.web.wizards.give.starting import NO_NUMBER, starting
from app.web.wizards.give.wording import LABELS, about, told
from app.web.wizards.pages import WizardPages
from app.web.wizards.prepare.check import STEPS_OF_FIELDS, check, done
from app.web.wizards.prepare.scene import PrepareScene
from app.web.wizards.prepare.steps import PREPARE
from app.web.wizards.view import Page


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
    changes={**changes_of("giver", "holder"), "holder": other_stopped},
)

_, *starts = starting(PAGES)  # the page on which it begins is that of the call
pages = make_blueprint(PAGES, (*starts, NO_NUMBER), in_call)
