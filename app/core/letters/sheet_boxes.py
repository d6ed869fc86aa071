"""What can be ticked on the answer sheet or the slip of a letter; whether it can still be done is another question."""

from app.core.mandates.possible_acts import Act
from app.core.mandates.signatures import PASSING_ON
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.mandate import Mandate

# How many months longer: the two boxes on the slip of a reminder.
MONTHS_LONGER = (12, 36)


def boxes_of(letter: Letter, mandate: Mandate) -> list[Act]:
    """The acts on the sheet of this letter, in the order in which they are printed."""
    subject, side = letter.kind.split(".")
    if subject == "still_needed":
        return [Act(box) for box in letter.data["boxes"]]
    if subject == "invitation":
        return [Act.ACCEPT, Act.REFUSE, Act.CONTEST]
    if subject == "extension_asked":
        return [Act.ACCEPT_EXTENSION, Act.REFUSE_EXTENSION, Act.CONTEST]
    if subject == "to_sign":
        return [*([] if letter.data["signed_act"] == PASSING_ON else [Act.SIGN]), Act.REFUSE_SIGNATURE]
    if subject == "expiring" and letter.data["can_extend"] and not letter.data["extension_until"]:
        return [Act.EXTEND, _end(side), Act.CONTEST]
    return [*([Act.WITHDRAW] if mandate.started_by == side else []), _end(side), Act.CONTEST]


def _end(side: str) -> Act:
    return Act.STOP if side == Side.GIVER else Act.RENOUNCE
