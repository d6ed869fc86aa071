"""What a sign-in says about the law: that somebody represents an enterprise (the claim `wv_orgcode` of ACM/IDM).

The register stays the stronger source. Where exactly one of its rows bears the name of who signed in and is nobody's
yet, that row becomes his. Else the word is kept as a dated fact of its own, which lasts as long as the sign-in can.
"""

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.people.web_sessions import LONGEST
from app.core.register.functions import list_functions, tie_subject
from app.models.function import Function
from app.models.person import Person
from app.models.said_representation import SaidRepresentation

_DAY = timedelta(days=1)


def take_word(session: Session, person: Person, enterprise_number: str, *, now: datetime) -> None:
    """The sign-in says that the person represents this enterprise: tie a row of the register, or keep the word."""
    day = brussels_day(now)
    if person.subject and _tie(session, person, enterprise_number, day):
        take_back(session, person.id, enterprise_number, day)
        return
    until = brussels_day(now + LONGEST)
    known = session.scalars(
        _of(person.id, enterprise_number).where(
            SaidRepresentation.from_day <= day, SaidRepresentation.until_day >= day - _DAY
        )
    ).first()
    if known is None:
        session.add(
            SaidRepresentation(
                person_id=person.id, enterprise_number=enterprise_number, from_day=day, until_day=until
            )
        )
    else:
        known.until_day = max(known.until_day, until)
    session.flush()


def take_back(session: Session, person_id: uuid.UUID, enterprise_number: str, day: date) -> None:
    """The sign-in does not say it any more: yesterday was the last day."""
    session.execute(
        update(SaidRepresentation)
        .where(SaidRepresentation.person_id == person_id, SaidRepresentation.enterprise_number == enterprise_number)
        .where(SaidRepresentation.until_day >= day)
        .values(until_day=day - _DAY)
    )


def is_said(session: Session, person_id: uuid.UUID, enterprise_number: str, day: date) -> bool:
    """Whether a sign-in says so on `day`."""
    return session.scalars(_of(person_id, enterprise_number).where(*_on(day)).limit(1)).first() is not None


def said_until(session: Session, person_id: uuid.UUID, enterprise_number: str, day: date) -> date | None:
    """The last day on which a sign-in said so, when it does not on `day` any more; None when none ever did."""
    past = _of(person_id, enterprise_number).where(
        SaidRepresentation.until_day < day, SaidRepresentation.from_day <= SaidRepresentation.until_day
    )
    found = session.scalars(past.order_by(SaidRepresentation.until_day.desc()).limit(1)).first()
    return found.until_day if found else None


def said_enterprises(session: Session, person_id: uuid.UUID, day: date) -> list[str]:
    """The enterprises that the person represents on `day` according to a sign-in."""
    query = select(SaidRepresentation.enterprise_number).where(SaidRepresentation.person_id == person_id, *_on(day))
    return list(session.scalars(query.order_by(SaidRepresentation.enterprise_number)))


def _of(person_id: uuid.UUID, enterprise_number: str) -> Select[tuple[SaidRepresentation]]:
    return select(SaidRepresentation).where(
        SaidRepresentation.person_id == person_id, SaidRepresentation.enterprise_number == enterprise_number
    )


def _on(day: date) -> tuple[ColumnElement[bool], ...]:
    return SaidRepresentation.from_day <= day, SaidRepresentation.until_day >= day


def _tie(session: Session, person: Person, enterprise_number: str, day: date) -> bool:
    functions = list_functions(session, enterprise_number, day)
    if any(one.subject == person.subject for one in functions):
        return True
    fitting = [one for one in functions if _same_name(one, person)]
    if len(fitting) != 1 or fitting[0].subject is not None:
        return False
    tie_subject(session, fitting[0].id, str(person.subject))
    return True


def _same_name(function: Function, person: Person) -> bool:
    return [" ".join(one.split()).casefold() for one in (function.first_name, function.last_name)] == [
        " ".join(one.split()).casefold() for one in (person.first_name, person.last_name)
    ]
