"""The check page and the done page of giving, and the sending between them."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.core import giving
from app.core.addresses import Address, one_line
from app.core.catalogue import may_not_sentences, may_sentences
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.mandates import get_mandate, list_letters_to
from app.core.parties import Party
from app.core.permits import check_widening, permit_managing
from app.core.understanding import check_talk
from app.core.wishes import PlannedLine
from app.translations.formats import day_text, enterprise_number_text, list_text, weekday_text
from app.web.wizards.give.moments import moments
from app.web.wizards.give.scene import GiveScene
from app.web.wizards.give.wording import long_text, start_text, what_text, wish_period_text
from app.web.wizards.pages import CheckPage, Problem, Row

STEPS_OF_FIELDS = {
    "other": "holder",
    "types": "types",
    "first_day": "start",
    "last_day": "end-date",
}
STEPS_OF_REFUSALS: dict[str, str | None] = {
    "consent_missing": "consent",
    "not_asked_alone": "alone",
    "not_today": None,
    "not_told_back": "understood",
    "not_understood": "understood",
}
NOTHING_LEFT = "nothing_left"


def check(scene: GiveScene) -> CheckPage:
    """What would be sent, in sentences and rows; or the mandate that is there already."""
    try:
        preview = giving.preview_gift(scene.session, scene.actor, scene.wish, policy=scene.policy, now=scene.now)
    except Conflict as refusal:
        if refusal.code != NOTHING_LEFT:
            return _refused(scene, refusal)
        return CheckPage({"mandate": existing(scene, refusal.values["mandate_id"])}, template="already")
    except Invalid as refusal:
        return _refused(scene, refusal)
    return CheckPage(_shown(scene, preview), _rows(scene, preview), _problems(scene, preview))


def submit(scene: GiveScene) -> None:
    """Give the mandate; the same draft never gives two."""
    giving.give_mandate(
        scene.session, scene.actor, scene.wish, policy=scene.policy, now=scene.now, draft_id=scene.draft.id
    )


def done(scene: GiveScene) -> Mapping[str, Any]:
    """What was given, which letter comes when, and until when the holder can answer."""
    mandate = get_mandate(scene.session, scene.draft.mandate_id)
    letters = {letter.kind: letter for letter in list_letters_to(scene.session, mandate.id)}
    own, other = letters["given.giver"], letters["invitation.holder"]
    return {"mandate": mandate, "moments": moments(scene, mandate, own, other)}


def _shown(scene: GiveScene, preview: giving.Preview) -> dict[str, Any]:
    lines, holder = preview.plan.lines, preview.holder.name
    types = [line.mandate_type for line in lines]
    return {
        "giver": preview.giver.name,
        "holder": holder,
        "may": may_sentences(types, holder),
        "may_not": may_not_sentences(types, holder),
        "period": wish_period_text(scene, lines),
        "shorter": parts_that_end_earlier(lines),
        "later": [line.mandate_type.name for line in lines if line.cooling_off_days],
        "cooling_off_days": scene.policy.cooling_off_days,
        "left_out": [one.mandate_type.name for one in preview.plan.left_out],
        "answer_by": weekday_text(preview.answer_by),
        "letter_by": day_text(preview.promised_by),
        "giver_has_address": preview.giver_address is not None,
        "holder_has_address": preview.holder_address is not None,
    }


def parts_that_end_earlier(lines: Sequence[PlannedLine]) -> list[tuple[str, str]]:
    """The types that may not last as long as the others, with their last day."""
    shorter = [line for line in lines if line.shortened and line.last_day != _last_day(lines)]
    return [(line.mandate_type.name, day_text(line.last_day)) for line in shorter if line.last_day]


def _last_day(lines: Sequence[PlannedLine]) -> date | None:
    ends = [line.last_day for line in lines]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None


def _rows(scene: GiveScene, preview: giving.Preview) -> tuple[Row, ...]:
    giver, holder = preview.giver, preview.holder
    last_step = "end-date" if "end-date" in scene.answers else "period"
    first_step = "giver" if "giver" in scene.answers else None
    return (
        Row("Wie geeft het mandaat?", named(giver), first_step, "wie het mandaat geeft"),
        Row("Wie krijgt het mandaat?", named(holder), "holder", "wie het mandaat krijgt"),
        Row("Waarvoor?", what_text(scene), "types", "wat mag"),
        Row("Vanaf wanneer?", start_text(scene), "start", "vanaf wanneer"),
        Row("Hoelang?", long_text(scene), last_step, "hoelang"),
        Row("Waar komt uw brief toe?", _letter_text(preview.giver_address)),
    )


def named(party: Party) -> str:
    """A party with its number, for a row."""
    number = party.enterprise_number
    return f"{party.name}, ondernemingsnummer {enterprise_number_text(number)}" if number else str(party.name)


def _letter_text(address: Address | None) -> str:
    if address is None:
        return "Wij vinden geen adres van u in de KBO. U krijgt uw brief aan het loket."
    known = "Dat adres kennen wij van u." if address.kind == "confirmed" else "Dat is uw adres in de KBO."
    return f"{one_line(address)}. {known}"


def _problems(scene: GiveScene, preview: giving.Preview) -> tuple[Problem, ...]:
    # The core refuses these at sending anyway; who reads the page should not have to send to find out.
    types = [line.mandate_type for line in preview.plan.lines]
    try:
        permit = permit_managing(
            scene.session, scene.actor, preview.giver, scene.today, widens=True, about=scene.wish.fingerprint()
        )
        check_widening(permit, types)
        check_talk(scene.session, scene.actor, types, scene.wish.fingerprint())
    except (Conflict, NotAllowed) as refusal:
        return (Problem(refusal.sentence, STEPS_OF_REFUSALS.get(refusal.code, "types")),)
    return ()


def _refused(scene: GiveScene, refusal: CoreError) -> CheckPage:
    rows = (Row("Waarvoor?", list_text([one.name for one in scene.types]), "types", "wat mag"),)
    problem = Problem(refusal.sentence, STEPS_OF_FIELDS.get(getattr(refusal, "field", "")))
    return CheckPage({"sentence": refusal.sentence}, rows, (problem,), template="refused")


def existing(scene: GiveScene, mandate_id: uuid.UUID) -> dict[str, Any]:
    """What the page says about a mandate that is there already."""
    mandate = get_mandate(scene.session, mandate_id)
    return {
        "id": str(mandate.id),
        "holder": mandate.holder.name,
        "types": sorted({line.mandate_type.name for line in mandate.lines}),
        "dossier_number": mandate.dossier_number,
    }
