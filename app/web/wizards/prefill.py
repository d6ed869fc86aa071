"""What another application knew, answered as if somebody typed it: what a question refuses stays open."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from app.clock import brussels_day
from app.core.acts import drafts
from app.core.calendar import LAST_YEAR, last_day_of_period
from app.core.handoffs.making import HandoffWish
from app.core.mandates.lookup import Side
from app.web.wizards.day_choice import ON_A_DAY
from app.web.wizards.give.scene import OWN_CHOICE, PARTIES_NOTE, GiveScene
from app.web.wizards.give.wording import PERIODS, UNTIL_A_DAY, UNTIL_STOPPED
from app.web.wizards.pages import WizardPages
from app.web.wizards.view import keep_answer, open_scene

Values = dict[str, Any]


def fill_in(pages: WizardPages, session: object, draft_id: uuid.UUID, wish: HandoffWish, parties: int) -> None:
    """Answer what is known; whether the enterprise is the right one is for him to say, so that question stays open.

    `parties` is between how many of his he can choose: 1 where the application named it.
    """
    scene = open_scene(pages, session, draft_id)
    drafts.save_answers(session, scene.actor, draft_id, PARTIES_NOTE, {"count": parties}, now=scene.now)
    for step, values in _answers(wish, scene):
        _give(pages, session, draft_id, step, values)


def _give(pages: WizardPages, session: object, draft_id: uuid.UUID, step: str, values: Values) -> None:
    scene = open_scene(pages, session, draft_id, lock=True)
    if scene.other_step not in scene.answers:
        scene.other_name = ""  # the words of a question that nobody sees; without it they look for the other side
    question = next((one for one in scene.walk.path if one.name == step), None)
    if question is None:
        return
    form = question.form_class(MultiDict(values))
    form.prepare(scene)
    if not form.validate():
        return
    keep_answer(pages, scene, question, form)
    for name, note in form.notes().items():
        drafts.save_answers(session, scene.actor, draft_id, name, note, now=scene.now)


def _answers(wish: HandoffWish, scene: GiveScene) -> Iterator[tuple[str, Values]]:
    """The questions of giving and asking, and what would be typed in them."""
    other = wish.holder if scene.started_by is Side.GIVER else wish.giver
    if other is not None:
        yield scene.other_step, {"q": other, "number": other, "found_for": other}
    yield from _covers(wish, scene)
    if wish.first_day is not None:
        yield "start", {"when": ON_A_DAY} | _day(wish.first_day)
    yield from _ends(wish, scene)


def _covers(wish: HandoffWish, scene: GiveScene) -> Iterator[tuple[str, Values]]:
    keys = list(wish.covers.get("types", ()))
    if keys:
        yield "what", {"group": OWN_CHOICE}
        offered = [one.key for one in scene.offered_types if one.key in keys]
        # Where one is not offered he has to look himself; the others are ticked for him then.
        if len(offered) < len(keys):
            drafts.save_answers(
                scene.session, scene.actor, scene.draft.id, "types", {"types": offered}, now=scene.now
            )
        else:
            yield "types", {"types": keys}
    group = next((one for one in scene.groups if one.group_key == wish.covers.get("group")), None)
    if group is not None:
        yield "what", {"group": str(group.id)}
        yield "types", {"types": list(group.type_keys)}


def _ends(wish: HandoffWish, scene: GiveScene) -> Iterator[tuple[str, Values]]:
    months, last_day = wish.ends.get("months"), wish.ends.get("last_day")
    if wish.ends.get("until_stopped"):
        yield "period", {"period": UNTIL_STOPPED}
    elif str(months) in PERIODS:
        yield "period", {"period": str(months)}
    elif months or last_day:
        yield "period", {"period": UNTIL_A_DAY}
        first_day = wish.first_day or brussels_day(scene.now)
        if last_day:
            yield "end-date", _day(date.fromisoformat(last_day))
        elif first_day.year <= LAST_YEAR:  # such a period can begin; a later first day was not taken over either
            yield "end-date", _day(last_day_of_period(first_day, months))


def _day(day: date) -> Values:
    return {"day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year)}
