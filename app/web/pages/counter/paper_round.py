"""The form of a yearly list that came back: who is ticked, a second look, and then it is done, all of it at once."""

import uuid
from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.distant import paper_sheets
from app.core.distant.page_images import LARGEST_FILE
from app.core.distant.paper_sheets import Letter
from app.core.distant.round_sheets import (
    RoundSheet,
    do_round_sheet,
    find_round_refusal,
    list_round_letters,
    view_round_sheet,
)
from app.core.distant.sheet_acts import put_aside
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed, NotFound
from app.db import Session
from app.translations.formats import day_text
from app.web.actors import current_actor, now
from app.web.databases import database, policy, vault
from app.web.fields import option
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import between_customers
from app.web.pages.counter.paper_forms import LetterForm, LookedForm, RoundSheetForm
from app.web.sessions import browser_session
from app.web.uploads import takes_files

pages = Blueprint("counter_round", __name__, url_prefix="/loket/papier/lijst")

NUMBER, LETTER = "paper_round", "paper_round_letter"
ASKED, REMINDED = "De eerste brief", "De herinnering"

Page = str | Response | tuple[str, int]


def is_round(number: str) -> bool:
    """Whether this is the number of a yearly list that was printed."""
    with database().reading() as session:
        return bool(list_round_letters(session, number))


def begin_round(number: str) -> Response:
    """On to what is ticked on the list with this number."""
    browser_session()[NUMBER] = number
    browser_session().pop(LETTER, None)
    return _to("sheet")


@pages.get("/brief")
@clerk_only
def letter() -> Page:
    """Which of the two lists came back?"""
    return between_customers(lambda: _with_letters(lambda letters: _letter(letters, None)))


@pages.post("/brief")
@clerk_only
def take_letter() -> Page:
    """On to what is ticked on it."""
    return between_customers(lambda: _with_letters(lambda letters: _letter(letters, LetterForm())))


@pages.get("")
@clerk_only
def sheet() -> Page:
    """What stands on the sheets?"""
    return between_customers(lambda: _with_letters(lambda letters: _sheet(letters, _form(None), posted=False)))


@pages.post("")
@clerk_only
@takes_files(LARGEST_FILE)
def key() -> Page:
    """Keep it; nothing is done yet."""
    return between_customers(lambda: _with_letters(lambda letters: _sheet(letters, _form(), posted=True)))


@pages.get("/<uuid:sheet_id>")
@clerk_only
def check(sheet_id: uuid.UUID) -> Page:
    """The sheets once more, beside what was keyed."""
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
    return redirect(url_for(f"counter_round.{page}", **where), HTTPStatus.SEE_OTHER)


def _with_letters(show: Callable[[dict[str, Letter]], Page]) -> Page:
    number = browser_session().get(NUMBER)
    with database().reading() as session:
        letters = list_round_letters(session, number) if number else []
    if not letters:
        return redirect(url_for("counter_paper.show"), HTTPStatus.SEE_OTHER)
    return show({str(one.id): one for one in letters})


def _letter(letters: dict[str, Letter], posted: LetterForm | None) -> Page:
    form = posted or LetterForm(None)
    form.letter.choices = [
        option(key, f"Brief van {day_text(one.dated)}", hint=REMINDED if one.data["reminds"] else ASKED)
        for key, one in letters.items()
    ]
    if posted is None or not form.validate():
        status = HTTPStatus.OK if posted is None else HTTPStatus.UNPROCESSABLE_ENTITY
        return render_template("pages/counter/paper_letter.html", form=form), status
    browser_session()[LETTER] = form.letter.data
    return _to("sheet")


def _form(*formdata: object) -> RoundSheetForm:
    return RoundSheetForm(*formdata, data={"received_on": brussels_day(now())})


def _sheet(letters: dict[str, Letter], form: RoundSheetForm, *, posted: bool) -> Page:
    only = next(iter(letters)) if len(letters) == 1 else ""
    letter = letters.get(browser_session().get(LETTER) or only)
    if letter is None:
        return _to("letter")
    form.ticked.choices = [
        option(place, f"{place}. {one['name']}", hint=". ".join(one["rights"]))
        for place, one in letter.colleagues.items()
    ]
    if posted and form.validate():
        kept = _keep(form, letter)
        if isinstance(kept, uuid.UUID):
            return _to("check", sheet_id=kept)
        name = kept.field if isinstance(kept, Invalid) else "signed"
        form[name if name in form else "signed"].errors = [kept.sentence]
    page = render_template("pages/counter/paper_round.html", form=form, letter=letter)
    return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if posted else page


def _keep(form: RoundSheetForm, letter: Letter) -> uuid.UUID | CoreError:
    try:
        with database().writing.begin() as session:
            kept = paper_sheets.key_sheet(
                session, current_actor(), letter.id, form.answers, page=form.picture, vault=vault(), now=now()
            )
            return kept.id
    except (Invalid, NotAllowed) as refusal:
        return refusal


def _read(sheet_id: uuid.UUID) -> tuple[RoundSheet, CoreError | None]:
    with database().reading() as session:
        view = view_round_sheet(session, paper_sheets.get_sheet(session, current_actor(), sheet_id), now=now())
        return view, find_round_refusal(session, view, now=now())


def _look(sheet_id: uuid.UUID, posted: LookedForm | None) -> Page:
    view, foreseen = _read(sheet_id)
    if view.sheet.done_at is not None:
        return render_template("pages/counter/paper_round_done.html", view=view)
    form = posted or LookedForm(None)
    if posted is not None and form.validate():
        refusal = _write(sheet_id, lambda session, actor: do_round_sheet(session, actor, policy=policy(), now=now()))
        if refusal is None:
            browser_session().pop(NUMBER, None)
            return _to("check", sheet_id=sheet_id)
        form.looked.errors = [refusal.sentence]
    page = render_template("pages/counter/paper_round_check.html", view=view, form=form, refusal=foreseen)
    return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if posted is not None else page


def _write(sheet_id: uuid.UUID, act: Callable[[Session, Actor], object]) -> CoreError | None:
    try:
        with database().writing.begin() as session:
            act(session, paper_sheets.actor_of(paper_sheets.get_sheet(session, current_actor(), sheet_id)))
    except (Conflict, Invalid, NotAllowed, NotFound) as refusal:
        return refusal
    return None


def _aside(sheet_id: uuid.UUID) -> Page:
    if _read(sheet_id)[0].sheet.done_at is None:
        _write(sheet_id, lambda session, actor: put_aside(session, actor, now=now()))
    return _to("check", sheet_id=sheet_id)
