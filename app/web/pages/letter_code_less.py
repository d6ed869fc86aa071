"""Giving less than was asked, behind a letter code: which parts, and until when."""

from datetime import date
from http import HTTPStatus

from flask import request

from app.core.acts.answering import check_same_answer
from app.core.errors import Conflict, CoreError, Invalid
from app.core.mandates.lookup import Line
from app.core.mandates.mandate_texts import lines_period
from app.core.mandates.narrower import Narrower, plan_narrower
from app.core.views.letter import LetterView
from app.translations.formats import list_text
from app.web.databases import database
from app.web.pages.letter_code_frame import Page, go, needs_letter, read_letter, render
from app.web.pages.letter_door import Door, keep
from app.web.wizards.accept.forms.less import EARLIER, PartsForm, UntilForm

LESS = "less"


@needs_letter
def show_parts(door: Door) -> Page:
    """Which parts."""
    return _parts(door, posted=False)


@needs_letter
def take_parts(door: Door) -> Page:
    """Remember which parts."""
    return _parts(door, posted=True)


@needs_letter
def show_until(door: Door) -> Page:
    """Until when."""
    return _until(door, posted=False)


@needs_letter
def take_until(door: Door) -> Page:
    """Remember until when."""
    return _until(door, posted=True)


def narrower_of(door: Door) -> Narrower | None:
    """What the reader gives of what was asked; None for all of it."""
    if not door.less:
        return None
    return Narrower(tuple(door.parts), date.fromisoformat(door.until) if door.until else None)


def is_less(view: LetterView, narrower: Narrower) -> bool:
    """Whether the reader answered both questions so that it can be given."""
    try:
        plan_narrower(view.mandate, narrower, view.today)
    except (Conflict, Invalid):
        return False
    return bool(view.parts_by_code)


def find_other_answer(view: LetterView, narrower: Narrower | None) -> CoreError | None:
    """Why it is too late to give this: somebody gave more or less meanwhile; None when nobody did."""
    if view.mandate.accepted_on is None:
        return None
    try:
        with database().reading() as session:
            check_same_answer(session, view.mandate, narrower)
    except (Conflict, Invalid) as refusal:
        return refusal
    return None


def given_lines(view: LetterView, narrower: Narrower) -> list[Line]:
    """The parts that would be given."""
    return list(plan_narrower(view.mandate, narrower, view.today).kept)


def less_sentences(view: LetterView, narrower: Narrower) -> list[str]:
    """What would and what would not be given, for the check page; raises what the core would raise."""
    plan = plan_narrower(view.mandate, narrower, view.today)
    ends = [(line.mandate_type.name, plan.last_day if line in plan.shorter else line.last_day) for line in plan.kept]
    first = min(line.first_day for line in plan.kept)
    left_out = list_text([line.mandate_type.name for line in plan.left_out])
    return [
        f"{view.own} geeft minder dan {view.other} vraagt.",
        f"Het mandaat geldt {lines_period(first if first > view.today else None, ends)}.",
        *([f"Dit vraagt {view.other} ook, maar krijgt {view.other} niet: {left_out}."] if left_out else []),
        *([f"De laatste dag is vroeger dan {view.other} vraagt."] if plan.shorter else []),
        "U blijft zelf verantwoordelijk. U kunt het mandaat elke dag stopzetten.",
        "Wij sturen een brief naar allebei.",
    ]


def _parts(door: Door, *, posted: bool) -> Page:
    view = read_letter(door)
    if not door.less or not view.parts_by_code:
        return go("choose")
    form = PartsForm(request.form if posted else None, data={"types": list(door.parts)})
    form.offer(view.parts_by_code, view.other)
    shown = {"view": view, "form": form, "beyond": view.parts_beyond_the_code}
    if not posted:
        return render("parts", door, **shown)
    if not form.validate():
        return render("parts", door, HTTPStatus.UNPROCESSABLE_ENTITY, **shown)
    keep(door, parts=list(form.types.data))
    return go("until")


def _until(door: Door, *, posted: bool) -> Page:
    view = read_letter(door)
    if not door.less or not view.parts_by_code:
        return go("choose")
    kept = {"until": EARLIER, "day": date.fromisoformat(door.until)} if door.until else {}
    form = UntilForm(request.form if posted else None, data=kept)
    form.offer(view.mandate, tuple(door.parts), view.today)
    if not posted:
        return render("until", door, view=view, form=form)
    if not form.validate():
        return render("until", door, HTTPStatus.UNPROCESSABLE_ENTITY, view=view, form=form)
    keep(door, until=form.answer()["day"])
    return go("who")
