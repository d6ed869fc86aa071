"""Persons: known by the subject of their sign-in, or by the row of the register that a clerk picked."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotFound
from app.models.person import Person

LONGEST_NAME = 100


def get_person(session: Session, person_id: uuid.UUID) -> Person:
    """The person with this id; NotFound when there is none."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("person_unknown")
    return person


def find_person_of(session: Session, subject: str) -> Person | None:
    """The person behind a sign-in's subject id, or None."""
    return session.scalar(select(Person).where(Person.subject == subject))


def ensure_person(session: Session, subject: str, first_name: str, last_name: str) -> Person:
    """The person behind a subject id, made at the first sign-in; the names follow the sign-in."""
    person = find_person_of(session, subject)
    if person is None:
        person = add_person(session, first_name, last_name)
        person.subject = subject
    person.first_name, person.last_name = _clean(first_name, "first_name"), _clean(last_name, "last_name")
    session.flush()
    return person


def add_person(session: Session, first_name: str, last_name: str) -> Person:
    """Someone without a sign-in: a customer at the counter, or the reader of a letter. Never matched on name alone."""
    person = Person(first_name=_clean(first_name, "first_name"), last_name=_clean(last_name, "last_name"))
    session.add(person)
    session.flush()
    return person


def _clean(name: str, field: str) -> str:
    cleaned = " ".join("".join(sign for sign in name if sign.isprintable()).split())
    if not cleaned:
        raise Invalid("name_missing", field=field)
    return cleaned[:LONGEST_NAME]
