"""The check page and the done page of changing holders, and the sending between them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.core.acts import transferring
from app.core.acts.starting import Preview
from app.core.mandates.lookup import Side, get_mandate, list_letters_to
from app.translations.formats import day_text, weekday_text
from app.web.second_signer import first_signed
from app.web.wizards.give.looking import check_page, named, news_row
from app.web.wizards.joint import joint_row, second_of
from app.web.wizards.pages import CheckPage, Row
from app.web.wizards.transfer.scene import TransferScene
from app.web.wizards.transfer.wording import what_text, when_text

STEPS_OF_FIELDS = {"old": "old", "other": "holder", "types": "types", "first_day": "start", "email": "notice"}
OWN_LETTERS = 2  # one to the giver, one to the new holder; each old mandate adds one, or two when it stops at once
SENT = {"transfer_sent.giver", "given.giver"}


def check(scene: TransferScene) -> CheckPage:
    """What would go over, in sentences and rows; or the mandate that is there already."""
    seen: list[Preview] = []

    def look(*arguments: Any, **more: Any) -> Preview:
        seen.append(transferring.preview_transfer(*arguments, **more))
        return seen[-1]

    page = check_page(scene, look, _rows, STEPS_OF_FIELDS)
    return replace(page, shown={**page.shown, **_moved(scene, seen[-1])}) if seen else page


def submit(scene: TransferScene) -> None:
    """Ask the new holder to take over; the same draft never asks twice."""
    transferring.transfer_mandates(
        scene.session, scene.actor, scene.wish, policy=scene.policy, now=scene.now, draft_id=scene.draft.id,
        second=second_of(scene),
    )  # fmt: skip


def done(scene: TransferScene) -> Mapping[str, Any]:
    """What was asked, which letter comes when, and until when the new holder can answer."""
    mandate = get_mandate(scene.session, scene.draft.mandate_id)
    if not mandate.was_sent:
        signed = first_signed(mandate, Side.GIVER, scene.today)
        return {"mandate": mandate, "first_signed": signed, "stops_now": scene.stops_now, "old": scene.old_name}
    [letter] = [one for one in list_letters_to(scene.session, mandate.id) if one.kind in SENT]
    return {
        "mandate": mandate,
        "stops_now": scene.stops_now,
        "news": scene.news,
        "old": scene.old_name,
        "letter_by": weekday_text(letter.promised_by),
        "by_post": not letter.handed_over,
        "answer_by": weekday_text(mandate.answer_by),
    }


def _moved(scene: TransferScene, preview: Preview) -> dict[str, Any]:
    lines, stops = preview.plan.lines, preview.plan.stops
    old_lines = stops or [line.old_line for line in lines if line.old_line is not None]
    old_mandates = {line.mandate_id for line in old_lines}
    return {
        "old": scene.old_name,
        "stops": [line.mandate_type.name for line in stops],
        "letters": OWN_LETTERS + len(old_mandates) * (2 if stops else 1),
        "old_letters": len(old_mandates),
        "moves": [(line.mandate_type.name, _until(line.last_day)) for line in lines],
        "from_day": scene.first_day_text,
        "stays": [one.name for one in scene.offered_types if one.key not in scene.wish.type_keys],
    }


def _until(last_day: date | None) -> str:
    return f"tot en met {day_text(last_day)}" if last_day else "tot iemand het stopzet"


def _rows(scene: TransferScene, preview: Preview) -> tuple[Row, ...]:
    giver_step = "giver" if "giver" in scene.answers else None
    return (
        Row("Wie verandert?", named(preview.giver), giver_step, "wie verandert"),
        Row("Bij wie gaat u weg?", named(scene.old), "old", "bij wie u weggaat"),
        Row("Wie neemt het over?", named(preview.holder), "holder", "wie het overneemt"),
        Row("Wat gaat over?", what_text(scene), "types", "wat overgaat"),
        Row("Wanneer?", when_text(scene), "start", "wanneer"),
        *joint_row(scene),
        news_row(scene),
    )
