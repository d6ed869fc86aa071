"""The check page and the done page of asking, and the sending between them."""

from collections.abc import Mapping
from typing import Any

from app.core.acts import requesting
from app.core.acts.starting import Preview
from app.core.mandates.lookup import Side, get_mandate, list_letters_to
from app.translations.formats import weekday_text
from app.web.second_signer import first_signed
from app.web.wizards.ask.scene import AskScene
from app.web.wizards.give.looking import check_page, named, news_row
from app.web.wizards.give.wording import long_text, start_text, what_text
from app.web.wizards.joint import joint_row, second_of
from app.web.wizards.pages import CheckPage, Row

STEPS_OF_FIELDS = {"other": "giver", "types": "types", "first_day": "start", "last_day": "end-date", "reason": "reason",
                   "email": "notice"}  # fmt: skip


def check(scene: AskScene) -> CheckPage:
    """What would be asked, in sentences and rows; or the mandate that is there already."""
    return check_page(scene, requesting.preview_request, _rows, STEPS_OF_FIELDS)


def submit(scene: AskScene) -> None:
    """Ask for the mandate; the same draft never asks twice."""
    requesting.request_mandate(
        scene.session, scene.actor, scene.wish, policy=scene.policy, now=scene.now, draft_id=scene.draft.id,
        second=second_of(scene),
    )  # fmt: skip


def done(scene: AskScene) -> Mapping[str, Any]:
    """What was asked, when the letter comes, and until when the giver can answer."""
    mandate = get_mandate(scene.session, scene.draft.mandate_id)
    if not mandate.was_sent:
        return {"mandate": mandate, "first_signed": first_signed(mandate, Side.HOLDER, scene.today)}
    [letter] = [one for one in list_letters_to(scene.session, mandate.id) if one.kind == "invitation.giver"]
    return {
        "mandate": mandate,
        "news": scene.news,
        "letter_by": weekday_text(letter.promised_by),
        "by_post": not letter.handed_over,
        "answer_by": weekday_text(mandate.answer_by),
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
        *joint_row(scene),
        Row("Waarom?", scene.reason, "reason", "uw uitleg"),
        news_row(scene),
    )
