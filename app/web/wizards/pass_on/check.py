"""The check page and the done page of passing on, and the sending between them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.core.acts import passing_on
from app.core.acts.starting import Preview
from app.core.mandates.lookup import Side, get_mandate
from app.translations.formats import weekday_text
from app.web.second_signer import first_signed
from app.web.wizards.give.looking import check_page, named
from app.web.wizards.joint import joint_row, second_of
from app.web.wizards.pages import CheckPage, Row
from app.web.wizards.pass_on.scene import PassOnScene
from app.web.wizards.pass_on.wording import until_text, what_text

STEPS_OF_FIELDS = {"source": "source", "other": "holder", "types": "types", "last_day": "until"}


def check(scene: PassOnScene) -> CheckPage:
    """What would be passed on, in sentences and rows; or the mandate that the third has already."""
    page = check_page(scene, passing_on.preview_passing_on, _rows, STEPS_OF_FIELDS)
    return replace(page, shown={**page.shown, "passer": scene.own_name})


def submit(scene: PassOnScene) -> None:
    """Pass it on; the same draft never does so twice."""
    passing_on.pass_on_mandate(
        scene.session, scene.actor, scene.wish, policy=scene.policy, now=scene.now, draft_id=scene.draft.id,
        second=second_of(scene),
    )  # fmt: skip


def done(scene: PassOnScene) -> Mapping[str, Any]:
    """What was passed on, who hears of it, and until when the third can answer; or who must sign too."""
    mandate = get_mandate(scene.session, scene.draft.mandate_id)
    if mandate.source is None:
        # It still waits in the own mandate; or it did, and nobody signed.
        return {"mandate": mandate, "waits": True, "first_signed": first_signed(mandate, Side.HOLDER, scene.today)}
    return {"mandate": mandate, "source_id": mandate.source.id, "answer_by": weekday_text(mandate.answer_by)}


def _rows(scene: PassOnScene, preview: Preview) -> tuple[Row, ...]:
    own_step = "giver" if "giver" in scene.answers else None
    return (
        Row("Wie geeft door?", named(preview.starter), own_step, "wie doorgeeft"),
        Row("Van wie is het mandaat?", named(preview.giver), "source", "van wie het mandaat is"),
        Row("Aan wie geeft u door?", named(preview.holder), "holder", "aan wie u doorgeeft"),
        Row("Wat geeft u door?", what_text(scene), "types", "wat u doorgeeft"),
        Row("Tot wanneer?", until_text(scene), "until", "tot wanneer"),
        *joint_row(scene),
    )
