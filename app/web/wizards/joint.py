"""Who signs second, asked by every wizard in which two people must sign."""

from collections.abc import Sequence

from app.core.acts.foreseen import foreseen_seconds
from app.core.mandates.catalogue import MandateType
from app.core.mandates.signatures import Second
from app.core.people.parties import Party
from app.core.permits.signing import can_need_second
from app.web.second_signer import WAYS, read_second, second_choices, second_field
from app.web.wizards.pages import Row
from app.web.wizards.scene import Scene
from app.web.wizards.step_form import StepForm

STEP = "joint"


class JointForm(StepForm):
    """One of the other representatives, and how he or she will sign."""

    second = second_field()
    by_letter = True

    def prepare(self, scene: Scene) -> None:
        """The representatives that the register names beside the one who answers."""
        seconds = scene.seconds  # type: ignore[attr-defined]
        self.second.choices = second_choices(seconds, at_counter=scene.at_the_counter, by_letter=self.by_letter)


def seconds_of(scene: Scene, party: Party, types: Sequence[MandateType], about: str) -> Sequence[object]:
    """Who can sign second; nobody when one signature is enough."""
    return foreseen_seconds(scene.session, scene.actor, party, types, scene.today, about)


def can_be_joint(scene: Scene, types: Sequence[MandateType]) -> bool:
    """Whether somebody may have to sign too: what was read with the draft says of most that nobody has to."""
    return can_need_second(types, names_two=bool(scene.draft.names_two))


def second_of(scene: Scene) -> Second | None:
    """Who was chosen, as the core takes it."""
    return read_second(scene.answer(STEP, "second"))


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


def joint_row(scene: Scene) -> tuple[Row, ...]:
    """The row of the check page; none when one signature is enough."""
    text = second_text(scene) if STEP in scene.answers else ""
    return (Row("Wie tekent mee?", text, STEP, "wie mee tekent"),) if text else ()
