"""Asking for a second signature, and what becomes of it without one: refused, taken back, or too late.

What one representative signed waits for another of the same party. Nothing of it reaches the other side before that.
"""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import Conflict
from app.core.journal import list_entries, record, record_rule
from app.core.letters.orders import order_letters
from app.core.mandates.lookup import get_mandate_of
from app.core.mandates.signatures import (
    PASSING_ON,
    STARTS,
    Second,
    newest_signature,
    signing_mark,
    waiting_signature,
    way_by_post,
)
from app.core.permits.managing import Permit, permit_managing
from app.core.permits.signing import choose_second
from app.core.policy import Policy
from app.models.journal import JournalEntry
from app.models.lifecycle import DAY, Side, Status
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.signature import Signature, SigningWay


def ask_second(
    session: Session, actor: Actor, permit: Permit, mandate: Mandate, act: str, second: Second | None, *,
    sign_by: date, policy: Policy, now: datetime, facts: Mapping[str, Any] | None = None, third: Party | None = None,
    told: Mapping[str, Any] | None = None,
) -> Mandate:  # fmt: skip
    """Keep what the first representative signed until the second does; `facts` is what the act needs then.

    `third` is to whom a holder passes it on, `told` what the journal says besides.
    The second gets a letter, unless he signs at the counter now. Asking the same again is harmless; another act of
    this side has to wait. Raises Conflict when there is no second representative.
    """
    day = brussels_day(now)
    side = mandate.side_of(actor.party_id) or Side(mandate.started_by)
    mark = signing_mark(mandate, act, facts or {}, third.id if third else None)
    waiting = waiting_signature(mandate, side, day)
    if waiting is not None:
        if waiting.fingerprint == mark and waiting.first_person_id == actor.person_id:
            return mandate
        raise Conflict("signature_waits")
    chosen, way = choose_second(session, actor, permit, mandate.party_on(side), second, day)
    way = way_by_post(act) if way is SigningWay.LETTER else way
    _end_what_stood_still(mandate, side, day)
    signature = Signature(
        mandate_id=mandate.id, number=len(mandate.signatures) + 1, side=side, act=act,
        facts=dict(facts or {}), fingerprint=mark,
        first_person_id=actor.person_id, first_function_id=permit.function_id, second=chosen, third=third, way=way,
        asked_at=now, asked_on=day, sign_by=sign_by,
    )  # fmt: skip
    mandate.signatures.append(signature)
    session.flush()
    entry = record_signature(session, actor, permit, "sign_asked", mandate, signature, now, **(told or {}))
    if way is not SigningWay.COUNTER:
        order_letters(session, entry, mandate, [f"to_sign.{side}"], policy=policy, now=now)
    return mandate


def _end_what_stood_still(mandate: Mandate, side: Side, day: date) -> None:
    # A contest can come between asking and signing. What is asked now is read in its stead; only the newest counts.
    for one in mandate.signatures:
        if one.side == side and one.signed_on is None and one.ended_on is None:
            one.ended_on = day


def invite_who_left(
    session: Session, mandate: Mandate, side: Side, *, policy: Policy, now: datetime, asked_before: date | None = None
) -> None:
    """Send the letter to a second representative who would sign at the counter and left without it; once.

    With `asked_before` only when he was asked before that day.
    """
    signature = newest_signature(mandate, side)
    if signature is None or signature.way != SigningWay.COUNTER or signature.signed_on or signature.ended_on:
        return
    if asked_before is not None and signature.asked_on >= asked_before:
        return
    # Also when there is nothing left to sign: nobody waits for him at the counter any more.
    signature.way = way_by_post(signature.act)
    session.flush()
    if waiting_signature(mandate, side, brussels_day(now)) is not None:
        asked = (one for one in list_entries(session, mandate.id) if one.kind == "sign_asked")
        entry = next(one for one in asked if one.data["signature"] == str(signature.id))
        order_letters(session, entry, mandate, [f"to_sign.{side}"], policy=policy, now=now)


