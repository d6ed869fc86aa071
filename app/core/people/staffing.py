"""Counters and the people who work there."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.models.staff import Office, Staff


def ensure_office(session: Session, name: str, town: str) -> Office:
    """The counter with this name, opened when there is none."""
    office = session.scalars(select(Office).where(Office.name == name)).first()
    if office is not None:
        office.closed_at = None  # whoever gives people a desk there, opens it again
    else:
        office = Office(name=name, town=town)
        session.add(office)
        session.flush()
    return office


def add_staff(session: Session, person_id: uuid.UUID, number: str, office_id: uuid.UUID | None = None) -> Staff:
    """Make somebody a member of staff; with `office_id` he or she serves at that counter.

    Raises Conflict when the number is somebody else's.
    """
    if session.scalar(select(Staff.person_id).where(Staff.number == number)) is not None:
        raise Conflict("staff_number_taken")
    staff = Staff(person_id=person_id, number=number, office_id=office_id)
    session.add(staff)
    session.flush()
    return staff


def person_of_number(session: Session, number: str) -> uuid.UUID:
    """Who works here under this number; NotFound for nobody."""
    person_id = session.scalar(select(Staff.person_id).where(Staff.number == number))
    if person_id is None:
        raise NotFound("staff_unknown")
    return person_id


def place_staff(session: Session, person_id: uuid.UUID, number: str, office_id: uuid.UUID | None) -> bool:
    """Give a member of staff this number and counter; whether somebody who was staff already served elsewhere.

    Raises Conflict when the number is somebody else's.
    """
    other = session.scalar(select(Staff.person_id).where(Staff.number == number, Staff.person_id != person_id))
    if other is not None:
        raise Conflict("staff_number_taken")
    staff = session.get(Staff, person_id)
    if staff is None:
        add_staff(session, person_id, number, office_id)
        return False
    moved = staff.office_id != office_id
    staff.number, staff.office_id = number, office_id
    session.flush()
    return moved
