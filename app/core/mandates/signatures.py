"""Second signatures: whom the first representative asks, which one waits, and the mark of exactly what was shown."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.mandates.extension_plans import RUNNING, open_extension
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate
from app.models.signature import Signature, SigningWay
from app.models.suspension import SuspensionKind

STARTS = {"give", "request"}
# The holder of the mandate passes a part of it on; neither a code nor a sheet of paper can.
PASSING_ON = "pass_on"
# The letters to the one who is asked to sign too, by name.
TO_THE_SECOND = ("to_sign.", "sign_waits.")
ANSWERABLE = {Status.OFFERED, Status.REQUESTED}


@dataclass(frozen=True)
class Second:
    """Who is asked to sign too, by the row of the register, and how he is expected to do it."""

    function_id: uuid.UUID
    way: SigningWay = SigningWay.LETTER


def newest_signature(mandate: Mandate, side: Side) -> Signature | None:
    """The second signature that was asked last of this side, whatever became of it."""
    mine = [one for one in mandate.signatures if one.side == side]
    return mine[-1] if mine else None


def waiting_signature(mandate: Mandate, side: Side, day: date) -> Signature | None:
    """The signature that this side can still set on `day`; None when what it is about can no longer be done."""
    newest = newest_signature(mandate, side)
    return newest if newest is not None and newest.waits_on(day) and can_be_done(mandate, newest, day) else None


def way_by_post(act: str) -> SigningWay:
    """How who gets a letter is expected to sign: with it, or online where a letter only tells that it is asked."""
    return SigningWay.ONLINE if act == PASSING_ON else SigningWay.LETTER


def may_be_signed_by_code(mandate: Mandate, signature: Signature) -> bool:
    """Whether the code of a letter may set it where every type allows codes: never what moves or is passed on."""
    return signature.act != PASSING_ON and not (signature.act in STARTS and mandate.takes_over)


def signing_mark(mandate: Mandate, act: str, facts: Mapping[str, Any], third_id: uuid.UUID | None = None) -> str:
    """The mark of what somebody signs: the act, the parties, and every part with its days as they stand now."""
    lines = [[one.type_key, one.first_day, one.last_day, one.stop_day, one.cooling_off_days] for one in mandate.lines]
    shown = [act, mandate.id, mandate.giver_id, mandate.holder_id, mandate.reason, lines, facts]
    shown += [third_id] if third_id else []
    return hashlib.sha256(json.dumps(shown, default=str, sort_keys=True).encode()).hexdigest()


def can_be_done(mandate: Mandate, signature: Signature, day: date) -> bool:
    """Whether what is signed could be carried out on `day`, as far as where its mandate stands."""
    status, waiting = mandate.status_on(day), open_extension(mandate, day)
    if signature.act in STARTS:
        return status is Status.TO_SIGN
    if signature.act == "accept":
        return status in ANSWERABLE
    if signature.act == "resume":
        contested = any(one.kind == SuspensionKind.CONTEST and one.holds_on(day) for one in mandate.suspensions)
        return contested and status is Status.SUSPENDED
    if signature.act == "confirm":
        return status is Status.TO_CONFIRM
    if signature.act == "accept_extension":
        return waiting is not None and str(waiting.id) == signature.facts.get("extension")
    # An extension that waits for an answer goes first, also before what is passed on: its days depend on it.
    return status in RUNNING and waiting is None
