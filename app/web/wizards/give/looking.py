"""What the check pages of giving, asking and changing holders share: one preview, refused and shown in one way."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from app.core.acts.starting import Preview, sight_of_start
from app.core.counter.understanding import check_talk
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.mandates.catalogue import may_not_sentences, may_sentences
from app.core.mandates.lookup import Side, get_mandate
from app.core.mandates.wishes import PlannedLine
from app.core.people.parties import Party
from app.core.permits.managing import check_widening, permit_managing
from app.core.permits.signing import choose_second, needs_second
from app.translations.formats import day_text, enterprise_number_text, list_text, weekday_text
from app.web.wizards.four_eyes import look_of
from app.web.wizards.give.scene import GiveScene
from app.web.wizards.give.wording import news_text, wish_period_text
from app.web.wizards.joint import second_name, second_of
from app.web.wizards.pages import CheckPage, Look, Problem, Row

STEPS_OF_REFUSALS: dict[str, str | None] = {
    "clerk_own_affairs": None,
    "consent_missing": "consent",
    "look_refuses": None,
    "no_email_here": "notice",
    "not_asked_alone": "alone",
    "not_today": None,
    "not_told_back": "understood",
    "not_understood": "understood",
    "second_missing": "joint",
}
NOTHING_LEFT = {"nothing_left", "nothing_left_to_move"}


def check_page(
    scene: GiveScene, look: Callable[..., Preview], rows: Callable[[Any, Preview], tuple[Row, ...]],
    steps_of_fields: Mapping[str, str],
) -> CheckPage:  # fmt: skip
    """What `look` says would be sent, in sentences and rows; or the mandate that is there already."""
    try:
        preview = look(scene.session, scene.actor, scene.wish, policy=scene.policy, now=scene.now)
    except Conflict as refusal:
        if refusal.code not in NOTHING_LEFT:
            return _refused(scene, refusal, steps_of_fields)
        return CheckPage({"mandate": _existing(scene, refusal.values["mandate_id"])}, template="already")
    except Invalid as refusal:
        return _refused(scene, refusal, steps_of_fields)
    # The core looked it up anew a moment ago; the rest of the page need not ask again.
    scene.other_name = (preview.holder if scene.started_by is Side.GIVER else preview.giver).name
    problems, look = _problems(scene, preview)
    return CheckPage(_shown(scene, preview), rows(scene, preview), problems, look=look)


def named(party: Party) -> str:
    """A party with its number, for a row."""
    number = party.enterprise_number
    return f"{party.name}, ondernemingsnummer {enterprise_number_text(number)}" if number else str(party.name)


def news_row(scene: GiveScene) -> Row:
    """How the own party will hear from us; only what was asked now can be changed here."""
    return Row("Hoe krijgt u nieuws?", news_text(scene), "notice" if scene.notice else None, "hoe u nieuws krijgt")


def _shown(scene: GiveScene, preview: Preview) -> dict[str, Any]:
    lines, holder = preview.plan.lines, preview.holder.name
    types, passed_on = [line.mandate_type for line in lines], scene.wish.source_id is not None
    return {
        "giver": preview.giver.name,
        "holder": holder,
        "may": may_sentences(types, holder, passed_on=passed_on),
        "may_not": may_not_sentences(types, holder, passed_on=passed_on),
        "period": wish_period_text(scene, lines),
        "shorter": _parts_that_end_earlier(lines),
        "later": [line.mandate_type.name for line in lines if line.cooling_off_days],
        "cooling_off_days": scene.policy.cooling_off_days,
        "left_out": [one.mandate_type.name for one in preview.plan.left_out],
        "answer_by": weekday_text(preview.answer_by),
        "letter_by": day_text(preview.promised_by),
        "giver_has_address": preview.giver_address is not None,
        "holder_has_address": preview.holder_address is not None,
        "reason": scene.wish.reason,
        "second": second_name(scene),
    }


def _parts_that_end_earlier(lines: Sequence[PlannedLine]) -> list[tuple[str, str]]:
    """The types that may not last as long as the others, with their last day."""
    shorter = [line for line in lines if line.shortened and line.last_day != _last_day(lines)]
    return [(line.mandate_type.name, day_text(line.last_day)) for line in shorter if line.last_day]


def _last_day(lines: Sequence[PlannedLine]) -> date | None:
    ends = [line.last_day for line in lines]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None


def _problems(scene: GiveScene, preview: Preview) -> tuple[tuple[Problem, ...], Look | None]:
    # The core refuses these at sending anyway; who reads the page should not have to send to find out.
    # Only with whom a clerk helps, what was agreed to is known by its mark.
    about = "" if scene.actor.comes_himself else scene.wish.fingerprint()
    gives, own = scene.started_by is Side.GIVER, preview.starter
    types = [line.mandate_type for line in preview.plan.lines]
    try:
        permit = permit_managing(scene.session, scene.actor, own, scene.today, widens=True, about=about)
        check_widening(permit, types)
        if needs_second(scene.session, permit, own, types, scene.today):
            choose_second(scene.session, scene.actor, permit, own, second_of(scene), scene.today)
        if gives:
            check_talk(scene.session, scene.actor, types, about)
        if not scene.at_the_counter:
            return (), None
        return (), look_of(scene, sight_of_start(scene.wish, preview.giver, preview.holder, preview.plan))
    except (Conflict, Invalid, NotAllowed) as refusal:
        return (Problem(refusal.sentence, STEPS_OF_REFUSALS.get(refusal.code, "types")),), None


def _refused(scene: GiveScene, refusal: CoreError, steps_of_fields: Mapping[str, str]) -> CheckPage:
    rows = (Row("Waarvoor?", list_text([one.name for one in scene.types]), "types", "wat mag"),)
    problem = Problem(refusal.sentence, steps_of_fields.get(getattr(refusal, "field", "")))
    return CheckPage({"why": refusal.sentence}, rows, (problem,), template="refused")


def _existing(scene: GiveScene, mandate_id: uuid.UUID) -> dict[str, Any]:
    mandate = get_mandate(scene.session, mandate_id)
    return {
        "id": str(mandate.id),
        "holder": mandate.holder.name,
        "types": sorted({line.mandate_type.name for line in mandate.lines}),
        "dossier_number": mandate.dossier_number,
    }
