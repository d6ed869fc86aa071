"""Counters and the people who work there."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.staff import Office, Staff


def ensure_office(session: Session, name: str, town: str) -> Office:
    """The counter with this name, opened when there is none."""
    office = session.scalars(select(Office).where(Office.name == name)).first()
    if office is None:
        office = Office(name=name, town=town)
        session.add(office)
        session.flush()
    return office


def add_staff(session: Session, person_id: uuid.UUID, number: str, office_id: uuid.UUID | None = None) -> Staff:
    """Make somebody a member of staff; with `office_id` he or she serves at that counter."""
    staff = Staff(person_id=person_id, number=number, office_id=office_id)
    session.add(staff)
    session.flush()
    return staff
