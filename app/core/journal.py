"""Writing the journal, and reading it back as sentences."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core import outbox
from app.core.actor import Actor
from app.core.touching import keep_domains
from app.models.event import EVENT_TYPES, Event, kind_of_event
from app.models.journal import Channel, Ground, JournalEntry
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet
from app.models.visit import Visit
from app.models.voucher import Voucher
from app.models.webhook import Webhook

TELL_EVENTS = "tell_events"


def record(
    session: Session,
    actor: Actor,
    kind: str,
    *,
    now: datetime,
    ground: Ground,
    capacity: str | None = None,
    mandate: Mandate | None = None,
    party_id: uuid.UUID | None = None,
    touches: Collection[str] | None = None,
    **data: Any,
) -> JournalEntry:
    """Write one fact; `data` holds days, keys and codes, never a name. The entry has its number when this returns.

    `touches` names the domains of the mandate that it is about, where the types in `data` do not say so.
    """
    entry = JournalEntry(
        at=now,
        kind=kind,
        mandate_id=mandate.id if mandate else None,
        actor_id=actor.actor_id,
        person_id=actor.person_id,
        party_id=party_id or actor.party_id,
        visit_id=actor.visit_id,
        letter_id=actor.letter_id,
        client_id=actor.client_id,
        channel=actor.channel,
        capacity=capacity,
        ground=ground,
        data={**_proof(session, actor, ground), **data, **_of_the_actor(session, actor)},
    )
    session.add(entry)
    session.flush()
    keep_domains(session, entry, brussels_day(now), touches, is_event=kind in EVENT_TYPES)
    if mandate is not None and kind in EVENT_TYPES:
        session.add(Event(journal_id=entry.id, mandate_id=mandate.id, kind=kind_of_event(kind, data), at=now))
        _wake_teller(session, entry, now)
    return entry


def _wake_teller(session: Session, entry: JournalEntry, now: datetime) -> None:
    """Let the worker tell of it, where somebody wants to be told."""
    if session.scalar(select(Webhook.id).where(Webhook.ended_at.is_(None)).limit(1)) is not None:
        outbox.put(session, TELL_EVENTS, f"{TELL_EVENTS}:{entry.id}", {}, now=now)


def record_rule(session: Session, kind: str, mandate: Mandate | None, *, now: datetime, **data: Any) -> JournalEntry:
    """Write a fact that followed from the calendar or the register, without anybody acting."""
    return record(session, Actor.job(), kind, now=now, ground=Ground.RULE, mandate=mandate, **data)


def record_echo(
    session: Session, entry: JournalEntry, kind: str, mandate: Mandate, *, now: datetime, **data: Any
) -> JournalEntry:
    """Write what `entry` means for another mandate in the journal of that one: the same hand, by the same door."""
    by = {"visit_id": entry.visit_id, "letter_id": entry.letter_id, "client_id": entry.client_id}
    hand = Actor(Channel(entry.channel), entry.actor_id, entry.person_id, entry.party_id, **by)
    because: dict[str, Any] = {"ground": Ground(entry.ground), "capacity": entry.capacity}
    if "seen" in entry.data:
        because["seen"] = entry.data["seen"]
    return record(session, hand, kind, now=now, mandate=mandate, **because, **data)


def list_entries(session: Session, mandate_id: uuid.UUID) -> Sequence[JournalEntry]:
    """Everything that happened to a mandate, oldest first."""
    query = select(JournalEntry).where(JournalEntry.mandate_id == mandate_id)
    return session.scalars(query.order_by(JournalEntry.id)).all()


def find_entry(session: Session, mandate_id: uuid.UUID, *kinds: str) -> JournalEntry | None:
    """The newest entry of one of these kinds, or None."""
    query = select(JournalEntry).where(JournalEntry.mandate_id == mandate_id, JournalEntry.kind.in_(kinds))
    return session.scalars(query.order_by(JournalEntry.id.desc()).limit(1)).first()


def received_on(session: Session, actor: Actor) -> date | None:
    """The day on which the sheet that the clerk keys was received; None for who comes through another door."""
    sheet = session.get(PaperSheet, actor.sheet_id) if actor.sheet_id else None
    return sheet.received_on if sheet else None


def proof_in(session: Session, visit: Visit) -> dict[str, str]:
    """How the clerk knows the customer now, in codes: method, kind of document, second clerk, relation of a voucher."""
    voucher = session.scalars(select(Voucher).where(Voucher.visit_id == visit.id, Voucher.closed_at.is_(None))).first()
    known = {
        "method": visit.identity_method,
        "document": voucher.document_kind if voucher else visit.document_kind,
        "second": visit.second_clerk_number,
        "relation": voucher.relation if voucher else None,
    }
    return {name: value for name, value in known.items() if value}


def _proof(session: Session, actor: Actor, ground: Ground) -> dict[str, dict[str, str]]:
    """The proof on which an act of a customer was done: a later one in the same visit says nothing of it."""
    visit = session.get(Visit, actor.visit_id) if actor.visit_id and ground == Ground.CONSENTED_CUSTOMER else None
    return {"seen": proof_in(session, visit)} if visit else {}


def _of_the_actor(session: Session, actor: Actor) -> dict[str, str]:
    """What the actor brings along: the occasion, at a counter the colleague who looked too, and when a sheet came."""
    received = received_on(session, actor)
    known = {
        "occasion": actor.occasion,
        "second_clerk": actor.second_clerk,
        "received_on": received.isoformat() if received else None,
    }
    return {name: value for name, value in known.items() if value}


def happened_by_itself(entry: JournalEntry) -> bool:
    """Whether no person was behind it."""
    return entry.channel == Channel.JOB
