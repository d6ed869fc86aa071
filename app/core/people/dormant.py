"""Accounts of staff that nobody used for months: switched off by the day, and on again by an operator.

A forgotten account of a clerk opens every customer's door. Nothing of it is lost, and the sign-in says why it does not
work and whom to ask.
"""

import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from app.clock import brussels_day, start_of_brussels_day
from app.core.actor import Actor
from app.core.calendar import add_months
from app.core.errors import Conflict
from app.core.journal import record
from app.core.people.persons import get_person
from app.core.people.staffing import person_of_number
from app.core.people.web_sessions import end_all_of
from app.core.policy import Policy
from app.models.account import Account
from app.models.break_glass import BreakGlass
from app.models.journal import Channel, Ground
from app.models.staff import Staff

CITIZEN = "citizen"  # with eID or itsme somebody of staff is at home, for himself


def note_used(session: Session, account_id: uuid.UUID, *, now: datetime) -> None:
    """Somebody signed in with this account."""
    session.execute(update(Account).where(Account.id == account_id).values(used_at=now))


def switch_off_dormant(session: Session, *, policy: Policy, now: datetime) -> int:
    """Switch off what staff did not sign in with for the months of the policy; returns how many accounts.

    For an account of which we do not know when it was used last, the months begin now; also for that of a citizen,
    which never sleeps but is thrown away after a term of its own (`privacy/over_accounts.py`).
    """
    counted = or_(_of_staff(), Account.provider == CITIZEN)
    session.execute(update(Account).where(counted, Account.used_at.is_(None)).values(used_at=now))
    asleep = session.scalars(select(Account).where(_of_staff(), _open(), Account.used_at < _since(policy, now))).all()
    for account in asleep:
        account.dormant_at = now
        end_all_of(session, account.person_id, now=now)
        _write(session, "account_slept", account.person_id, now)
    return len(asleep)


def count_dormant(session: Session, *, policy: Policy, now: datetime) -> int:
    """How many accounts the next night would switch off."""
    query = select(func.count()).select_from(Account).where(_of_staff(), _open(), Account.used_at < _since(policy, now))
    return session.execute(query).scalar_one()


def wake_staff(session: Session, number: str, *, now: datetime, actor: Actor | None = None) -> str:
    """Switch on again what the member of staff with this number signs in with; returns his name.

    `actor` is the administrator who does it; without one it is the operator of the machine.

    Raises NotFound for an unknown number, Conflict where nothing is switched off.
    """
    person_id = person_of_number(session, number)
    asleep = (Account.person_id == person_id) & Account.dormant_at.is_not(None)
    # The months begin again: else the next night would switch it off anew.
    woken = session.execute(update(Account).where(asleep).values(dormant_at=None, used_at=now)).rowcount
    if not woken:
        raise Conflict("account_awake")
    _write(session, "account_woken", person_id, now, actor)
    return get_person(session, person_id).name


def _since(policy: Policy, now: datetime) -> datetime:
    return start_of_brussels_day(add_months(brussels_day(now), -policy.dormant_months))


def _of_staff() -> ColumnElement[bool]:
    own = or_(Account.provider.is_(None), Account.provider != CITIZEN)
    # The account for emergencies is made to lie unused.
    ordinary = Account.id.not_in(select(BreakGlass.account_id))
    return own & ordinary & Account.person_id.in_(select(Staff.person_id))


def _open() -> ColumnElement[bool]:
    return Account.disabled_at.is_(None) & Account.dormant_at.is_(None)


def _write(session: Session, kind: str, person_id: uuid.UUID, now: datetime, actor: Actor | None = None) -> None:
    if actor is not None:
        record(session, actor, kind, now=now, ground=Ground.STAFF_DUTY, staff=str(person_id))
        return
    record(session, Actor(Channel.JOB, person_id=person_id), kind, now=now, ground=Ground.RULE)
