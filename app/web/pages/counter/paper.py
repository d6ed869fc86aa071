"""Answers on paper: which dossier, which letter, what stands on the sheet; a second look, and then it is done."""

import uuid
from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.distant import paper_sheets
from app.core.distant.page_images import LARGEST_FILE
from app.core.distant.paper_sheets import Letter, Mandate
from app.core.distant.still_needed import list_waiting_sheets
from app.core.errors import CoreError, Invalid, NotAllowed, NotFound
from app.core.letters.sheet_boxes import asks_executor, boxes_of
from app.core.mandates.dossier_numbers import parse_dossier_number
from app.translations import say
from app.translations.formats import day_text
from app.web.actors import current_actor, now
from app.web.databases import database, vault
from app.web.fields import option
from app.web.guards import clerk_only
from app.web.pages.counter.distant_words import MISSING, box_words
from app.web.pages.counter.open_visit import between_customers
from app.web.pages.counter.paper_forms import LetterForm, LookForm, NumberForm, SheetForm
from app.web.pages.counter.paper_invitation import begin_invitation, is_invitation
from app.web.pages.counter.paper_looks import LETTER, ask_sender, look, picture, put_sheet_aside
from app.web.pages.counter.paper_overview import begin_overview, is_overview
from app.web.pages.counter.paper_round import begin_round, is_round
from app.web.sessions import browser_session
from app.web.uploads import takes_files

pages = Blueprint("counter_paper", __name__, url_prefix="/loket/papier")

NUMBER = "paper_number"
NO_LETTERS = "Voor dit dossier drukten wij nog geen brief. Kijk het dossiernummer na."

Page = str | Response | tuple[str, int]


@pages.get("")
@clerk_only
def show() -> Page:
    """Which dossier does the sheet belong to?"""
    return between_customers(lambda: _ask(NumberForm(None)))


@pages.post("")
@clerk_only
def find() -> Page:
    """On to the letters of this dossier."""
    return between_customers(_find)


@pages.get("/brief")
@clerk_only
def letter() -> Page:
    """Which of our letters came back?"""
    return between_customers(lambda: _with_letters(lambda mandate, letters: _letter(letters, None)))


@pages.post("/brief")
@clerk_only
def take_letter() -> Page:
    """On to what stands on the sheet."""
    return between_customers(lambda: _with_letters(lambda mandate, letters: _letter(letters, LetterForm())))


@pages.get("/blad")
@clerk_only
def sheet() -> Page:
    """What stands on the sheet?"""
    return between_customers(lambda: _with_letters(lambda mandate, letters: _sheet(mandate, letters, posted=False)))


@pages.post("/blad")
@clerk_only
@takes_files(LARGEST_FILE)
def key() -> Page:
    """Keep it; nothing is done yet."""
    return between_customers(lambda: _with_letters(lambda mandate, letters: _sheet(mandate, letters, posted=True)))


@pages.get("/nakijken/<uuid:sheet_id>")
@clerk_only
def check(sheet_id: uuid.UUID) -> Page:
    """The sheet once more, beside what was keyed."""
    return between_customers(lambda: look(sheet_id, None))


@pages.post("/nakijken/<uuid:sheet_id>")
@clerk_only
def do(sheet_id: uuid.UUID) -> Page:
    """Do it, once."""
    return between_customers(lambda: look(sheet_id, LookForm()))


@pages.post("/nakijken/<uuid:sheet_id>/vragen")
@clerk_only
def ask_missing(sheet_id: uuid.UUID) -> Page:
    """Ask the sender for what is missing, with a letter."""
    return between_customers(lambda: ask_sender(sheet_id))


@pages.post("/nakijken/<uuid:sheet_id>/opzij")
@clerk_only
def put_aside(sheet_id: uuid.UUID) -> Page:
    """Do nothing with it, and keep it."""
    return between_customers(lambda: put_sheet_aside(sheet_id))