def refuse_signature(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, policy: Policy, now: datetime
) -> Mandate:
    """Refuse the second signature, or take back the first: either representative can, and a manager too.

    What was to start is withdrawn, what was to be answered waits for another answer; the own side gets a letter. Raises
    Conflict when no signature waits.
    """
    mandate, side = get_mandate_of(session, actor, mandate_id, lock=True)
    signature, day = get_asked(mandate, side), brussels_day(now)
    party, about = mandate.party_on(side), f"refuse_signature:{signature.id}"
    permit = permit_managing(session, actor, party, day, widens=False, about=about)
    if signature.ended_on is None:
        check_waits(mandate, side, day)
        end_unsigned(session, actor, permit, mandate, side, policy=policy, now=now)
    return mandate


def end_unsigned(
    session: Session, actor: Actor, permit: Permit, mandate: Mandate, side: Side, *, policy: Policy, now: datetime
) -> None:
    """Let what waits for the second signature of this side end without it."""
    signature, day = get_asked(mandate, side), brussels_day(now)
    signature.ended_on = day
    if signature.act in STARTS:
        mandate.withdrawn_on = day
    session.flush()
    entry = record_signature(session, actor, permit, "signature_refused", mandate, signature, now)
    order_letters(session, entry, mandate, [f"not_signed.{side}"], policy=policy, now=now)


def get_asked(mandate: Mandate, side: Side) -> Signature:
    """The signature that was asked last of this side; Conflict when there never was one."""
    signature = newest_signature(mandate, side)
    if signature is None:
        raise Conflict("nothing_to_sign")
    return signature


def check_waits(mandate: Mandate, side: Side, day: date) -> None:
    """Conflict, saying why, when the signature that was asked last can no longer be set or refused."""
    signature = get_asked(mandate, side)
    if signature.signed_on is not None:
        raise Conflict("signed_already")
    if signature.ended_on is not None:
        raise Conflict("not_to_be_signed")
    if waiting_signature(mandate, side, day) is None:
        raise Conflict("signature_too_late", sign_by=signature.sign_by)


def tell_unsigned(session: Session, mandate: Mandate, *, policy: Policy, now: datetime) -> None:
    """Write down, once, that nobody signed in time.

    Its own side is told, unless it hears of the answer that did not come: both sides get a letter about that anyway.
    """
    day = brussels_day(now)
    for signature in mandate.signatures:
        if signature.signed_on is not None or signature.ended_on is not None or day <= signature.sign_by:
            continue
        signature.ended_on = signature.sign_by + DAY
        session.flush()
        status = mandate.status_on(day)
        # An answer or a decision that did not come in time has a letter of its own, to both sides.
        goes_on = signature.act in {"extend", "confirm", PASSING_ON} and not status.is_final
        if goes_on or (signature.act in STARTS and status is Status.LAPSED):
            entry = record_rule(
                session, "unsigned", mandate, now=now, party_id=mandate.party_on(Side(signature.side)).id,
                **signature_data(signature),
            )  # fmt: skip
            order_letters(session, entry, mandate, [f"not_signed.{signature.side}"], policy=policy, now=now)


def record_signature(
    session: Session, actor: Actor, permit: Permit, kind: str, mandate: Mandate, signature: Signature, now: datetime,
    **more: Any,
) -> JournalEntry:  # fmt: skip
    """Write down what somebody did about a second signature."""
    because = {"ground": permit.ground, "capacity": permit.capacity}
    return record(session, actor, kind, now=now, mandate=mandate, **because, **signature_data(signature), **more)


def signature_data(signature: Signature) -> dict[str, Any]:
    """What the journal keeps of a signature: which one, who signed first, who is asked, and what it is about."""
    keys = {"signature": signature.id, "first": signature.first_person_id, "second": signature.second_function_id}
    return {name: str(key) for name, key in keys.items()} | {"act": signature.act}
