"""The check page and the done page of giving, and the sending between them."""

from collections.abc import Mapping
from typing import Any

from app.core.acts import giving
from app.core.mandates.lookup import Side, get_mandate, list_letters_to
from app.core.register.addresses import Address, one_line
from app.web.second_signer import first_signed
from app.web.wizards.give.looking import check_page, named, news_row
from app.web.wizards.give.moments import moments
from app.web.wizards.give.scene import GiveScene
from app.web.wizards.give.wording import long_text, start_text, what_text
from app.web.wizards.joint import joint_row, second_of
from app.web.wizards.pages import CheckPage, Row

STEPS_OF_FIELDS = {
    "other": "holder",
    "types": "types",
    "first_day": "start",
    "last_day": "end-date",
    "email": "notice",
}


def check(scene: GiveScene) -> CheckPage:
    """What would be given, in sentences and rows; or the mandate that is there already."""
    return check_page(scene, giving.preview_gift, _rows, STEPS_OF_FIELDS)


def submit(scene: GiveScene) -> None:
    """Give the mandate; the same draft never gives two."""
    giving.give_mandate(
        scene.session, scene.actor, scene.wish, policy=scene.policy, now=scene.now, draft_id=scene.draft.id,
        second=second_of(scene),
    )  # fmt: skip


def done(scene: GiveScene) -> Mapping[str, Any]:
    """What was given, which letter comes when, and until when the holder can answer."""
    mandate = get_mandate(scene.session, scene.draft.mandate_id)
    if not mandate.was_sent:
        return {"mandate": mandate, "first_signed": first_signed(mandate, Side.GIVER, scene.today)}
    letters = {letter.kind: letter for letter in list_letters_to(scene.session, mandate.id)}
    own, other = letters["given.giver"], letters["invitation.holder"]
    return {"mandate": mandate, "moments": moments(scene, mandate, own, other), "news": scene.news}


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
        *joint_row(scene),
        news_row(scene),
        Row("Waar komt uw brief toe?", _letter_text(preview.giver_address)),
    )


def _letter_text(address: Address | None) -> str:
    if address is None:
        return "Wij vinden geen adres van u in de KBO. U krijgt uw brief aan het loket."
    known = "Dat adres kennen wij van u." if address.kind == "confirmed" else "Dat is uw adres in de KBO."
    return f"{one_line(address)}. {known}"
