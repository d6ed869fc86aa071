"""What somebody can do with a mandate now. Pages, letters and the counter all ask here; the core refuses the rest."""

from datetime import date
from enum import StrEnum

from app.core.mandates.extension_plans import can_gain, extendable, open_extension
from app.core.mandates.signatures import may_be_signed_by_code, waiting_signature
from app.models.lifecycle import Side, Status
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.signature import Signature
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
    EXTEND = "extend"
    ACCEPT_EXTENSION = "accept_extension"
    REFUSE_EXTENSION = "refuse_extension"
    WITHDRAW_EXTENSION = "withdraw_extension"
    SIGN = "sign"
    REFUSE_SIGNATURE = "refuse_signature"
    # Of a holder: to stop what he passed on. It is about another mandate than his own, so `acts_on` never names it.
    TAKE_BACK = "take_back"

    @property
    def widens(self) -> bool:
        """Whether the act lets somebody do more than before."""
        return self in {Act.ACCEPT, Act.CONFIRM, Act.RESUME, Act.EXTEND, Act.ACCEPT_EXTENSION, Act.SIGN}


def acts_on(mandate: Mandate, side: Side, day: date) -> list[Act]:
    """The acts open to this side on `day`, the most likely one first."""
    status = mandate.status_on(day)
    if status.is_final:
        return []
    contested = any(one.kind == SuspensionKind.CONTEST and one.holds_on(day) for one in mandate.suspensions)
    sign = [Act.SIGN, Act.REFUSE_SIGNATURE] if waiting_signature(mandate, side, day) else []
    if status is Status.SUSPENDED:
        decide = [*(sign or [Act.RESUME]), Act.STOP_CONTESTED] if contested and side is Side.GIVER else []
        return decide + ([] if decide else [_end(side)]) + ([] if contested else [Act.CONTEST])
    if status is Status.TO_SIGN:
        return sign
    if status in WIDENING_STATUS:
        mine = side == mandate.started_by
        return [Act.WITHDRAW, Act.CONTEST] if mine else [*(sign or [Act.ACCEPT]), Act.REFUSE, Act.CONTEST]
    confirm = [Act.CONFIRM] if not sign and status is Status.TO_CONFIRM and _waits_for(mandate, side) else []
    about_extension = _about_extension(mandate, side, day)
    if sign:
        about_extension = sign + [one for one in about_extension if not one.widens]
    return [*confirm, *about_extension, _end(side), Act.CONTEST]


def acts_by_letter(mandate: Mandate, side: Side, day: date) -> list[Act]:
    """The acts open to the reader of a letter: those that narrow always, accepting only if every type allows a code."""
    allowed = [one for one in acts_on(mandate, side, day) if one not in {Act.RESUME, Act.STOP_CONTESTED, Act.CONFIRM}]
    if Act.STOP_CONTESTED in acts_on(mandate, side, day):
        allowed.append(_end(side))
    return [one for one in allowed if not one.widens or _by_code(mandate, one, side, day)]


def types_of_act(mandate: Mandate, act: Act, side: Side, day: date) -> list[MandateType]:
    """The mandate types that the act of this side is about: those of an extension, or of every line."""
    waiting = open_extension(mandate, day)
    if act is Act.EXTEND:
        return [line.mandate_type for line in extendable(mandate, day)]
    if act is Act.ACCEPT_EXTENSION and waiting is not None:
        return [one.line.mandate_type for one in waiting.open_lines(day)]
    signed = waiting_signature(mandate, side, day) if act is Act.SIGN else None
    return [line.mandate_type for line in mandate.kept_lines if signed is None or _is_signed(signed, line)]


def _is_signed(signature: Signature, line: Line) -> bool:
    """Whether a second representative signs this part.

    Not what gets no later end, what is left out of a gift, or what is not passed on.
    """
    ends, less = signature.facts.get("ends"), signature.facts.get("less") or {}
    types = less.get("types") or signature.facts.get("types")
    return not (ends and str(line.id) not in ends) and not (types and line.type_key not in types)


def _by_code(mandate: Mandate, act: Act, side: Side, day: date) -> bool:
    signed = waiting_signature(mandate, side, day) if act is Act.SIGN else None
    if signed is not None and not may_be_signed_by_code(mandate, signed):
        return False
    return all(one.code_allowed for one in types_of_act(mandate, act, side, day))


def _about_extension(mandate: Mandate, side: Side, day: date) -> list[Act]:
    waiting = open_extension(mandate, day)
    if waiting is not None:
        return [Act.WITHDRAW_EXTENSION] if waiting.proposed_by == side else [Act.ACCEPT_EXTENSION, Act.REFUSE_EXTENSION]
    return [Act.EXTEND] if can_gain(mandate, day) else []


def _end(side: Side) -> Act:
    return Act.STOP if side is Side.GIVER else Act.RENOUNCE


def _waits_for(mandate: Mandate, side: Side) -> bool:
    if side is Side.GIVER:
        return mandate.giver_must_confirm and mandate.giver_confirmed_on is None
    return mandate.holder_must_confirm and mandate.holder_confirmed_on is None
