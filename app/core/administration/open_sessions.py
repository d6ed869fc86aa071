"""Where anybody is signed in, for an administrator who ends it: somebody asked, lost a device, or was robbed of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Invalid
from app.core.journal import record
from app.core.people import own_sessions, web_sessions
from app.core.people.own_sessions import OwnSession
from app.core.people.persons import get_person
from app.core.people.roles import require_administrator, require_fresh_administrator
from app.models.journal import Ground, JournalEntry

# Codes, because a journal holds no texts.
REASONS = ("asked", "device_lost", "misuse")
TOLD_FOR = timedelta(days=14)


@dataclass(frozen=True)
class PersonSessions:
    """Who it is, and what he has open; nothing of what he does there."""

    person_id: uuid.UUID
    name: str
    sessions: Sequence[OwnSession]


@dataclass(frozen=True)
class Ending:
    """That an administrator ended everything, when, and why; `reason` is None where none was asked."""

    at: datetime
    reason: str | None


def view_sessions(
    session: Session, actor: Actor, person_id: uuid.UUID, *, idle: timedelta, now: datetime
) -> PersonSessions:
    """What somebody has open, for an administrator; after `idle` without a page it no longer is. Raises NotFound."""
    require_administrator(session, actor)
    person = get_person(session, person_id)
    found = own_sessions.list_own_sessions(session, person_id, idle=idle, now=now)
    return PersonSessions(person.id, person.name, found)


def end_sessions(session: Session, actor: Actor, person_id: uuid.UUID, reason: str, *, now: datetime) -> None:
    """End everything that somebody has open, at once; he reads it at his next sign-in (`list_endings`).

    Raises FreshSignInNeeded, Invalid without a reason that we know, NotFound for who never was.
    """
    require_fresh_administrator(session, actor, now=now)
    if reason not in REASONS:
        raise Invalid("sessions_reason_missing", field="reason")
    get_person(session, person_id)
    web_sessions.end_all_of(session, person_id, now=now)
    told = replace(actor, person_id=person_id)
    record(session, told, "person_sessions_ended", now=now, ground=Ground.STAFF_DUTY, reason=reason)


def list_endings(session: Session, person_id: uuid.UUID, *, now: datetime) -> Sequence[Ending]:
    """What administrators ended of this person these two weeks, newest first, for himself."""
    query = select(JournalEntry.at, JournalEntry.data).where(
        JournalEntry.person_id == person_id, JournalEntry.kind.in_(("person_sessions_ended", "sessions_ended")),
        JournalEntry.at > now - TOLD_FOR,
    )  # fmt: skip
    return [Ending(at, data.get("reason")) for at, data in session.execute(query.order_by(JournalEntry.id.desc()))]
