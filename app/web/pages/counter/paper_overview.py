"""An overview that came back: which mandates are ticked, a second look, and then they are stopped."""

from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.distant.sheet_acts import do_sheet
from app.core.distant.ticked_sheets import TickedView, list_ticks, view_ticked
from app.core.letters.party_overviews import find_overview
from app.core.mandates.possible_acts import Act
from app.db import Session
from app.translations.formats import dossier_text
from app.web.actors import now
from app.web.databases import database, policy
from app.web.fields import option
from app.web.pages.counter.paper_form_pages import Page, PaperForm, add_form_pages, ask_sheet, to
from app.web.pages.counter.paper_forms import OverviewForm, StopForm
from app.web.sessions import browser_session

pages = Blueprint("counter_overview", __name__, url_prefix="/loket/papier/overzicht")

NAME = "paper_overview"
OVER = "Dit mandaat is al voorbij."


def is_overview(number: str) -> bool:
    """Whether this is the number of an overview that was printed."""
    with database().reading() as session:
        return find_overview(session, number) is not None


def begin_overview(number: str) -> Response:
    """On to what is ticked on the overview with this number."""
    browser_session()[NAME] = number
    return to("counter_overview.sheet")


def _ask(posted: bool) -> Page:
    number = browser_session().get(NAME)
    with database().reading() as session:
        letter = find_overview(session, number) if number else None
        ticks = list_ticks(session, letter, now=now()) if letter else []
    if letter is None:
        return to("counter_paper.show")
    form = OverviewForm(*(() if posted else (None,)), data={"received_on": brussels_day(now())})
    form.ticked.choices = [
        option(one.mandate.dossier_number, f"{place}. {one.other}", hint=_hint(one.mandate.dossier_number, one.is_over))
        for place, one in enumerate(ticks, start=1)
    ]
    return ask_sheet(NAME, form, letter, (lambda: form.answers(Act.STOP)) if posted else None)


def _hint(number: str, is_over: bool) -> str:
    return f"Dossiernummer {dossier_text(number)}. {OVER}" if is_over else f"Dossiernummer {dossier_text(number)}"


def _read(session: Session, sheet: Any) -> tuple[TickedView, None]:  # noqa: ANN401 - a row of the core
    return view_ticked(session, sheet, now=now()), None


def _do(session: Session, actor: Actor) -> None:
    do_sheet(session, actor, policy=policy(), now=now())


add_form_pages(pages, PaperForm(NAME, _ask, _read, _do, StopForm))
