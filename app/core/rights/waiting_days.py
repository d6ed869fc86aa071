"""Appointments that wait: the organisation is reminded a week before one lapses, and hears that nobody signed second.

An invitation that nobody answered lapses without a letter: the organisation was reminded of the day. The journal keeps
what was told, so a job that runs twice tells it once.
"""

import uuid
from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.calendar import ANSWER_DAYS
from app.core.journal import record_rule
from app.core.people.rights import find_relation
from app.core.permits.signing import possible_seconds
from app.core.policy import Policy
from app.core.rights.appointing import lock_party
from app.core.rights.granting import waits
from app.core.rights.waiting_letters import tell_waiting
from app.models.journal import JournalEntry
from app.models.lifecycle import DAY, Status
from app.models.work_relation import WorkRelation

BEFORE_A_LAPSE = 7 * DAY
REMINDED, UNSIGNED = "reminded", "unsigned"  # in the journal of the organisation, about no mandate


def list_due_appointments(session: Session, *, now: datetime) -> Iterator[uuid.UUID]:
    """The appointments of which something is to be told today, in the order of their ids."""
    day = brussels_day(now)
    unanswered = (WorkRelation.accepted_on.is_(None), WorkRelation.refused_on.is_(None))
    # What lapsed longer ago than one can wait is not told any more.
    query = select(WorkRelation.id).where(*unanswered, WorkRelation.answer_by >= day - ANSWER_DAYS * DAY)
    query = query.where(WorkRelation.withdrawn_on.is_(None)).order_by(WorkRelation.id)
    for relation_id in session.scalars(query).all():
        relation = find_relation(session, relation_id)
        if relation is not None and _due(session, relation, day) is not None:
            yield relation_id


def tell_of_appointment(session: Session, relation_id: uuid.UUID, *, policy: Policy, now: datetime) -> None:
    """Tell the organisation what is due about this appointment, once."""
    relation, day = find_relation(session, relation_id), brussels_day(now)
    if relation is None:
        return
    party = lock_party(session, relation.party_id)
    kind = _due(session, relation, day)
    if kind is None:
        return
    to_sign = relation.status_on(day) is Status.TO_SIGN
    first = (relation.appointed_by_id, relation.first_function_id)
    seconds = {one.name for one in possible_seconds(session, *first, party, day)} if to_sign else set()
    about = {"relation": str(relation.id), "answer_by": relation.lapses_after.isoformat()}
    entry = record_rule(session, kind, None, now=now, party_id=party.id, **about)
    state = "lapsed" if kind == UNSIGNED else "to_sign" if to_sign else "invited"
    tell_waiting(session, entry, relation, state, sorted(seconds), policy=policy, now=now)


def _due(session: Session, relation: WorkRelation, day: date) -> str | None:
    """What is to be told: a reminder, or that nobody signed. Who was asked within the last week was told then."""
    if waits(relation, day):
        due_on = relation.lapses_after - BEFORE_A_LAPSE
        due = relation.started_on < due_on <= day
        return REMINDED if due and not _was_told(session, relation, REMINDED) else None
    unsigned = relation.waits_for_signature(day) and relation.status_on(day) is Status.LAPSED
    return UNSIGNED if unsigned and not _was_told(session, relation, UNSIGNED) else None


def _was_told(session: Session, relation: WorkRelation, kind: str) -> bool:
    """Whether the journal says so, of this day: after the second signed, the newcomer has days of his own to answer."""
    query = select(JournalEntry.id).where(JournalEntry.party_id == relation.party_id, JournalEntry.kind == kind)
    about = JournalEntry.data["relation"].as_string() == str(relation.id)
    lapses = JournalEntry.data["answer_by"].as_string() == relation.lapses_after.isoformat()
    return session.scalar(query.where(about, lapses).limit(1)) is not None
