"""The counters: where they are, when they are open, and from which networks their clerks work."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from ipaddress import ip_network

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Conflict, Invalid, NotFound
from app.core.journal import record
from app.core.people.roles import require_administrator, require_fresh_administrator
from app.models.journal import Ground
from app.models.staff import Office, Staff

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_NAME = 100
MOST_PERIODS = 3
Periods = tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class OfficePlan:
    """What an administrator says of a counter.

    `hours` gives, for each day on which it is open, the periods from and to; a day that is left out is closed.
    `networks` are written as 10.20.30.0/24; without any, only the networks of the settings count.
    """

    name: str
    town: str
    street: str = ""
    zipcode: str = ""
    hours: Mapping[str, Periods] | None = None
    networks: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfficeCard:
    """A counter, with how many clerks serve there."""

    id: uuid.UUID
    plan: OfficePlan
    clerks: int
    closed_at: datetime | None


def list_offices(session: Session, *, with_closed: bool = False) -> list[OfficeCard]:
    """Every counter, by town and name; everybody may know where one can go."""
    clerks = select(func.count()).where(Staff.office_id == Office.id).correlate(Office).scalar_subquery()
    query = select(Office, clerks).order_by(Office.town, Office.name)
    if not with_closed:
        query = query.where(Office.closed_at.is_(None))
    return [OfficeCard(office.id, _plan(office), count, office.closed_at) for office, count in session.execute(query)]


def view_office(session: Session, actor: Actor, office_id: uuid.UUID) -> OfficeCard:
    """One counter. Raises NotFound."""
    require_administrator(session, actor)
    found = next((one for one in list_offices(session, with_closed=True) if one.id == office_id), None)
    if found is None:
        raise NotFound("office_unknown")
    return found


def open_office(session: Session, actor: Actor, plan: OfficePlan, *, now: datetime) -> Office:
    """A new counter. Raises Invalid when something is missing, Conflict when the name is taken."""
    require_fresh_administrator(session, actor, now=now)
    plan = _checked(session, plan, None)
    office = Office(name=plan.name, town=plan.town)
    _fill(office, plan)
    session.add(office)
    session.flush()
    _write(session, actor, "office_opened", office, now=now)
    return office


def change_office(session: Session, actor: Actor, office_id: uuid.UUID, plan: OfficePlan, *, now: datetime) -> None:
    """Change what holds of a counter; its networks count from the next request of its clerks."""
    require_fresh_administrator(session, actor, now=now)
    office = _get(session, office_id)
    _fill(office, _checked(session, plan, office.id))
    session.flush()
    _write(session, actor, "office_changed", office, now=now)


def close_office(session: Session, actor: Actor, office_id: uuid.UUID, *, now: datetime) -> None:
    """Close a counter for good. Its clerks go elsewhere first; its visits and letters keep its name."""
    require_administrator(session, actor)
    office = _get(session, office_id)
    if session.scalar(select(Staff.person_id).where(Staff.office_id == office_id).limit(1)) is not None:
        raise Conflict("office_has_clerks")
    office.closed_at = now
    session.flush()
    _write(session, actor, "office_closed", office, now=now)


def _get(session: Session, office_id: uuid.UUID) -> Office:
    office = session.get(Office, office_id, with_for_update=True)
    if office is None or office.closed_at is not None:
        raise NotFound("office_unknown")
    return office


def _checked(session: Session, plan: OfficePlan, own_id: uuid.UUID | None) -> OfficePlan:
    for field in ("name", "town"):
        value = getattr(plan, field)
        if not value.strip() or len(value) > LONGEST_NAME:
            raise Invalid(f"office_{field}", field=field)
    if plan.zipcode and not (plan.zipcode.isascii() and plan.zipcode.isdigit() and len(plan.zipcode) == 4):
        raise Invalid("office_zipcode", field="zipcode")
    for day, periods in (plan.hours or {}).items():
        check_day(day, periods)
    taken = session.scalar(select(Office.id).where(Office.name == plan.name))
    if taken is not None and taken != own_id:
        raise Conflict("office_name_taken")
    return replace(plan, networks=tuple(_network(text) for text in plan.networks))


def check_day(day: str, periods: Sequence[tuple[time, time]]) -> None:
    """Invalid for hours that a counter cannot have on a day: too many periods, or one that begins in another."""
    moments = [moment for period in periods for moment in period]
    if day not in DAYS or len(periods) > MOST_PERIODS or moments != sorted(set(moments)):
        raise Invalid("office_hours", field=day)


def _network(text: str) -> str:
    try:
        return str(ip_network(text.strip()))
    except ValueError as error:
        raise Invalid("office_network", field="networks", network=text) from error


def _fill(office: Office, plan: OfficePlan) -> None:
    office.name, office.town, office.street, office.zipcode = plan.name, plan.town, plan.street, plan.zipcode
    office.networks = list(plan.networks)
    office.hours = {
        day: [[begin.isoformat("minutes"), end.isoformat("minutes")] for begin, end in periods]
        for day, periods in (plan.hours or {}).items()
        if periods
    }


def _plan(office: Office) -> OfficePlan:
    hours = {
        day: tuple((time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in office.hours[day])
        for day in DAYS
        if office.hours.get(day)
    }
    return OfficePlan(office.name, office.town, office.street, office.zipcode, hours, tuple(office.networks))


def _write(session: Session, actor: Actor, kind: str, office: Office, *, now: datetime) -> None:
    record(
        session, actor, kind, now=now, ground=Ground.STAFF_DUTY, office=str(office.id), networks=list(office.networks)
    )
