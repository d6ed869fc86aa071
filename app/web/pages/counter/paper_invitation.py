"""The form of an invitation that came back: what is ticked on it, a second look, and then it is accepted or refused."""

import uuid
from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.distant import paper_sheets
from app.core.distant.invitation_sheets import (
    InvitationSheet,
    do_invitation_sheet,
    find_invitation_letter,
    find_invitation_refusal,
    view_invitation_sheet,
)
from app.core.distant.page_images import LARGEST_FILE
from app.core.distant.paper_sheets import Letter
from app.core.distant.sheet_acts import put_aside
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.db import Session
from app.web.actors import current_actor, now
from app.web.databases import database, policy, vault
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import between_customers
from app.web.pages.counter.paper_forms import LookedForm, NewcomerSheetForm
from app.web.sessions import browser_session
from app.web.uploads import takes_files

pages = Blueprint("counter_invitation", __name__, url_prefix="/loket/papier/uitnodiging")

NUMBER = "paper_invitation"

Page = str | Response | tuple[str, int]


def is_invitation(number: str) -> bool:
    """Whether this is the number of an invitation whose letter was printed."""
    with database().reading() as session:
        return find_invitation_letter(session, number) is not None


def begin_invitation(number: str) -> Response:
    """On to what is ticked on the form with this number."""
    browser_session()[NUMBER] = number
    return _to("sheet")


@pages.get("")
@clerk_only
def sheet() -> Page:
    """What stands on the form?"""
    return between_customers(lambda: _with_letter(lambda letter: _sheet(letter, _form(None), posted=False)))


@pages.post("")
@clerk_only
@takes_files(LARGEST_FILE)
def key() -> Page:
    """Keep it; nothing is done yet."""
    return between_customers(lambda: _with_letter(lambda letter: _sheet(letter, _form(), posted=True)))


@pages.get("/<uuid:sheet_id>")
@clerk_only
def check(sheet_id: uuid.UUID) -> Page:
    """The form once more, beside what was keyed."""
    return between_customers(lambda: _look(sheet_id, None))


@pages.post("/<uuid:sheet_id>")
@clerk_only
def do(sheet_id: uuid.UUID) -> Page:
    """Do what is ticked, once."""
    return between_customers(lambda: _look(sheet_id, LookedForm()))


@pages.post("/<uuid:sheet_id>/opzij")
@clerk_only
def aside(sheet_id: uuid.UUID) -> Page:
    """Do nothing with it, and keep it."""
    return between_customers(lambda: _aside(sheet_id))


def _to(page: str, **where: uuid.UUID) -> Response:
    return redirect(url_for(f"counter_invitation.{page}", **where), HTTPStatus.SEE_OTHER)


def _with_letter(show: Callable[[Letter], Page]) -> Page:
    number = browser_session().get(NUMBER)
    with database().reading() as session:
        letter = find_invitation_letter(session, number) if number else None
    return show(letter) if letter else redirect(url_for("counter_paper.show"), HTTPStatus.SEE_OTHER)


def _form(*formdata: object) -> NewcomerSheetForm:
    return NewcomerSheetForm(*formdata, data={"received_on": brussels_day(now())})


def _sheet(letter: Letter, form: NewcomerSheetForm, *, posted: bool) -> Page:
    if posted and form.validate():
        kept = _keep(form, letter)
        if isinstance(kept, uuid.UUID):
            return _to("check", sheet_id=kept)
        name = kept.field if isinstance(kept, Invalid) else "signed"
        form[name if name in form else "signed"].errors = [kept.sentence]
    page = render_template("pages/counter/paper_invitation.html", form=form, letter=letter)
    return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if posted else page


def _keep(form: NewcomerSheetForm, letter: Letter) -> uuid.UUID | CoreError:
    try:
        with database().writing.begin() as session:
            kept = paper_sheets.key_sheet(
                session, current_actor(), letter.id, form.answers, page=form.picture, vault=vault(), now=now()
            )
            return kept.id
    except (Invalid, NotAllowed) as refusal:
        return refusal


def _read(sheet_id: uuid.UUID) -> tuple[InvitationSheet, CoreError | None]:
    with database().reading() as session:
        view = view_invitation_sheet(session, paper_sheets.get_sheet(session, current_actor(), sheet_id), now=now())
        return view, find_invitation_refusal(view)


def _look(sheet_id: uuid.UUID, posted: LookedForm | None) -> Page:
    view, foreseen = _read(sheet_id)
    if view.sheet.done_at is not None:
        return render_template("pages/counter/paper_invitation_done.html", view=view)
    form = posted or LookedForm(None)
    if posted is not None and form.validate():
        refusal = _write(sheet_id, _do)
        if refusal is None:
            browser_session().pop(NUMBER, None)
            return _to("check", sheet_id=sheet_id)
        form.looked.errors = [refusal.sentence]
    page = render_template("pages/counter/paper_invitation_check.html", view=view, form=form, refusal=foreseen)
    return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if posted is not None else page


def _do(session: Session, actor: Actor) -> None:
    do_invitation_sheet(session, actor, policy=policy(), now=now())


def _write(sheet_id: uuid.UUID, act: Callable[[Session, Actor], object]) -> CoreError | None:
    try:
        with database().writing.begin() as session:
            act(session, paper_sheets.actor_of(paper_sheets.get_sheet(session, current_actor(), sheet_id)))
    except (Conflict, Invalid, NotAllowed) as refusal:
        return refusal
    return None


def _aside(sheet_id: uuid.UUID) -> Page:
    if _read(sheet_id)[0].sheet.done_at is None:
        _write(sheet_id, lambda session, actor: put_aside(session, actor, now=now()))
    return _to("check", sheet_id=sheet_id)
