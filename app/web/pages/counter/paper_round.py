"""The form of a yearly list that came back: who is ticked, a second look, and then it is done, all of it at once."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.distant.paper_sheets import Letter
from app.core.distant.round_sheets import (
    RoundSheet,
    do_round_sheet,
    find_round_refusal,
    list_round_letters,
    view_round_sheet,
)
from app.core.errors import CoreError
from app.db import Session
from app.translations.formats import day_text
from app.web.actors import now
from app.web.databases import database, policy
from app.web.fields import option
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import between_customers
from app.web.pages.counter.paper_form_pages import Page, PaperForm, add_form_pages, ask_sheet, to
from app.web.pages.counter.paper_forms import LetterForm, RoundSheetForm
from app.web.sessions import browser_session

pages = Blueprint("counter_round", __name__, url_prefix="/loket/papier/lijst")

NAME, LETTER = "paper_round", "paper_round_letter"
ASKED, REMINDED = "De eerste brief", "De herinnering"


def is_round(number: str) -> bool:
    """Whether this is the number of a yearly list that was printed."""
    with database().reading() as session:
        return bool(list_round_letters(session, number))


def begin_round(number: str) -> Response:
    """On to what is ticked on the list with this number."""
    browser_session()[NAME] = number
    browser_session().pop(LETTER, None)
    return to("counter_round.sheet")


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


def _with_letters(show: Callable[[dict[str, Letter]], Page]) -> Page:
    number = browser_session().get(NAME)
    with database().reading() as session:
        letters = list_round_letters(session, number) if number else []
    if not letters:
        return to("counter_paper.show")
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
    return to("counter_round.sheet")


def _ask(posted: bool) -> Page:
    return _with_letters(lambda letters: _sheet(letters, posted=posted))


def _sheet(letters: dict[str, Letter], *, posted: bool) -> Page:
    only = next(iter(letters)) if len(letters) == 1 else ""
    letter = letters.get(browser_session().get(LETTER) or only)
    if letter is None:
        return to(".letter")
    form = RoundSheetForm(*(() if posted else (None,)), data={"received_on": brussels_day(now())})
    form.ticked.choices = [
        option(place, f"{place}. {one['name']}", hint=". ".join(one["rights"]))
        for place, one in letter.colleagues.items()
    ]
    return ask_sheet(NAME, form, letter, (lambda: form.answers) if posted else None)


def _read(session: Session, sheet: Any) -> tuple[RoundSheet, CoreError | None]:  # noqa: ANN401 - a row of the core
    view = view_round_sheet(session, sheet, now=now())
    return view, find_round_refusal(session, view, now=now())


def _do(session: Session, actor: Actor) -> None:
    do_round_sheet(session, actor, policy=policy(), now=now())


add_form_pages(pages, PaperForm(NAME, _ask, _read, _do))
