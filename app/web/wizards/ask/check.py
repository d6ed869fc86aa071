"""The check page and the done page of asking, and the sending between them."""

from collections.abc import Mapping
from typing import Any

from app.core import requesting
from app.core.catalogue import may_not_sentences, may_sentences
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.mandates import get_mandate, list_letters_to
from app.core.permits import check_widening, permit_managing
from app.core.starting import Preview
from app.translations.formats import day_text, list_text, weekday_text
from app.web.wizards.ask.scene import AskScene
from app.web.wizards.give.check import NOTHING_LEFT, existing, named, parts_that_end_earlier
from app.web.wizards.give.wording import long_text, start_text, what_text, wish_period_text
from app.web.wizards.pages import CheckPage, Problem, Row

STEPS_OF_FIELDS = {"other": "giver", "types": "types", "first_day": "start", "last_day": "end-date", "reason": "reason"}


def check(scene: AskScene) -> CheckPage:
    """What would be asked, in sentences and rows; or the mandate that is there already."""
    try:
        preview = requesting.preview_request(
            scene.session, scene.actor, scene.wish, policy=scene.policy, now=scene.now
        )
    except Conflict as refusal:
        if refusal.code != NOTHING_LEFT:
            return _refused(scene, refusal)
        return CheckPage({"mandate": existing(scene, refusal.values["mandate_id"])}, template="already")
    except Invalid as refusal:
        return _refused(scene, refusal)
    return CheckPage(_shown(scene, preview), _rows(scene, preview), _problems(scene, preview))


def submit(scene: AskScene) -> None:
    """Ask for the mandate; the same draft never asks twice."""
    requesting.request_mandate(
        scene.session, scene.actor, scene.wish, policy=scene.policy, now=scene.now, draft_id=scene.draft.id
    )


def done(scene: AskScene) -> Mapping[str, Any]:
    """What was asked, when the letter comes, and until when the giver can answer."""
    mandate = get_mandate(scene.session, scene.draft.mandate_id)
    [letter] = [one for one in list_letters_to(scene.session, mandate.id) if one.kind == "invitation.giver"]
    return {
        "mandate": mandate,
        "letter_by": weekday_text(letter.promised_by),
        "by_post": not letter.handed_over,
        "answer_by": weekday_text(mandate.answer_by),
    }


def _shown(scene: AskScene, preview: Preview) -> dict[str, Any]:
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
        "reason": scene.reason,
    }


def _rows(scene: AskScene, preview: Preview) -> tuple[Row, ...]:
    last_step = "end-date" if "end-date" in scene.answers else "period"
    own_step = scene.own_step if scene.own_step in scene.answers else None
    return (
        Row("Wie vraagt het mandaat?", named(preview.holder), own_step, "wie het mandaat vraagt"),
        Row("Aan wie vraagt u het?", named(preview.giver), scene.other_step, "aan wie u het vraagt"),
        Row("Waarvoor?", what_text(scene), "types", "wat mag"),
        Row("Vanaf wanneer?", start_text(scene), "start", "vanaf wanneer"),
        Row("Hoelang?", long_text(scene), last_step, "hoelang"),
        Row("Waarom?", scene.reason, "reason", "uw uitleg"),
    )


def _problems(scene: AskScene, preview: Preview) -> tuple[Problem, ...]:
    # The core refuses these at sending anyway; who reads the page should not have to send to find out.
    types = [line.mandate_type for line in preview.plan.lines]
    about = scene.wish.fingerprint()
    try:
        permit = permit_managing(scene.session, scene.actor, preview.holder, scene.today, widens=True, about=about)
        check_widening(permit, types)
    except (Conflict, NotAllowed) as refusal:
        return (Problem(refusal.sentence, "consent" if refusal.code == "consent_missing" else "types"),)
    return ()


def _refused(scene: AskScene, refusal: CoreError) -> CheckPage:
    rows = (Row("Waarvoor?", list_text([one.name for one in scene.types]), "types", "wat mag"),)
    problem = Problem(refusal.sentence, STEPS_OF_FIELDS.get(getattr(refusal, "field", "")))
    return CheckPage({"sentence": refusal.sentence}, rows, (problem,), template="refused")
