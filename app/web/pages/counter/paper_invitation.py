"""The form of an invitation that came back: what is ticked on it, a second look, and then it is accepted or refused."""

from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.distant.invitation_sheets import (
    InvitationSheet,
    do_invitation_sheet,
    find_invitation_letter,
    find_invitation_refusal,
    view_invitation_sheet,
)
from app.core.errors import CoreError
from app.db import Session
from app.web.actors import now
from app.web.databases import database, policy
from app.web.pages.counter.paper_form_pages import Page, PaperForm, add_form_pages, ask_sheet, to
from app.web.pages.counter.paper_forms import NewcomerSheetForm
from app.web.sessions import browser_session

pages = Blueprint("counter_invitation", __name__, url_prefix="/loket/papier/uitnodiging")

NAME = "paper_invitation"


def is_invitation(number: str) -> bool:
    """Whether this is the number of an invitation whose letter was printed."""
    with database().reading() as session:
        return find_invitation_letter(session, number) is not None


def begin_invitation(number: str) -> Response:
    """On to what is ticked on the form with this number."""
    browser_session()[NAME] = number
    return to("counter_invitation.sheet")


def _ask(posted: bool) -> Page:
    number = browser_session().get(NAME)
    with database().reading() as session:
        letter = find_invitation_letter(session, number) if number else None
    if letter is None:
        return to("counter_paper.show")
    form = NewcomerSheetForm(*(() if posted else (None,)), data={"received_on": brussels_day(now())})
    return ask_sheet(NAME, form, letter, (lambda: form.answers) if posted else None)


def _read(session: Session, sheet: Any) -> tuple[InvitationSheet, CoreError | None]:  # noqa: ANN401 - a row of the core
    view = view_invitation_sheet(session, sheet, now=now())
    return view, find_invitation_refusal(view)


def _do(session: Session, actor: Actor) -> None:
    do_invitation_sheet(session, actor, policy=policy(), now=now())


add_form_pages(pages, PaperForm(NAME, _ask, _read, _do))
