"""What an administrator sees before he has somebody forgotten: who it is, what goes, what stays, what is in the way."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.journal import record
from app.core.people.persons import find_person_of, get_person
from app.core.people.roles import require_administrator
from app.core.privacy.forgetting import NOBODY, check_nothing_runs, is_forgotten
from app.models.account import Account
from app.models.draft import Draft
from app.models.function import Function
from app.models.journal import Ground, JournalEntry
from app.models.letter import Letter, LetterContent
from app.models.mail import Mail
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.person import Person
from app.models.staff import Staff
from app.models.visit import Visit
from app.models.web_session import WebSession
from app.models.work_relation import WorkRelation

MOST = 20


@dataclass(frozen=True)
class FoundPerson:
    """Somebody who may be meant, and what tells him from others of his name: when he last did something here."""

    person_id: uuid.UUID
    name: str
    last_act: datetime | None


@dataclass(frozen=True)
class ForgettingCard:
    """`goes` and `stays` count by sort what there is; `in_the_way` is the sentence of what must end first, or None."""

    person_id: uuid.UUID
    name: str
    forgotten: bool
    goes: Mapping[str, int]
    stays: Mapping[str, int]
    in_the_way: str | None


def seek_person(session: Session, actor: Actor, known_by: str, *, now: datetime) -> Sequence[FoundPerson]:
    """Who is known by this: his number here, the subject or the name of his sign-in, or his whole name; at most 20.

    An administrator does this, and the journal keeps that it was done. Invalid when nothing was filled in.
    """
    require_administrator(session, actor)
    wanted = " ".join(known_by.split())
    if not wanted:
        raise Invalid("sought_nothing", field="known_by")
    by_account = select(Account.person_id).where(Account.username == wanted.lower())
    exact = [one for one in (_as_id(wanted), find_person_of(session, wanted)) if one is not None]
    ids = [one.id if isinstance(one, Person) else one for one in exact]
    meant = or_(Person.id.in_(ids), Person.id.in_(by_account), Person.id.in_(_named(session, wanted)))
    living = or_(Person.first_name != NOBODY[0], Person.last_name != NOBODY[1], Person.id.in_(ids))
    people = session.scalars(select(Person).where(meant, living).order_by(Person.id).limit(MOST)).all()
    record(session, actor, "person_sought", now=now, ground=Ground.STAFF_DUTY, found=len(people))
    return [FoundPerson(one.id, one.name, _last_act(session, one.id)) for one in people]


def view_forgetting(session: Session, actor: Actor, person_id: uuid.UUID, *, now: datetime) -> ForgettingCard:
    """What forgetting this person would do, for an administrator; NotFound for who never was."""
    require_administrator(session, actor)
    person = get_person(session, person_id)
    try:
        check_nothing_runs(session, person, brussels_day(now))
        in_the_way = None
    except Conflict as refusal:
        in_the_way = refusal.sentence
    goes, stays = _counted(session, _goes(person)), _counted(session, _stays(person))
    return ForgettingCard(person.id, person.name, is_forgotten(person), goes, stays, in_the_way)


def _goes(person: Person) -> Mapping[str, Select[tuple[int]]]:
    own = select(Party.id).where(Party.person_id == person.id)
    to_him = select(LetterContent.letter_id).join(Letter, Letter.id == LetterContent.letter_id)
    letters = to_him.where(Letter.party_id.in_(own)).distinct().subquery()
    return {
        "accounts": _count(Account, Account.person_id == person.id),
        "sessions": _count(WebSession, WebSession.person_id == person.id),
        "drafts": _count(Draft, Draft.person_id == person.id),
        "letters": select(func.count()).select_from(letters),
        "mails": _count(Mail, Mail.party_id.in_(own)),
        "notes": _count(Visit, (Visit.person_id == person.id) & Visit.document_last_four.is_not(None)),
    }


def _stays(person: Person) -> Mapping[str, Select[tuple[int]]]:
    own = select(Party.id).where(Party.person_id == person.id)
    of_him = or_(JournalEntry.person_id == person.id, JournalEntry.actor_id == person.id)
    return {
        "acts": _count(JournalEntry, of_him),
        "mandates": _count(Mandate, or_(Mandate.giver_id.in_(own), Mandate.holder_id.in_(own))),
        "rights": _count(WorkRelation, WorkRelation.person_id == person.id),
        "visits": _count(Visit, Visit.person_id == person.id),
        "functions": _count(Function, Function.subject.is_not(None) & (Function.subject == person.subject)),
        "staff": _count(Staff, Staff.person_id == person.id),
    }


def _count(model: type, condition: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(func.count()).select_from(model).where(condition)


def _counted(session: Session, queries: Mapping[str, Select[tuple[int]]]) -> Mapping[str, int]:
    counts = {name: session.execute(query).scalar_one() for name, query in queries.items()}
    return {name: count for name, count in counts.items() if count}


def _last_act(session: Session, person_id: uuid.UUID) -> datetime | None:
    of_him = or_(JournalEntry.person_id == person_id, JournalEntry.actor_id == person_id)
    return session.scalar(select(JournalEntry.at).where(of_him).order_by(JournalEntry.id.desc()).limit(1))


def _named(session: Session, wanted: str) -> list[uuid.UUID]:
    """Whose whole name this is, whatever the capitals; no more of them than are shown.

    The small letters of SQLite end at z. So the database finds what is the same but for other letters, and Python
    compares those.
    """
    name = Person.first_name + " " + Person.last_name
    plain = "".join(f"/{sign}" if sign in "%_/" else sign if sign.isascii() else "_" for sign in wanted)
    alike = select(Person.id, name).where(func.lower(name).like(plain.lower(), escape="/")).order_by(Person.id)
    found = (person_id for person_id, called in session.execute(alike) if called.lower() == wanted.lower())
    return list(islice(found, MOST))


def _as_id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
