"""Writing down that somebody changed how he signs in: who took his password would change it, too."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.journal import record
from app.models.account import Account
from app.models.journal import Channel, Ground


def note_change(session: Session, account_id: uuid.UUID, kind: str, *, now: datetime) -> None:
    """One change by the person himself, without any secret."""
    person_id = session.get_one(Account, account_id).person_id
    himself = Actor(Channel.SELF, person_id, person_id)
    record(session, himself, kind, now=now, ground=Ground.OWN_NAME, account=str(account_id))


def note_guessing(session: Session, account_id: uuid.UUID, *, now: datetime) -> None:
    """That somebody with the right password used up all tries at the code after it: who that was is not known."""
    nobody = Actor(Channel.SELF, person_id=session.get_one(Account, account_id).person_id)
    record(session, nobody, "alarm", now=now, ground=Ground.RULE, codes_ran_out=str(account_id))


def note_operator(session: Session, account_id: uuid.UUID, kind: str, *, now: datetime) -> None:
    """One change by the operator of the machine, for somebody who asked it."""
    by_operator = Actor(Channel.JOB, person_id=session.get_one(Account, account_id).person_id)
    record(session, by_operator, kind, now=now, ground=Ground.STAFF_DUTY, account=str(account_id))
