"""Signing second: what the first representative signed is carried out once another one signs exactly the same."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.answering import finish_accepting
from app.core.acts.confirming import finish_confirming
from app.core.acts.contesting import finish_resuming
from app.core.acts.executors import check_executors
from app.core.acts.extension_outcomes import finish_accepting_extension, finish_proposing
from app.core.acts.late_sheets import signature_came_in_time
from app.core.acts.passing_on import finish_passing_on
from app.core.acts.second_signatures import check_waits, get_asked, record_signature
from app.core.acts.starting import send_out
from app.core.calendar import ANSWER_DAYS
from app.core.counter.second_looks import check_look
from app.core.counter.sights import Sight, sight_of
from app.core.counter.understanding import check_talk
from app.core.errors import Conflict, NotAllowed
from app.core.letters.signing_letters import signed_executors, signed_holder, signed_lines
from app.core.mandates.extension_plans import newest_extension, open_extension, restore_plan
from app.core.mandates.lookup import get_mandate_of, list_between, wait_for_giver
from app.core.mandates.narrower import less_read
from app.core.mandates.possible_acts import Act, types_of_act
from app.core.mandates.signatures import PASSING_ON, signing_mark, waiting_signature
from app.core.mandates.wishes import check_types
from app.core.people.parties import stopped_among
from app.core.permits.managing import Permit, check_widening, permit_managing
from app.core.permits.signing import check_second
from app.core.permits.visit import are_own_affairs
from app.core.policy import Policy
from app.models.journal import Channel, JournalEntry
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate
from app.models.signature import Signature


def sign_mandate(session: Session, actor: Actor, mandate_id: uuid.UUID, *, policy: Policy, now: datetime) -> Mandate:
    """Set the second signature; what waited for it is carried out at once.

    A mandate that starts is sent to the other side today, and its 30 days to answer count from today. Signing twice is
    harmless. Raises NotAllowed for who signed first and for anybody who does not legally represent the party, Conflict
    when nothing waits or when it is no longer what was shown.
    """
    # As at starting: whoever starts the same at the same moment waits here.
    wait_for_giver(session, mandate_id)
    mandate, side = get_mandate_of(session, actor, mandate_id, lock=True)
    signature, day = get_asked(mandate, side), brussels_day(now)
    about = sign_about(signature)
    permit = permit_managing(session, actor, mandate.party_on(side), day, widens=True, about=about)
    if signature.signed_on is not None and signature.second_person_id == actor.person_id:
        return mandate
    check_second(session, actor, permit, mandate, signature)
    _refuse_own_holder(session, actor, mandate, signature, day)
    asked_on = _asked_on(session, actor, mandate, side, signature, day)
    check_executors(session, actor, mandate, signed_executors(signature), day, first=signature.first_person_id)
    types = types_of_act(mandate, Act.SIGN, side, asked_on)
    check_widening(permit, types)
    if gives(signature):
        # Who signs second at a counter is asked the same as the first, alone and in his own words.
        check_talk(session, actor, types, about)
    if signature.fingerprint != signing_mark(mandate, signature.act, signature.facts, signature.third_id):
        raise Conflict("signing_changed")
    for party in stopped_among(session, mandate.giver, mandate.holder, signed_holder(mandate, signature)):
        raise Conflict("signing_party_stopped", party=party.name)
    actor = check_look(session, actor, _sight(mandate, signature), policy=policy, now=now)
    # One that came in time on paper may have been told as too late before it was keyed.
    signature.signed_on, signature.second_person_id, signature.ended_on = day, actor.person_id, None
    session.flush()
    FINISH[signature.act](session, actor, permit, mandate, signature, policy, now)
    return mandate


def _asked_on(
    session: Session, actor: Actor, mandate: Mandate, side: Side, signature: Signature, day: date
) -> date:
    """The day on which it waits to be signed: today, or the last one for a sheet that came by then. Else Conflict."""
    if signature_came_in_time(session, actor, mandate, signature, day):
        return signature.sign_by
    check_waits(mandate, side, day)
    return day


def _refuse_own_holder(session: Session, actor: Actor, mandate: Mandate, signature: Signature, day: date) -> None:
    holder = signed_holder(mandate, signature)
    if actor.channel is Channel.COUNTER and gives(signature) and are_own_affairs(session, actor, holder, day):
        raise NotAllowed("clerk_is_holder", other=holder.name)


def gives(signature: Signature) -> bool:
    """Whether who signs this lets somebody act: he gives by himself or because it was asked, or he passes it on."""
    return signature.act == PASSING_ON or (signature.side == Side.GIVER and signature.act in {"give", "accept"})


def missing_talk(session: Session, actor: Actor, mandate: Mandate, side: Side, day: date) -> str | None:
    """What the second signer at a counter has still to be asked: "alone", then "told_back"; None when nothing is left.

    Raises NotAllowed when he was asked, and what he said keeps him from signing.
    """
    waiting = waiting_signature(mandate, side, day)
    if waiting is None or not gives(waiting):
        return None
    try:
        check_talk(session, actor, types_of_act(mandate, Act.SIGN, side, day), sign_about(waiting))
    except Conflict as missing:
        return {"not_asked_alone": "alone", "not_told_back": "told_back"}[missing.code]
    return None


def _sight(mandate: Mandate, signature: Signature) -> Sight:
    """What a colleague of the clerk looks at: who may act then, what, until when, and who is named to execute it."""
    kept = signature.facts.get("last_day") if signature.act == PASSING_ON else None
    last_day = date.fromisoformat(kept) if kept else None
    sight = sight_of(mandate, Act.SIGN, sign_about(signature), signed_lines(mandate, signature), last_day)
    named = sorted(signed_executors(signature), key=str)
    return replace(sight, holder=signed_holder(mandate, signature), executors=named)


def sign_about(signature: Signature) -> str:
    """The second signature as a customer at the counter consents to it, and tells it in his own words."""
    return f"sign:{signature.id}"


def _send(
    session: Session, actor: Actor, permit: Permit, mandate: Mandate, signature: Signature, policy: Policy,
    now: datetime,
) -> None:  # fmt: skip
    day = brussels_day(now)
    _check_start(session, mandate, day)
    mandate.second_signed_on, mandate.answer_by = day, day + timedelta(days=ANSWER_DAYS)
    session.flush()
    entry = _record_signed(session, actor, permit, mandate, signature, now)
    send_out(session, entry, mandate, policy=policy, now=now)


def _record_signed(
    session: Session, actor: Actor, permit: Permit, mandate: Mandate, signature: Signature, now: datetime
) -> JournalEntry:  # fmt: skip
    """Write down that the second signed: something about the parts that are signed, and about no others."""
    touches = {line.mandate_type.domain_key for line in signed_lines(mandate, signature)}
    return record_signature(session, actor, permit, "signed", mandate, signature, now, touches=touches)


def _check_start(session: Session, mandate: Mandate, day: date) -> None:
    """Refuse what could not be started today either: a type that is gone, or what the holder got meanwhile."""
    keys = [line.type_key for line in mandate.lines]
    check_types(session, keys, mandate.giver, day, Side(mandate.started_by))
    for other in list_between(session, mandate.giver_id, mandate.holder_id):
        if other.id == mandate.id or other.status_on(day).is_final or other.status_on(day) is Status.TO_SIGN:
            continue
        if any(line.type_key in keys and not line.is_over(day) for line in other.lines):
            raise Conflict("held_meanwhile", holder=mandate.holder.name)


def _accept(
    session: Session, actor: Actor, permit: Permit, mandate: Mandate, signature: Signature, policy: Policy,
    now: datetime,
) -> None:  # fmt: skip
    _record_signed(session, actor, permit, mandate, signature, now)
    finish_accepting(
        session, actor, permit, mandate, signed_executors(signature), policy=policy, now=now,
        first=signature.first_person_id, narrower=less_read(signature.facts.get("less")),
    )  # fmt: skip


def _propose_extension(
    session: Session, actor: Actor, permit: Permit, mandate: Mandate, signature: Signature, policy: Policy,
    now: datetime,
) -> None:  # fmt: skip
    plan = restore_plan(mandate, signature.facts["ends"], brussels_day(now))
    _record_signed(session, actor, permit, mandate, signature, now)
    finish_proposing(
        session, actor, permit, mandate, Side(signature.side), plan, policy=policy, now=now,
        first=signature.first_person_id,
    )  # fmt: skip


def _accept_extension(
    session: Session, actor: Actor, permit: Permit, mandate: Mandate, signature: Signature, policy: Policy,
    now: datetime,
) -> None:  # fmt: skip
    _record_signed(session, actor, permit, mandate, signature, now)
    late = None if open_extension(mandate, brussels_day(now)) else newest_extension(mandate)
    finish_accepting_extension(
        session, actor, permit, mandate, policy=policy, now=now, first=signature.first_person_id, late=late
    )


def _confirm(
    session: Session, actor: Actor, permit: Permit, mandate: Mandate, signature: Signature, policy: Policy,
    now: datetime,
) -> None:  # fmt: skip
    _record_signed(session, actor, permit, mandate, signature, now)
    finish_confirming(
        session, actor, permit, mandate, Side(signature.side), policy=policy, now=now,
        first=signature.first_person_id,
    )  # fmt: skip


def _resume(
    session: Session, actor: Actor, permit: Permit, mandate: Mandate, signature: Signature, policy: Policy,
    now: datetime,
) -> None:  # fmt: skip
    _record_signed(session, actor, permit, mandate, signature, now)
    first = str(signature.first_person_id)
    finish_resuming(session, actor, permit, mandate, policy=policy, now=now, first=first)


def _pass_on(
    session: Session, actor: Actor, permit: Permit, mandate: Mandate, signature: Signature, policy: Policy,
    now: datetime,
) -> None:  # fmt: skip
    _record_signed(session, actor, permit, mandate, signature, now)
    finish_passing_on(session, actor, permit, mandate, signature, policy=policy, now=now)


FINISH: dict[str, Callable[..., None]] = {
    "give": _send,
    "request": _send,
    "accept": _accept,
    "confirm": _confirm,
    "resume": _resume,
    "extend": _propose_extension,
    "accept_extension": _accept_extension,
    PASSING_ON: _pass_on,
}
