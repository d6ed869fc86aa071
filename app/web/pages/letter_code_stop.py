"""Stopping only some parts, or after a day, behind a letter code: the questions of whoever is signed in."""

from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Any

from app.core.acts.stopping import STOPPING, plan_stop
from app.core.errors import Invalid
from app.core.mandates.possible_acts import Act
from app.core.mandates.status_texts import lines_left
from app.core.views.letter import LetterView
from app.web.databases import policy
from app.web.fields import option
from app.web.pages.letter_code_frame import Page, go, needs_letter, read_letter, render
from app.web.pages.letter_door import Door, keep
from app.web.pages.stopping_forms import StopForm, StopWish, earlier_answers
from app.web.pages.stopping_words import stop_sentences

PARTLY = "partly"
STOPS_PARTLY = {
    Act.STOP: ("Ik zet een deel stop, of ik kies een dag", "Ik kies zelf op welke dag het stopt"),
    Act.RENOUNCE: (
        "Wij doen afstand van een deel, of wij kiezen een dag",
        "Wij kiezen zelf op welke dag wij afstand doen",
    ),
}


@needs_letter
def show_stop(door: Door) -> Page:
    """What stops, and when."""
    return _stop(door, posted=False)


@needs_letter
def take_stop(door: Door) -> Page:
    """Remember what stops, and when."""
    return _stop(door, posted=True)


def act_that_stops(view: LetterView) -> Act | None:
    """Stopping or renouncing, whichever the reader's side can do now; None when it can do neither."""
    return next((act for act in view.acts if act in STOPPING), None)


def partly_option(view: LetterView, act: Act) -> Any:  # noqa: ANN401 - an option of a form
    """The choice that leads to the questions; with one part left only the day can be chosen."""
    parts, day = STOPS_PARTLY[act]
    return option(PARTLY, parts if len(lines_left(view.mandate, view.today)) > 1 else day)


def begin_partly(door: Door, act: Act) -> None:
    """Remember that the reader chooses what stops; what he chose before stays."""
    before = door if door.partly else replace(door, parts=(), stop_day=None, stop_answered=False)
    keep(before, act=act.value, partly=True, less=False, until=None)


def stop_wish_of(door: Door) -> StopWish | None:
    """What the reader wants to stop; None as long as it is all of it, today, or he did not answer."""
    if not door.partly or not door.stop_answered:
        return None
    return StopWish(tuple(door.parts) or None, date.fromisoformat(door.stop_day) if door.stop_day else None)


def is_stoppable(view: LetterView, act: Act, wish: StopWish | None) -> bool:
    """Whether the reader answered so that something would stop."""
    if wish is None or act not in view.acts:
        return False
    try:
        plan_stop(view.mandate, wish.type_keys, wish.stop_day, view.today)
    except Invalid:
        return False
    return True


def sentences_of_stop(view: LetterView, act: Act, wish: StopWish) -> list[str]:
    """What stops, from when, and what still runs, for the check page."""
    plan = plan_stop(view.mandate, wish.type_keys, wish.stop_day, view.today)
    return stop_sentences(view, act, plan, wish.stop_day, policy())


def _stop(door: Door, *, posted: bool) -> Page:
    view = read_letter(door)
    if not door.partly or door.act is None or Act(door.act) not in view.acts:
        return go("choose")
    wish = stop_wish_of(door)
    form = StopForm.of(view, Act(door.act), earlier_answers(wish) if wish else {})
    if not posted:
        return render("what_stops", door, view=view, form=form)
    if not form.validate():
        return render("what_stops", door, HTTPStatus.UNPROCESSABLE_ENTITY, view=view, form=form)
    wish = form.wish
    try:
        plan_stop(view.mandate, wish.type_keys, wish.stop_day, view.today)
    except Invalid as refusal:
        form.explain(refusal)
        return render("what_stops", door, HTTPStatus.UNPROCESSABLE_ENTITY, view=view, form=form)
    day = wish.stop_day.isoformat() if wish.stop_day else None
    keep(door, stop_answered=True, parts=list(wish.type_keys or ()), stop_day=day)
    return go("who")
