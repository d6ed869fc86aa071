"""What somebody can do with a mandate now. Pages, letters and the counter all ask here; the core refuses the rest."""

from datetime import date
from enum import StrEnum

from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate
from app.models.suspension import SuspensionKind

WIDENING_STATUS = {Status.OFFERED, Status.REQUESTED}


class Act(StrEnum):
    """The acts on a mandate that exists."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    STOP = "stop"
    RENOUNCE = "renounce"
    CONFIRM = "confirm"
    CONTEST = "contest"
    RESUME = "resume"
    STOP_CONTESTED = "stop_contested"

    @property
    def widens(self) -> bool:
        """Whether the act lets somebody do more than before."""
        return self in {Act.ACCEPT, Act.CONFIRM, Act.RESUME}


def acts_on(mandate: Mandate, side: Side, day: date) -> list[Act]:
    """The acts open to this side on `day`, the most likely one first."""
    status = mandate.status_on(day)
    if status.is_final:
        return []
    contested = any(one.kind == SuspensionKind.CONTEST and one.holds_on(day) for one in mandate.suspensions)
    if status is Status.SUSPENDED:
        decide = [Act.RESUME, Act.STOP_CONTESTED] if contested and side is Side.GIVER else []
        return decide + ([] if decide else [_end(side)]) + ([] if contested else [Act.CONTEST])
    if status in WIDENING_STATUS:
        mine = side == mandate.started_by
        return [Act.WITHDRAW, Act.CONTEST] if mine else [Act.ACCEPT, Act.REFUSE, Act.CONTEST]
    confirm = [Act.CONFIRM] if status is Status.TO_CONFIRM and _waits_for(mandate, side) else []
    return [*confirm, _end(side), Act.CONTEST]


def acts_by_letter(mandate: Mandate, side: Side, day: date) -> list[Act]:
    """The acts open to the reader of a letter: those that narrow always, accepting only if every type allows a code."""
    by_code = all(line.mandate_type.code_allowed for line in mandate.lines)
    allowed = [one for one in acts_on(mandate, side, day) if one not in {Act.RESUME, Act.STOP_CONTESTED, Act.CONFIRM}]
    if Act.STOP_CONTESTED in acts_on(mandate, side, day):
        allowed.append(_end(side))
    return [one for one in allowed if by_code or not one.widens]


def _end(side: Side) -> Act:
    return Act.STOP if side is Side.GIVER else Act.RENOUNCE


def _waits_for(mandate: Mandate, side: Side) -> bool:
    if side is Side.GIVER:
        return mandate.giver_must_confirm and mandate.giver_confirmed_on is None
    return mandate.holder_must_confirm and mandate.holder_confirmed_on is None
