"""Searching the journal: who did what, when, through which door, on what ground. Each search is written down too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from app.clock import start_of_brussels_day
from app.core.actor import Actor
from app.core.errors import Invalid
from app.core.journal import record
from app.core.people.roles import require_administrator
from app.models.journal import Channel, Ground, JournalEntry
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.staff import Staff
from app.models.work_relation import WorkRelation

PAGE = 50
REASONS = ("complaint", "question", "mistake", "check")


@dataclass(frozen=True)
class JournalQuestion:
    """What is looked for: entries that fit everything that is filled in. `before` goes on after a page."""

    dossier_number: str | None = None
    enterprise_number: str | None = None
    staff_number: str | None = None
    channel: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    before: int | None = None

    @property
    def asks_nothing(self) -> bool:
        """Whether nothing is filled in that narrows the search."""
        asked = (self.dossier_number, self.enterprise_number, self.staff_number, self.channel, self.first_day)
        return not any((*asked, self.last_day))


@dataclass(frozen=True)
class FoundEntry:
    """One entry, without names: who decided is a citizen, or a member of staff by number."""

    number: int
    at: datetime
    kind: str
    channel: str
    ground: str
    capacity: str | None
    dossier_number: str | None
    enterprise_number: str | None
    staff_number: str | None
    data: dict[str, object]


@dataclass(frozen=True)
class FoundEntries:
    """A page, the newest entry first; `more` is where the next page begins, None at the end."""

    entries: Sequence[FoundEntry]
    more: int | None


def search_journal(
    session: Session, actor: Actor, question: JournalQuestion, reason: str, *, now: datetime
) -> FoundEntries:
    """What fits the question. Writes down who searched what and why; Invalid without a question or a reason."""
    require_administrator(session, actor)
    if reason not in REASONS:
        raise Invalid("log_reason_missing", field="reason")
    if question.asks_nothing:
        raise Invalid("journal_question_empty", field="dossier_number")
    if question.first_day and question.last_day and question.last_day < question.first_day:
        raise Invalid("journal_days", field="last_day")
    found = _page(session, question)
    record(
        session, actor, "journal_searched", now=now, ground=Ground.STAFF_DUTY, reason=reason, **_asked(question)
    )
    return found


def _page(session: Session, question: JournalQuestion) -> FoundEntries:
    rows = session.execute(_query(question).limit(PAGE + 1)).all()
    entries = [FoundEntry(*row) for row in rows[:PAGE]]
    return FoundEntries(entries, entries[-1].number if len(rows) > PAGE else None)


def _query(question: JournalQuestion) -> Select[tuple[object, ...]]:
    entry = JournalEntry
    query: Select[tuple[object, ...]] = (
        select(
            entry.id, entry.at, entry.kind, entry.channel, entry.ground, entry.capacity, Mandate.dossier_number,
            Party.enterprise_number, Staff.number, entry.data,
        )
        .outerjoin(Mandate, Mandate.id == entry.mandate_id)
        .outerjoin(Party, Party.id == entry.party_id)
        .outerjoin(Staff, Staff.person_id == entry.actor_id)
    )  # fmt: skip
    return query.where(*_conditions(question)).order_by(entry.id.desc())


def _conditions(question: JournalQuestion) -> list[ColumnElement[bool]]:
    entry = JournalEntry
    found: list[ColumnElement[bool]] = []
    if question.dossier_number:
        found.append(_of_dossier(question.dossier_number))
    if question.enterprise_number:
        party = select(Party.id).where(Party.enterprise_number == question.enterprise_number).scalar_subquery()
        of_mandate = select(Mandate.id).where(or_(Mandate.giver_id == party, Mandate.holder_id == party))
        found.append(or_(entry.party_id == party, entry.mandate_id.in_(of_mandate)))
    if question.staff_number:
        found.append(entry.actor_id.in_(select(Staff.person_id).where(Staff.number == question.staff_number)))
    if question.channel:
        found.append(entry.channel == Channel(question.channel))
    if question.first_day:
        found.append(entry.at >= start_of_brussels_day(question.first_day))
    if question.last_day:
        found.append(entry.at < start_of_brussels_day(question.last_day + timedelta(days=1)))
    if question.before:
        found.append(entry.id < question.before)
    return found


def _of_dossier(number: str) -> ColumnElement[bool]:
    """Entries about the mandate with this number, or about the appointment of a colleague with it."""
    entry = JournalEntry
    mandate = select(Mandate.id).where(Mandate.dossier_number == number)
    party = select(WorkRelation.party_id).where(WorkRelation.dossier_number == number)
    relation = select(cast(WorkRelation.id, String)).where(WorkRelation.dossier_number == number)
    named = func.replace(entry.data["relation"].as_string(), "-", "")
    of_relation = and_(
        entry.party_id.in_(party), named.in_(select(func.replace(relation.scalar_subquery(), "-", "")))
    )
    return or_(entry.mandate_id.in_(mandate), of_relation)


def _asked(question: JournalQuestion) -> dict[str, str]:
    """What was asked, in codes and numbers."""
    asked = {
        "dossier": question.dossier_number,
        "enterprise": question.enterprise_number,
        "staff_number": question.staff_number,
        "through": question.channel,
        "first_day": question.first_day.isoformat() if question.first_day else None,
        "last_day": question.last_day.isoformat() if question.last_day else None,
    }
    return {name: value for name, value in asked.items() if value}