@pages.get("/nakijken/<uuid:sheet_id>/beeld")
@clerk_only
def page(sheet_id: uuid.UUID) -> Page:
    """The picture of the sheet."""
    return between_customers(lambda: picture(sheet_id))


def _to(page: str, **where: uuid.UUID) -> Response:
    return redirect(url_for(f"counter_paper.{page}", **where), HTTPStatus.SEE_OTHER)


def _ask(form: NumberForm) -> str:
    with database().reading() as session:
        waiting = list_waiting_sheets(session, now=now())
    return render_template(
        "pages/counter/paper.html", form=form, waiting=waiting, missing=MISSING, mine=current_actor().actor_id
    )


def _find() -> Page:
    form = NumberForm()
    if form.validate():
        number = parse_dossier_number(form.number.data or "")
        if is_overview(number):
            return begin_overview(number)
        if is_invitation(number):
            return begin_invitation(number)
        if is_round(number):
            return begin_round(number)
        refusal = _letters_refused(number)
        if refusal is None:
            browser_session()[NUMBER] = number
            return _to("letter")
        form.number.errors = [refusal]
    return _ask(form), HTTPStatus.UNPROCESSABLE_ENTITY


def _letters_refused(number: str) -> str | None:
    try:
        with database().reading() as session:
            return None if paper_sheets.list_sheet_letters(session, number)[1] else NO_LETTERS
    except NotFound as refusal:
        return refusal.sentence


def _with_letters(show: Callable[[Mandate, dict[str, Letter]], Page]) -> Page:
    number = browser_session().get(NUMBER)
    if number is None:
        return _to("show")
    with database().reading() as session:
        mandate, letters = paper_sheets.list_sheet_letters(session, number)
    return show(mandate, {str(one.id): one for one in letters})


def _letter(letters: dict[str, Letter], posted: LetterForm | None) -> Page:
    form = posted or LetterForm(None)
    form.letter.choices = [
        option(key, f"Brief van {day_text(one.dated)} aan {one.party.name}", hint=_kind(one))
        for key, one in letters.items()
    ]
    if posted is None or not form.validate():
        status = HTTPStatus.OK if posted is None else HTTPStatus.UNPROCESSABLE_ENTITY
        return render_template("pages/counter/paper_letter.html", form=form), status
    browser_session()[LETTER] = form.letter.data
    return _to("sheet")


def _kind(letter: Letter) -> str:
    return say(f"letter_kind.{letter.kind.split('.')[0]}")


def _sheet(mandate: Mandate, letters: dict[str, Letter], *, posted: bool) -> Page:
    letter = letters.get(browser_session().get(LETTER, ""))
    if letter is None:
        return _to("letter")
    form = SheetForm(data={"received_on": brussels_day(now())})
    with database().reading() as session:
        chain = paper_sheets.passed_on_of(session, letter)
    form.act.choices = [option(act.value, box_words(act, chain)) for act in boxes_of(letter, mandate)]
    if not asks_executor(letter):
        del form.executor
    if posted and form.validate():
        kept = _keep(form, letter)
        if isinstance(kept, uuid.UUID):
            return _to("check", sheet_id=kept)
        _at_its_field(form, kept)
    page = render_template("pages/counter/paper_sheet.html", form=form, mandate=mandate, letter=letter)
    return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if posted else page


def _keep(form: SheetForm, letter: Letter) -> uuid.UUID | CoreError:
    try:
        picture = form.picture
        with database().writing.begin() as session:
            kept = paper_sheets.key_sheet(
                session, current_actor(), letter.id, form.answers, page=picture, vault=vault(), now=now()
            )
            return kept.id
    except (Invalid, NotAllowed) as refusal:
        return refusal


def _at_its_field(form: SheetForm, refusal: CoreError) -> None:
    """The sentence of a refusal, at the field that it is about; one about the signature stands there."""
    name = refusal.field if isinstance(refusal, Invalid) else "signed"
    field = form[name if name in form else "signed"]
    field.errors = [refusal.sentence]
