"""Writing down that somebody changed how he signs in: who took his password would change it, too."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.journal import record
from app.core.people.roles import require_administrator
from app.models.account import Account
from app.models.journal import Channel, Ground, JournalEntry
from app.models.person import Person
from app.models.staff import Staff

TOLD_FOR = timedelta(days=14)
GIVEN = {"staff_codes_given": False, "staff_factors_lost": True}


@dataclass(frozen=True)
class Given:
    """That an administrator gave new codes; `lost` when what was there before works no more."""

    at: datetime
    lost: bool


@dataclass(frozen=True)
class Guessed:
    """That somebody knew the password of a member of staff, and guessed at the code until no try was left."""

    at: datetime
    number: str
    name: str


def note_change(session: Session, account_id: uuid.UUID, kind: str, *, now: datetime) -> None:
    """One change by the person himself, without any secret."""
    person_id = session.get_one(Account, account_id).person_id
    himself = Actor(Channel.SELF, person_id, person_id)
    record(session, himself, kind, now=now, ground=Ground.OWN_NAME, account=str(account_id))


def note_guessing(session: Session, account_id: uuid.UUID, *, now: datetime) -> None:
    """That somebody with the right password used up all tries at the code after it: who that was is not known."""
    nobody = Actor(Channel.SELF, person_id=session.get_one(Account, account_id).person_id)
    record(session, nobody, "alarm", now=now, ground=Ground.RULE, codes_ran_out=str(account_id))


def list_guessed(session: Session, account_id: uuid.UUID, *, now: datetime) -> Sequence[datetime]:
    """When all tries at the code of this account were used up these two weeks, newest first, for its person."""
    person_id = session.get_one(Account, account_id).person_id
    return [one.at for one in _alarms(session, now, person_id) if one.data["codes_ran_out"] == str(account_id)]


def list_guessed_of_staff(session: Session, actor: Actor, *, now: datetime) -> Sequence[Guessed]:
    """The same for everybody of staff, for administrators: what he does not see himself, they do."""
    require_administrator(session, actor)
    query = select(Staff.person_id, Staff.number, Person.first_name, Person.last_name)
    rows = session.execute(query.join(Person, Person.id == Staff.person_id))
    staff = {row.person_id: (row.number, f"{row.first_name} {row.last_name}") for row in rows}
    alarms = [one for one in _alarms(session, now) if one.person_id in staff]
    return [Guessed(one.at, *staff[one.person_id]) for one in alarms if one.person_id is not None]


def _alarms(session: Session, now: datetime, person_id: uuid.UUID | None = None) -> list[JournalEntry]:
    query = select(JournalEntry).where(JournalEntry.kind == "alarm", JournalEntry.at > now - TOLD_FOR)
    query = query.where(JournalEntry.person_id == person_id) if person_id else query
    return [one for one in session.scalars(query.order_by(JournalEntry.id.desc())) if "codes_ran_out" in one.data]


def note_administrator(session: Session, by: Actor, account_id: uuid.UUID, kind: str, *, now: datetime) -> None:
    """One change by an administrator, for somebody of staff who asked it: he is told of it (`list_given`)."""
    person_id = session.get_one(Account, account_id).person_id
    record(
        session, replace(by, person_id=person_id), kind, now=now, ground=Ground.STAFF_DUTY, account=str(account_id)
    )


def list_given(session: Session, account_id: uuid.UUID, *, now: datetime) -> Sequence[Given]:
    """What administrators gave for this account these two weeks, newest first."""
    person_id = session.get_one(Account, account_id).person_id
    query = select(JournalEntry).where(
        JournalEntry.person_id == person_id, JournalEntry.kind.in_(GIVEN), JournalEntry.at > now - TOLD_FOR
    )
    found = session.scalars(query.order_by(JournalEntry.id.desc()))
    return [Given(one.at, GIVEN[one.kind]) for one in found if one.data["account"] == str(account_id)]


def note_operator(session: Session, account_id: uuid.UUID, kind: str, *, now: datetime) -> None:
    """One change by the operator of the machine, for somebody who asked it."""
    by_operator = Actor(Channel.JOB, person_id=session.get_one(Account, account_id).person_id)
    record(session, by_operator, kind, now=now, ground=Ground.STAFF_DUTY, account=str(account_id))
