"""The log of a counter: the visits of a day, without a name, until somebody opens one and says why.

Who was here stands in the visit itself; looking it up is an act of its own, and the journal keeps it.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import start_of_brussels_day
from app.core.actor import Actor
from app.core.counter.vouching import list_vouchers
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.journal import record
from app.core.people.parties import get_party
from app.core.people.persons import get_person
from app.models.journal import Channel, Ground, JournalEntry
from app.models.mandate import Mandate
from app.models.staff import Staff
from app.models.visit import Visit
from app.models.voucher import Voucher

OPEN_FOR = timedelta(hours=1)
REASONS = ("complaint", "question", "mistake", "check")
# What a customer comes for. The names of acts, and the day, lead to the entries without reading the whole journal.
ACTS = (
    "given", "requested", "passed_on", "taken_back", "accepted", "refused", "withdrawn", "stopped", "renounced",
    "contested", "resumed",
    "confirmed", "extension_proposed", "extension_accepted", "extension_refused", "extension_withdrawn",
    "sign_asked", "signed", "signature_refused",
)  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """One act of a visit: its word in the journal, and the dossier number of its mandate."""

    kind: str
    dossier_number: str


@dataclass(frozen=True)
class LoggedVisit:
    """A visit without names; `number` counts the visits of that day at that counter."""

    id: uuid.UUID
    number: int
    clerk_number: str
    started_at: datetime
    ended_at: datetime | None
    capacity: str | None
    method: str | None
    second_clerk_number: str | None
    exit_reason: str | None
    deeds: Sequence[Deed]


@dataclass(frozen=True)
class OpenedVisit:
    """Who was here, and everybody who vouched for him, for whoever said why he wants to know."""

    party_name: str
    enterprise_number: str | None
    person_name: str | None
    note: str | None
    vouchers: Sequence[Voucher]


def list_visits(session: Session, actor: Actor, day: date) -> list[LoggedVisit]:
    """The visits of `day` at the clerk's own counter, the first one first."""
    begin, end = _moments(day)
    query = select(Visit, Staff.number).join(Staff, Staff.person_id == Visit.clerk_id)
    query = query.where(Visit.office_id == _own_office(session, actor))
    query = query.where(Visit.started_at >= begin, Visit.started_at < end).order_by(Visit.started_at, Visit.id)
    rows = session.execute(query).all()
    deeds = _deeds(session, [visit.id for visit, _ in rows], begin)
    return [
        LoggedVisit(
            visit.id, number, clerk_number, visit.started_at, visit.ended_at, visit.capacity, visit.identity_method,
            visit.second_clerk_number, visit.exit_reason, deeds[visit.id],
        )
        for number, (visit, clerk_number) in enumerate(rows, start=1)
    ]  # fmt: skip


def open_logged_visit(session: Session, actor: Actor, visit_id: uuid.UUID, reason: str, *, now: datetime) -> None:
    """Write down who looks up who was here, and why; only then the names may be read."""
    visit = _own_visit(session, actor, visit_id)
    if reason not in REASONS:
        raise Invalid("log_reason_missing", field="reason")
    looker = Actor(Channel.COUNTER, actor.actor_id, party_id=visit.party_id, visit_id=visit.id)
    record(session, looker, "visit_opened", now=now, ground=Ground.STAFF_DUTY, reason=reason)


def read_opened_visit(session: Session, actor: Actor, visit_id: uuid.UUID, *, now: datetime) -> OpenedVisit:
    """The names; NotAllowed for whoever did not say why, in the last hour."""
    visit = _own_visit(session, actor, visit_id)
    opened = select(JournalEntry.id).where(JournalEntry.kind == "visit_opened", JournalEntry.at > now - OPEN_FOR)
    opened = opened.where(JournalEntry.visit_id == visit.id, JournalEntry.actor_id == actor.actor_id)
    if session.scalar(opened.limit(1)) is None:
        raise NotAllowed("log_not_opened")
    party = get_party(session, visit.party_id)
    person = get_person(session, visit.person_id).name if visit.person_id else None
    return OpenedVisit(party.name, party.enterprise_number, person, visit.exit_note, list_vouchers(session, visit))


def _own_visit(session: Session, actor: Actor, visit_id: uuid.UUID) -> Visit:
    visit = session.get(Visit, visit_id)
    if visit is None or visit.office_id != _own_office(session, actor):
        raise NotFound("visit_unknown")
    return visit


def _own_office(session: Session, actor: Actor) -> uuid.UUID:
    staff = session.get(Staff, actor.actor_id) if actor.actor_id and actor.channel is Channel.COUNTER else None
    if staff is None or staff.office_id is None:
        raise NotAllowed("clerks_only")
    return staff.office_id


def _deeds(session: Session, visit_ids: Sequence[uuid.UUID], since: datetime) -> dict[uuid.UUID, list[Deed]]:
    # A visit that was forgotten in the evening may have ended a day later.
    query = select(JournalEntry.visit_id, JournalEntry.kind, Mandate.dossier_number)
    query = query.join(Mandate, Mandate.id == JournalEntry.mandate_id).where(JournalEntry.kind.in_(ACTS))
    query = query.where(JournalEntry.at >= since, JournalEntry.visit_id.in_(visit_ids)).order_by(JournalEntry.id)
    found: dict[uuid.UUID, list[Deed]] = defaultdict(list)
    for visit_id, kind, dossier_number in session.execute(query):
        found[visit_id].append(Deed(kind, dossier_number))
    return found


def _moments(day: date) -> tuple[datetime, datetime]:
    begin, end = (start_of_brussels_day(one) for one in (day, day + timedelta(days=1)))
    return begin, end
