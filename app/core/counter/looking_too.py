"""What the colleague does: he reads the facts, speaks with the customer, and says what he finds."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.counter.second_looks import HOLDS_FOR, together_with
from app.core.counter.visits import get_staff
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import record
from app.core.mandates.lookup import get_mandate
from app.core.people.parties import get_party
from app.core.permits.visit import are_own_affairs
from app.models.journal import Channel, Ground
from app.models.second_look import Outcome, SecondLook
from app.models.staff import Staff
from app.models.visit import Visit

LONGEST_NOTE = 500


def decide_look(
    session: Session, actor: Actor, look_id: uuid.UUID, outcome: str, *, now: datetime, note: str = ""
) -> SecondLook:
    """Say what the colleague finds; whoever doubts or refuses says why. Saying the same again is harmless.

    After a doubt anybody who may look can still say yes or no. Raises NotAllowed for who asked, for a clerk of another
    counter, for his own affairs, and for who also looked the time before for the same clerk; Conflict when it was
    decided, or when something else is asked now.
    """
    session.execute(select(SecondLook.id).where(SecondLook.id == look_id).with_for_update())
    look = get_look(session, actor, look_id, now=now)
    _check_colleague(session, actor, look, now)
    if outcome not in set(Outcome):
        raise Invalid("look_outcome_missing", field="outcome")
    if not look.waits:
        if look.outcome == outcome and look.decided_by == actor.actor_id:
            return look
        raise Conflict("look_decided" if look.outcome else "look_dropped")
    if outcome != Outcome.AGREES and not note.strip():
        raise Invalid("look_note_missing", field="note")
    look.outcome, look.note = outcome, note.strip()[:LONGEST_NOTE] or None
    look.decided_by, look.decided_at = actor.actor_id, now
    session.flush()
    looker = Actor(Channel.COUNTER, actor.actor_id, party_id=look.giver_id, visit_id=look.visit_id)
    mandate = get_mandate(session, look.mandate_id) if look.mandate_id else None
    record(
        session, looker, "looked", now=now, ground=Ground.STAFF_DUTY, mandate=mandate,
        look=str(look.id), outcome=outcome, reasons=look.reasons,
    )  # fmt: skip
    return look


def get_look(session: Session, actor: Actor, look_id: uuid.UUID, *, now: datetime) -> SecondLook:
    """The look, for a clerk of the counter where it was asked; NotFound when there is none or it is too old."""
    look = session.get(SecondLook, look_id, populate_existing=True)
    if look is None or look.asked_at <= now - HOLDS_FOR:
        raise NotFound("look_unknown")
    if look.office_id != _office_of(session, actor):
        raise NotAllowed("look_other_counter")
    return look


def list_waiting_looks(session: Session, actor: Actor, *, now: datetime) -> Sequence[SecondLook]:
    """What colleagues of this counter asked and nobody decided, the oldest first; not what the clerk asked himself."""
    query = _of_counter(session, actor, now).where(SecondLook.asked_by != actor.actor_id)
    found = session.scalars(query.order_by(SecondLook.asked_at, SecondLook.id))
    return [look for look in found if look.waits]


def list_asked_looks(session: Session, actor: Actor, *, now: datetime) -> Sequence[SecondLook]:
    """What the clerk asked himself and was not dropped, the newest first."""
    query = _of_counter(session, actor, now).where(SecondLook.asked_by == actor.actor_id)
    query = query.where(SecondLook.dropped_at.is_(None))
    return session.scalars(query.order_by(SecondLook.asked_at.desc(), SecondLook.id)).all()


def find_look_refusal(session: Session, actor: Actor, look: SecondLook, *, now: datetime) -> NotAllowed | None:
    """Why this clerk may not look, before he tries; None when he may."""
    try:
        _check_colleague(session, actor, look, now)
    except NotAllowed as refusal:
        return refusal
    return None


def _check_colleague(session: Session, actor: Actor, look: SecondLook, now: datetime) -> None:
    if look.asked_by == actor.actor_id:
        raise NotAllowed("look_same_clerk")
    visit, day = session.get_one(Visit, look.visit_id), brussels_day(now)
    parties = [get_party(session, one) for one in (look.giver_id, look.holder_id)]
    if visit.person_id == actor.actor_id or any(are_own_affairs(session, actor, one, day) for one in parties):
        raise NotAllowed("clerk_own_affairs")
    if look.appointed_id == actor.actor_id:
        raise NotAllowed("clerk_own_affairs")
    if _looked_before(session, visit, look) == actor.actor_id:
        raise NotAllowed("look_same_pair", clerk=get_staff(session, look.asked_by).person.name)


def _looked_before(session: Session, visit: Visit, look: SecondLook) -> uuid.UUID | None:
    """Who decided the last time that this clerk asked, in another visit: twice the same pair is one pair of eyes."""
    query = select(SecondLook.decided_by).where(SecondLook.asked_by == look.asked_by)
    query = query.where(SecondLook.decided_at.is_not(None), SecondLook.visit_id.not_in(together_with(visit)))
    return session.scalar(query.order_by(SecondLook.decided_at.desc(), SecondLook.id).limit(1))


def _of_counter(session: Session, actor: Actor, now: datetime) -> Select[tuple[SecondLook]]:
    query = select(SecondLook).where(SecondLook.office_id == _office_of(session, actor))
    return query.where(SecondLook.asked_at > now - HOLDS_FOR)


def _office_of(session: Session, actor: Actor) -> uuid.UUID:
    staff: Staff | None = None
    if actor.channel is Channel.COUNTER and actor.actor_id is not None:
        staff = get_staff(session, actor.actor_id)
    if staff is None or staff.office_id is None:
        raise NotAllowed("clerks_only")
    return staff.office_id
