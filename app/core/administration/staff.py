"""Who works here: their counter, their roles, and where they are signed in now."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.journal import record
from app.core.people import web_sessions
from app.core.people.roles import HeldRole, require_administrator, roles_of
from app.core.people.staffing import place_staff
from app.models.journal import Ground
from app.models.person import Person
from app.models.staff import Office, Staff
from app.models.staff_role import StaffRole


@dataclass(frozen=True)
class Colleague:
    """A member of staff; `office` is the counter where he serves, and `roles` how many roles he has besides."""

    person_id: uuid.UUID
    number: str
    name: str
    office_id: uuid.UUID | None
    office: str | None
    roles: int


@dataclass(frozen=True)
class ColleagueCard:
    """The same, with the roles and what he has open now."""

    colleague: Colleague
    roles: tuple[HeldRole, ...]
    sessions: Sequence[web_sessions.OwnSession]


def list_colleagues(session: Session, actor: Actor) -> list[Colleague]:
    """Everybody who works here, by number."""
    require_administrator(session, actor)
    return [_colleague(row) for row in session.execute(_COLLEAGUES.order_by(Staff.number))]


def view_colleague(
    session: Session, actor: Actor, person_id: uuid.UUID, *, idle: timedelta, now: datetime
) -> ColleagueCard:
    """One member of staff; a session without a page for `idle` is no longer open. Raises NotFound."""
    require_administrator(session, actor)
    row = session.execute(_COLLEAGUES.where(Staff.person_id == person_id)).first()
    if row is None:
        raise NotFound("staff_unknown")
    open_now = web_sessions.list_own_sessions(session, person_id, idle=idle, now=now)
    return ColleagueCard(_colleague(row), roles_of(session, person_id), open_now)


def end_sessions_of(session: Session, actor: Actor, person_id: uuid.UUID, *, now: datetime) -> None:
    """Sign a member of staff out everywhere, at once."""
    require_administrator(session, actor)
    _get(session, person_id)
    web_sessions.end_all_of(session, person_id, now=now)
    record(session, actor, "sessions_ended", now=now, ground=Ground.STAFF_DUTY, staff=str(person_id))


def move_colleague(
    session: Session, actor: Actor, person_id: uuid.UUID, office_id: uuid.UUID | None, *, now: datetime
) -> None:
    """Let a member of staff serve at another counter, or at none; what he had open there ends.

    Where a directory gives desks, it decides again at the next sign-in. Raises NotFound for a counter that does not
    exist, or was closed.
    """
    require_administrator(session, actor)
    staff = _get(session, person_id)
    office = session.get(Office, office_id) if office_id else None
    if office_id is not None and (office is None or office.closed_at is not None):
        raise NotFound("office_unknown")
    if place_staff(session, person_id, staff.number, office_id):
        web_sessions.end_all_of(session, person_id, now=now)
        record(
            session, actor, "staff_moved", now=now, ground=Ground.STAFF_DUTY, staff=str(person_id),
            office=str(office_id) if office_id else None,
        )  # fmt: skip


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


def _colleague(row: object) -> Colleague:
    person_id, number, first_name, last_name, office_id, office, roles = tuple(row)  # type: ignore[arg-type,var-annotated]
    return Colleague(person_id, number, f"{first_name} {last_name}", office_id, office, roles)
