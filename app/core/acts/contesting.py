"""Contesting: somebody says that a mandate is not right. It stands still at once, without proof; the giver decides."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.answering import ACTIVE_LETTERS
from app.core.acts.second_signatures import ask_second
from app.core.acts.stopping import STOPPED_LETTERS, stop_lines
from app.core.acts.takeovers import settle_moves
from app.core.calendar import CALL_WORKING_DAYS, DECIDE_DAYS, add_working_days
from app.core.counter.second_looks import check_look
from app.core.counter.sights import sight_of
from app.core.counter.visits import get_staff
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import record
from app.core.letters.orders import order_letters
from app.core.mandates.lookup import find_mandate_by_number, get_mandate, get_mandate_of
from app.core.mandates.signatures import Second
from app.core.permits.managing import (
    Permit,
    check_domains,
    check_widening,
    permit_managing,
    refuse_application,
    refuse_code,
)
from app.core.permits.signing import needs_second
from app.core.policy import Policy
from app.models.journal import Channel, Ground, JournalEntry
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate
from app.models.suspension import Suspension, SuspensionKind

CONTEST_REASONS = ("not_given", "wrong_party", "too_much", "pressure", "other")
PAUSES_BEFORE_ALARM = 3
# Why a clerk resolves a contest after he called the giver back.
RESUME_REASONS = ("giver_confirms", "misunderstanding", "put_right")
STOP_REASONS = ("giver_stops", "not_given", "too_much", "pressure")


def contest_mandate(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, reason: str, policy: Policy, now: datetime
) -> Mandate:
    """Pause the mandate at once, for either side. Both get a letter; staff calls within two working days."""
    mandate, side = get_mandate_of(session, actor, mandate_id, lock=True)
    party = mandate.party_on(side)
    permit = permit_managing(session, actor, party, brussels_day(now), widens=False, about=f"contest:{mandate.id}")
    check_domains(permit, [line.mandate_type for line in mandate.lines])
    paused_before = len(mandate.suspensions)
    _pause(session, actor, permit, mandate, reason, policy, now)
    # A sheet without a signature proves as little as a number that somebody names, or as an application of itself.
    if permit.ground in (Ground.NAMED_DOSSIER, Ground.API_CLIENT) and len(mandate.suspensions) > paused_before:
        _sound_alarm(session, actor, now)
    return mandate


def contest_by_number(
    session: Session, actor: Actor, dossier_number: str, *, reason: str, policy: Policy, now: datetime
) -> Mandate:
    """Pause for somebody who only names the dossier number, to a clerk or in an application; nobody is identified.

    More than three of these pauses within an hour by the same clerk or application are written down as an alarm.
    """
    ground = _ground_of_number(session, actor)
    found = find_mandate_by_number(session, dossier_number)
    if found is None:
        raise NotFound("mandate_unknown")
    mandate = get_mandate(session, found.id, lock=True)
    paused_before = len(mandate.suspensions)
    _pause(session, actor, Permit(ground), mandate, reason, policy, now)
    if len(mandate.suspensions) > paused_before:
        _sound_alarm(session, actor, now)
    return mandate


def _ground_of_number(session: Session, actor: Actor) -> Ground:
    if actor.client_id is not None and actor.person_id is None:
        return Ground.API_CLIENT
    if actor.channel not in (Channel.COUNTER, Channel.PHONE) or actor.actor_id is None:
        raise NotAllowed("clerks_only")
    get_staff(session, actor.actor_id)
    return Ground.NAMED_DOSSIER


def resume_mandate(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, policy: Policy, now: datetime, reason: str | None = None,
    second: Second | None = None,
) -> Mandate:  # fmt: skip
    """The giver decides that all is well: the mandate goes on as it was, as far as its days still run.

    `reason` is for the clerk who called the giver back, and then one of RESUME_REASONS. Where two people must sign,
    `second` is asked.
    """
    mandate, permit = _decide(session, actor, mandate_id, True, now)
    why = _reason_after_call(actor, reason, RESUME_REASONS)
    types, day = [line.mandate_type for line in mandate.lines], brussels_day(now)
    decide_by = [one.decide_by for one in _running_contests(mandate) if one.decide_by]
    if decide_by:
        sight = sight_of(mandate, "resume", f"resume:{mandate.id}", mandate.kept_lines)
        actor = check_look(session, actor, sight, policy=policy, now=now)
    if needs_second(session, permit, mandate.giver, types, day) and decide_by:
        by = min(decide_by)
        return ask_second(session, actor, permit, mandate, "resume", second, sign_by=by, policy=policy, now=now)
    return finish_resuming(session, actor, permit, mandate, policy=policy, now=now, **why)


def finish_resuming(
    session: Session, actor: Actor, permit: Permit, mandate: Mandate, *, policy: Policy, now: datetime, **why: str
) -> Mandate:
    """Resume, now that everybody who must sign for the giver did; `why` is for the journal."""
    day = brussels_day(now)
    if _end_contests(mandate, now):
        entry = record(
            session, actor, "resumed", now=now, ground=permit.ground, capacity=permit.capacity, mandate=mandate, **why
        )
        if mandate.status_on(day) is Status.ACTIVE:
            order_letters(session, entry, mandate, ACTIVE_LETTERS, policy=policy, now=now)
        settle_moves(session, entry, mandate, policy=policy, now=now)
    return mandate


def stop_contested(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, policy: Policy, now: datetime, reason: str | None = None
) -> Mandate:
    """The giver decides that the mandate must end: every line stops at once and both sides get a letter.

    `reason` is for the clerk who called the giver back, and then one of STOP_REASONS.
    """
    mandate, permit = _decide(session, actor, mandate_id, False, now)
    why = _reason_after_call(actor, reason, STOP_REASONS)
    day = brussels_day(now)
    if _end_contests(mandate, now):
        changed = stop_lines(mandate.lines, day)
        session.flush()
        entry = record(
            session,
            actor,
            "stopped",
            now=now,
            ground=permit.ground,
            capacity=permit.capacity,
            mandate=mandate,
            types=changed,
            stop_day=day.isoformat(),
            whole=True,
            **why,
        )
        order_letters(session, entry, mandate, STOPPED_LETTERS, policy=policy, now=now)
        settle_moves(session, entry, mandate, policy=policy, now=now)
    return mandate


def _reason_after_call(actor: Actor, reason: str | None, reasons: Sequence[str]) -> dict[str, str]:
    """What the journal keeps of a reason: a clerk who decides after a call must have one, nobody else is asked."""
    if actor.channel is not Channel.PHONE:
        return {}
    if reason not in reasons:
        raise Invalid("resolve_reason_missing", field="reason")
    return {"reason": str(reason)}


def _pause(
    session: Session, actor: Actor, permit: Permit, mandate: Mandate, reason: str, policy: Policy, now: datetime
) -> Mandate:
    day = brussels_day(now)
    if reason not in CONTEST_REASONS:
        raise Invalid("reason_missing", field="reason")
    status = mandate.status_on(day)
    if status.is_final or status is Status.TO_SIGN:
        # What waits for a second signature lets nobody do anything, and the other side never heard of it.
        raise Conflict(f"not_open_{status}", answer_by=mandate.lapses_after)
    if any(one.kind == SuspensionKind.CONTEST and one.ended_on is None for one in mandate.suspensions):
        return mandate
    pause = Suspension(
        mandate_id=mandate.id,
        kind=SuspensionKind.CONTEST,
        reason=reason,
        first_day=day,
        decide_by=day + timedelta(days=DECIDE_DAYS),
        call_by=add_working_days(day, CALL_WORKING_DAYS),
    )
    mandate.suspensions.append(pause)
    session.flush()
    entry = record(
        session,
        actor,
        "contested",
        now=now,
        ground=permit.ground,
        capacity=permit.capacity,
        mandate=mandate,
        reason=reason,
    )
    order_letters(session, entry, mandate, ["suspended.giver", "suspended.holder"], policy=policy, now=now)
    settle_moves(session, entry, mandate, policy=policy, now=now)
    return mandate


def _decide(
    session: Session, actor: Actor, mandate_id: uuid.UUID, resume: bool, now: datetime
) -> tuple[Mandate, Permit]:
    mandate, _ = get_mandate_of(session, actor, mandate_id, lock=True)
    refuse_code(actor)
    refuse_application(actor)
    about = f"{'resume' if resume else 'stop_contested'}:{mandate.id}"
    permit = permit_managing(
        session, actor, mandate.party_on(Side.GIVER), brussels_day(now), widens=resume, about=about
    )
    if resume:
        check_widening(permit, [line.mandate_type for line in mandate.kept_lines])
    status = mandate.status_on(brussels_day(now))
    if status.is_final and any(one.ended_on is None for one in mandate.suspensions):
        raise Conflict(f"not_open_{status}", answer_by=mandate.lapses_after)
    return mandate, permit


def _end_contests(mandate: Mandate, now: datetime) -> bool:
    running = _running_contests(mandate)
    for one in running:
        one.ended_on = brussels_day(now)
    return bool(running)


def _running_contests(mandate: Mandate) -> list[Suspension]:
    return [one for one in mandate.suspensions if one.kind == SuspensionKind.CONTEST and one.ended_on is None]


def _sound_alarm(session: Session, actor: Actor, now: datetime) -> None:
    recent = (
        select(func.count())
        .select_from(JournalEntry)
        .where(
            JournalEntry.kind == "contested",
            JournalEntry.ground.in_((Ground.NAMED_DOSSIER, Ground.API_CLIENT)),
            JournalEntry.actor_id == actor.actor_id,
            JournalEntry.client_id == actor.client_id,
            JournalEntry.at > now - timedelta(hours=1),
        )
    )
    count = session.execute(recent).scalar_one()
    if count > PAUSES_BEFORE_ALARM:
        record(session, actor, "alarm", now=now, ground=Ground.RULE, pauses_in_an_hour=count)
