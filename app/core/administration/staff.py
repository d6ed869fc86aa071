"""Who works here: their counter, their roles, and where they are signed in now."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts.leaving import close_counter
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.journal import record
from app.core.people import own_sessions, web_sessions
from app.core.people.dormant import CITIZEN, wake_staff
from app.core.people.roles import HeldRole, require_administrator, require_fresh_administrator, roles_of
from app.core.people.sealed import is_person_behind_glass, refuse_to_disarm
from app.core.people.staffing import place_staff
from app.core.policy import Policy
from app.models.account import Account
from app.models.journal import Ground
from app.models.person import Person
from app.models.staff import Office, Staff
from app.models.staff_role import StaffRole


@dataclass(frozen=True)
class Colleague:
    """A member of staff; `office` is the counter where he serves, and `roles` how many roles he has besides.

    `shut` says why he cannot sign in: an administrator closed his access ("closed"), the directory says that he left
    ("left"), or he stayed away for months ("dormant").
    """

    person_id: uuid.UUID
    number: str
    name: str
    office_id: uuid.UUID | None
    office: str | None
    roles: int
    shut: str | None


@dataclass(frozen=True)
class ColleagueCard:
    """The same, with the roles and what he has open now. `behind_glass` says that this is the account for emergencies,
    which no administrator disarms."""

    colleague: Colleague
    roles: tuple[HeldRole, ...]
    sessions: Sequence[own_sessions.OwnSession]
    behind_glass: bool = False


def list_colleagues(session: Session, actor: Actor) -> list[Colleague]:
    """Everybody who works here or did, by number."""
    require_administrator(session, actor)
    accounts: dict[uuid.UUID, list[Account]] = {}
    for one in session.scalars(select(Account).join(Staff, Staff.person_id == Account.person_id).where(_FOR_WORK)):
        accounts.setdefault(one.person_id, []).append(one)
    rows = session.execute(_COLLEAGUES.order_by(Staff.number))
    return [_colleague(row, _shut_of(accounts.get(row.person_id, ()))) for row in rows]


def view_colleague(
    session: Session, actor: Actor, person_id: uuid.UUID, *, idle: timedelta, now: datetime
) -> ColleagueCard:
    """One member of staff; a session without a page for `idle` is no longer open. Raises NotFound."""
    require_administrator(session, actor)
    row = session.execute(_COLLEAGUES.where(Staff.person_id == person_id)).first()
    if row is None:
        raise NotFound("staff_unknown")
    open_now = own_sessions.list_own_sessions(session, person_id, idle=idle, now=now)
    return ColleagueCard(
        _colleague(row, _why_shut(session, person_id)), roles_of(session, person_id), open_now,
        is_person_behind_glass(session, person_id),
    )  # fmt: skip


def end_sessions_of(session: Session, actor: Actor, person_id: uuid.UUID, *, now: datetime) -> None:
    """Sign a member of staff out everywhere, at once. He reads it where he sees his own sign-ins."""
    require_administrator(session, actor)
    _get(session, person_id)
    web_sessions.end_all_of(session, person_id, now=now)
    told = replace(actor, person_id=person_id)
    record(session, told, "sessions_ended", now=now, ground=Ground.STAFF_DUTY, staff=str(person_id))


def check_close_access(session: Session, actor: Actor, person_id: uuid.UUID) -> None:
    """Raise as `close_access` would, for who is asked before."""
    require_administrator(session, actor)
    if person_id == actor.actor_id:
        raise NotAllowed("own_access")
    refuse_to_disarm(session, person_id)


def close_access(session: Session, actor: Actor, person_id: uuid.UUID, *, policy: Policy, now: datetime) -> None:
    """Let a member of staff sign in no more, and end what he has open, also the visit of a customer.

    Nobody does this to himself, or to the account for emergencies. Doing it twice is harmless.
    """
    check_close_access(session, actor, person_id)
    _get(session, person_id)
    if _why_shut(session, person_id) == "closed":
        return
    session.execute(update(Account).where(_of_staff(person_id)).values(disabled_at=now))
    web_sessions.end_all_of(session, person_id, now=now)
    record(session, actor, "access_closed", now=now, ground=Ground.STAFF_DUTY, staff=str(person_id))
    close_counter(session, person_id, policy=policy, now=now)


def open_access(session: Session, actor: Actor, person_id: uuid.UUID, *, now: datetime) -> None:
    """Let somebody sign in again whose access an administrator closed, or who stayed away for months.

    Raises Conflict for who can sign in, and for whom the directory says that he left: that is mended there.
    """
    require_fresh_administrator(session, actor, now=now)
    staff, shut = _get(session, person_id), _why_shut(session, person_id)
    if shut == "left":
        raise Conflict("left_in_the_directory")
    if shut == "dormant":
        wake_staff(session, staff.number, now=now, actor=actor)
        return
    if shut is None:
        raise Conflict("account_awake")
    session.execute(update(Account).where(_of_staff(person_id)).values(disabled_at=None))
    record(session, actor, "access_opened", now=now, ground=Ground.STAFF_DUTY, staff=str(person_id))


def move_colleague(
    session: Session, actor: Actor, person_id: uuid.UUID, office_id: uuid.UUID | None, *, policy: Policy,
    now: datetime,
) -> None:  # fmt: skip
    """Let a member of staff serve at another counter, or at none; what he had open there ends.

    Where a directory gives desks, it decides again at the next sign-in. Raises NotFound for a counter that does not
    exist, or was closed, NotAllowed for whoever gives himself a counter, Conflict for the account for emergencies.
    """
    require_fresh_administrator(session, actor, now=now)
    if office_id is not None and person_id == actor.actor_id:
        raise NotAllowed("own_counter")
    staff = _get(session, person_id)
    refuse_to_disarm(session, person_id)
    office = session.get(Office, office_id) if office_id else None
    if office_id is not None and (office is None or office.closed_at is not None):
        raise NotFound("office_unknown")
    if place_staff(session, person_id, staff.number, office_id):
        web_sessions.end_all_of(session, person_id, now=now)
        record(
            session, actor, "staff_moved", now=now, ground=Ground.STAFF_DUTY, staff=str(person_id),
            office=str(office_id) if office_id else None,
        )  # fmt: skip
        close_counter(session, person_id, policy=policy, now=now)


# The accounts with which somebody works here, not the one with which he is a citizen.
_FOR_WORK = or_(Account.provider.is_(None), Account.provider != CITIZEN)


def _of_staff(person_id: uuid.UUID) -> ColumnElement[bool]:
    return (Account.person_id == person_id) & _FOR_WORK


def _why_shut(session: Session, person_id: uuid.UUID) -> str | None:
    return _shut_of(session.scalars(select(Account).where(_of_staff(person_id))).all())


def _shut_of(accounts: Sequence[Account]) -> str | None:
    reasons = {_shut(one) for one in accounts}
    return None if None in reasons else next((one for one in ("closed", "left", "dormant") if one in reasons), None)


def _shut(account: Account) -> str | None:
    if account.disabled_at is not None:
        return "closed"
    if account.left_at is not None:
        return "left"
    return "dormant" if account.dormant_at is not None else None


def _get(session: Session, person_id: uuid.UUID) -> Staff:
    staff = session.get(Staff, person_id, with_for_update=True)
    if staff is None:
        raise NotFound("staff_unknown")
    return staff


_ROLES = (
    select(func.count())
    .where(StaffRole.person_id == Staff.person_id, StaffRole.ended_at.is_(None))
    .correlate(Staff)
    .scalar_subquery()
)
_COLLEAGUES = (
    select(Staff.person_id, Staff.number, Person.first_name, Person.last_name, Staff.office_id, Office.name, _ROLES)
    .join(Person, Person.id == Staff.person_id)
    .outerjoin(Office, Office.id == Staff.office_id)
)


def _colleague(row: object, shut: str | None) -> Colleague:
    person_id, number, first_name, last_name, office_id, office, roles = tuple(row)  # type: ignore[arg-type,var-annotated]
    return Colleague(person_id, number, f"{first_name} {last_name}", office_id, office, roles, shut)
