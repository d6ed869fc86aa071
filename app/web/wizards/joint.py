"""Who signs second, asked by every wizard in which two people must sign."""

import uuid
from collections.abc import Sequence
from datetime import date

from wtforms.fields.choices import SelectChoice

from app.core.acts.foreseen import foreseen_seconds
from app.core.mandates.catalogue import MandateType
from app.core.mandates.lookup import Mandate, Side
from app.core.mandates.signatures import Second, SigningWay, newest_signature
from app.core.people.parties import Party
from app.core.permits.signing import can_need_second
from app.translations.formats import weekday_text
from app.web.fields import ChoiceField, option
from app.web.wizards.pages import Row
from app.web.wizards.scene import Scene
from app.web.wizards.step_form import StepForm

STEP = "joint"
MISSING = "U hebt nog niemand gekozen. Kies wie de tweede handtekening zet."
WAYS = {
    SigningWay.COUNTER: "nu hier aan het loket",
    SigningWay.ONLINE: "later online",
    SigningWay.LETTER: "met een brief",
}
LETTER_TOO = "Wij sturen ook een brief, zodat niemand het vergeet."


class JointForm(StepForm):
    """One of the other representatives, and how he or she will sign."""

    second = ChoiceField("Wie tekent er samen met u?", missing=MISSING)

    def prepare(self, scene: Scene) -> None:
        """The representatives that the register names beside the one who answers."""
        ways = [way for way in WAYS if scene.at_the_counter or way is not SigningWay.COUNTER]
        self.second.choices = [
            _option(one.id, one.name, way) for one in scene.seconds for way in ways  # type: ignore[attr-defined]
        ]


def seconds_of(scene: Scene, party: Party, types: Sequence[MandateType], about: str) -> Sequence[object]:
    """Who can sign second; nobody when one signature is enough."""
    return foreseen_seconds(scene.session, scene.actor, party, types, scene.today, about)


def can_be_joint(scene: Scene, types: Sequence[MandateType]) -> bool:
    """Whether somebody may have to sign too: what was read with the draft says of most that nobody has to."""
    return can_need_second(types, names_two=bool(scene.draft.names_two))


def second_of(scene: Scene) -> Second | None:
    """Who was chosen, as the core takes it."""
    kind, _, way = str(scene.answer(STEP, "second", "")).partition(":")
    return Second(uuid.UUID(kind), SigningWay(way)) if way else None


def second_text(scene: Scene) -> str:
    """Who was chosen, in a few words; empty when nobody has to."""
    second = second_of(scene)
    if second is None:
        return ""
    name = next((one.name for one in scene.seconds if one.id == second.function_id), "")  # type: ignore[attr-defined]
    return f"{name}, {WAYS[second.way]}" if name else ""


def second_name(scene: Scene) -> str:
    """The name of who was chosen; empty when nobody has to sign too."""
    return second_text(scene).partition(", ")[0]


def first_signed(mandate: Mandate, side: Side, day: date) -> dict[str, object] | None:
    """What the done page says of a second signature that was asked and did not come yet; None without one."""
    asked = newest_signature(mandate, side)
    if asked is None or not asked.waits_on(day):
        return None
    return {
        "name": asked.second.name,
        "way": str(asked.way),
        "sign_by": weekday_text(asked.sign_by),
        "other": mandate.party_on(side.other).name,
        "starts": asked.act in {"give", "request"},
    }


def joint_row(scene: Scene) -> tuple[Row, ...]:
    """The row of the check page; none when one signature is enough."""
    text = second_text(scene) if STEP in scene.answers else ""
    return (Row("Wie tekent mee?", text, STEP, "wie mee tekent"),) if text else ()


def _option(function_id: uuid.UUID, name: str, way: SigningWay) -> SelectChoice:
    hint = {"hint": LETTER_TOO} if way is SigningWay.ONLINE else {}
    return option(f"{function_id}:{way}", f"{name}, {WAYS[way]}", **hint)
