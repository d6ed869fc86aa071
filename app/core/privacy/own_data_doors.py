"""Who may read what is kept of a person: he himself, signed in; for him, a clerk who saw his document, once noted."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.counter.visits import SHOWN_DOCUMENT
from app.core.errors import NotAllowed
from app.core.journal import record
from app.core.people.parties import get_party
from app.core.permits.visit import open_visit, refuse_own_affairs
from app.core.privacy.own_data import OwnData, read_of_person
from app.models.journal import Channel, Ground, JournalEntry
from app.models.visit import IdentityMethod, Visit
from app.retention import Retention

SHOWN = "data_shown"
OPEN_FOR = timedelta(minutes=15)


def read_own_data(session: Session, actor: Actor, *, retention: Retention, most: int, now: datetime) -> OwnData:
    """Everything of who signed in; NotAllowed for whoever came through another door."""
    signed_in = actor.channel is Channel.SELF and actor.letter_id is None
    if actor.person_id is None or not signed_in:
        raise NotAllowed("sign_in_first")
    return read_of_person(session, actor.person_id, retention=retention, most=most, now=now)


def check_customer_data(session: Session, actor: Actor, *, now: datetime) -> Visit:
    """The visit, where the customer may have his data: he showed a document of his own, and is not the clerk."""
    visit = open_visit(session, actor)
    refuse_own_affairs(session, actor, visit.person_id, get_party(session, visit.party_id), brussels_day(now))
    shown = visit.identity_method is not None and IdentityMethod(visit.identity_method) in SHOWN_DOCUMENT
    if visit.person_id is None or not shown:
        raise NotAllowed("data_needs_document")
    return visit


def note_customer_data(session: Session, actor: Actor, *, now: datetime) -> None:
    """Write down that the clerk prints what is kept of his customer; only then he may."""
    visit = check_customer_data(session, actor, now=now)
    record(session, actor, SHOWN, now=now, ground=Ground.STAFF_DUTY, capacity=visit.capacity)


def read_customer_data(session: Session, actor: Actor, *, retention: Retention, most: int, now: datetime) -> OwnData:
    """Everything of the customer at the counter; NotAllowed before it was noted, in this visit and just now."""
    visit = check_customer_data(session, actor, now=now)
    noted = select(JournalEntry.id).where(JournalEntry.kind == SHOWN, JournalEntry.at > now - OPEN_FOR)
    noted = noted.where(JournalEntry.visit_id == visit.id, JournalEntry.person_id == visit.person_id)
    if session.scalar(noted.limit(1)) is None:
        raise NotAllowed("data_not_noted")
    return read_of_person(session, visit.person_id, retention=retention, most=most, now=now)
