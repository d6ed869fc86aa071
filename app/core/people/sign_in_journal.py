"""Writing down that somebody changed how he signs in: who took his password would change it, too."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.journal import record
from app.models.account import Account
from app.models.journal import Channel, Ground, JournalEntry

TOLD_FOR = timedelta(days=14)
GIVEN = {"staff_codes_given": False, "staff_factors_lost": True}


@dataclass(frozen=True)
class Given:
    """That an administrator gave new codes; `lost` when what was there before works no more."""

    at: datetime
    lost: bool


def note_change(session: Session, account_id: uuid.UUID, kind: str, *, now: datetime) -> None:
    """One change by the person himself, without any secret."""
    person_id = session.get_one(Account, account_id).person_id
    himself = Actor(Channel.SELF, person_id, person_id)
    record(session, himself, kind, now=now, ground=Ground.OWN_NAME, account=str(account_id))


def note_guessing(session: Session, account_id: uuid.UUID, *, now: datetime) -> None:
    """That somebody with the right password used up all tries at the code after it: who that was is not known."""
    nobody = Actor(Channel.SELF, person_id=session.get_one(Account, account_id).person_id)
    record(session, nobody, "alarm", now=now, ground=Ground.RULE, codes_ran_out=str(account_id))


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
