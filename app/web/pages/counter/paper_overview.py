"""An overview that came back: which mandates are ticked, a second look, and then they are stopped."""

import uuid
from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.distant import paper_sheets
from app.core.distant.page_images import LARGEST_FILE
from app.core.distant.paper_sheets import Letter, SheetAnswers
from app.core.distant.sheet_acts import do_sheet, put_aside
from app.core.distant.ticked_sheets import TickedView, list_ticks, view_ticked
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.letters.party_overviews import find_overview
from app.core.mandates.possible_acts import Act
from app.translations.formats import dossier_text
from app.web.actors import current_actor, now
from app.web.databases import database, policy, vault
from app.web.fields import option
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import between_customers
from app.web.pages.counter.paper_forms import OverviewForm, StopForm
from app.web.sessions import browser_session
from app.web.uploads import takes_files

pages = Blueprint("counter_overview", __name__, url_prefix="/loket/papier/overzicht")

NUMBER = "paper_overview"
OVER = "Dit mandaat is al voorbij."

Page = str | Response | tuple[str, int]


def is_overview(number: str) -> bool:
    """Whether this is the number of an overview that was printed."""
    with database().reading() as session:
        return find_overview(session, number) is not None


def begin_overview(number: str) -> Response:
    """On to what is ticked on the overview with this number."""
    browser_session()[NUMBER] = number
    return _to("sheet")


@pages.get("")
@clerk_only
def sheet() -> Page:
    """What stands on the sheets?"""
    return between_customers(lambda: _with_overview(lambda letter: _sheet(letter, _form(None), posted=False)))


@pages.post("")
@clerk_only
@takes_files(LARGEST_FILE)
def key() -> Page:
    """Keep it; nothing is done yet."""
    return between_customers(lambda: _with_overview(lambda letter: _sheet(letter, _form(), posted=True)))


@pages.get("/<uuid:sheet_id>")
@clerk_only
def check(sheet_id: uuid.UUID) -> Page:
    """The sheets once more, beside what was keyed."""
    return between_customers(lambda: _look(sheet_id, None))


@pages.post("/<uuid:sheet_id>")
@clerk_only
def do(sheet_id: uuid.UUID) -> Page:
    """Stop what is ticked, once."""
    return between_customers(lambda: _look(sheet_id, StopForm()))


@pages.post("/<uuid:sheet_id>/opzij")
@clerk_only
def aside(sheet_id: uuid.UUID) -> Page:
    """Do nothing with it, and keep it."""
    return between_customers(lambda: _aside(sheet_id))


def _to(page: str, **where: uuid.UUID) -> Response:
    return redirect(url_for(f"counter_overview.{page}", **where), HTTPStatus.SEE_OTHER)


def _with_overview(show: Callable[[Letter], Page]) -> Page:
    number = browser_session().get(NUMBER)
    with database().reading() as session:
        letter = find_overview(session, number) if number else None
    return show(letter) if letter else redirect(url_for("counter_paper.show"), HTTPStatus.SEE_OTHER)


def _form(*formdata: object) -> OverviewForm:
    return OverviewForm(*formdata, data={"received_on": brussels_day(now())})


def _sheet(letter: Letter, form: OverviewForm, *, posted: bool) -> Page:
    with database().reading() as session:
        ticks = list_ticks(session, letter, now=now())
    form.ticked.choices = [
        option(one.mandate.dossier_number, f"{place}. {one.other}", hint=_hint(one.mandate.dossier_number, one.is_over))
        for place, one in enumerate(ticks, start=1)
    ]
    if posted and form.validate():
        kept = _keep(form, letter)
        if isinstance(kept, uuid.UUID):
            return _to("check", sheet_id=kept)
        name = kept.field if isinstance(kept, Invalid) else "signed"
        form[name if name in form else "signed"].errors = [kept.sentence]
    page = render_template("pages/counter/paper_overview.html", form=form, letter=letter)
    return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if posted else page


def _hint(number: str, is_over: bool) -> str:
    return f"Dossiernummer {dossier_text(number)}. {OVER}" if is_over else f"Dossiernummer {dossier_text(number)}"


def _keep(form: OverviewForm, letter: Letter) -> uuid.UUID | CoreError:
    answers: SheetAnswers = form.answers(Act.STOP)
    try:
        with database().writing.begin() as session:
            kept = paper_sheets.key_sheet(
                session, current_actor(), letter.id, answers, page=form.picture, vault=vault(), now=now()
            )
            return kept.id
    except (Invalid, NotAllowed) as refusal:
        return refusal


def _read(sheet_id: uuid.UUID) -> TickedView:
    with database().reading() as session:
        return view_ticked(session, paper_sheets.get_sheet(session, current_actor(), sheet_id), now=now())


def _look(sheet_id: uuid.UUID, posted: StopForm | None) -> Page:
    view = _read(sheet_id)
    if view.sheet.done_at is not None:
        return render_template("pages/counter/paper_overview_done.html", view=view)
    form = posted or StopForm(None)
    if posted is not None and form.validate():
        refusal = _do(sheet_id)
        if refusal is None:
            browser_session().pop(NUMBER, None)
            return _to("check", sheet_id=sheet_id)
        form.looked.errors = [refusal.sentence]
    page = render_template("pages/counter/paper_overview_check.html", view=view, form=form)
    return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if posted is not None else page


def _do(sheet_id: uuid.UUID) -> CoreError | None:
    try:
        with database().writing.begin() as session:
            sheet = paper_sheets.get_sheet(session, current_actor(), sheet_id)
            do_sheet(session, paper_sheets.actor_of(sheet), policy=policy(), now=now())
    except (Conflict, Invalid, NotAllowed) as refusal:
        return refusal
    return None


def _aside(sheet_id: uuid.UUID) -> Page:
    if _read(sheet_id).sheet.done_at is None:
        with database().writing.begin() as session:
            sheet = paper_sheets.get_sheet(session, current_actor(), sheet_id)
            put_aside(session, paper_sheets.actor_of(sheet), now=now())
    return _to("check", sheet_id=sheet_id)
