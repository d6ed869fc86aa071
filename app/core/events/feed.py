"""The feed: every event of a mandate once, in an order that never changes once it was seen.

An act writes its event without a place. Places are given afterwards, by one at a time, to what is committed: so nobody
who read up to some place ever misses what was written before it (docs/decisions/2026-11-29-events.md).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.caller import Caller
from app.core.errors import Invalid
from app.core.mandates.lookup import visible_to
from app.core.permits.reach import find_reach
from app.core.touching import touches_one_of
from app.models.event import FEED, Event, EventFeed
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType

BATCH = 1_000
# What `tell` needs of an event.
WITH_DOMAINS = (
    joinedload(Event.mandate).options(selectinload(Mandate.lines).joinedload(Line.mandate_type)),
    selectinload(Event.touched),
)


@dataclass(frozen=True)
class Told:
    """One event as an application may know it."""

    id: str
    position: int
    type: str
    at: datetime
    mandate_id: str
    domains: tuple[str, ...]


@dataclass(frozen=True)
class Events:
    """A page of the feed. `next` is where the following one begins, also when nothing comes yet."""

    events: Sequence[Told]
    next: int
    more: bool


def is_waiting(session: Session) -> bool:
    """Whether there are events without a place; cheaper than giving them one, because it needs no lock."""
    return session.scalar(select(Event.id).where(Event.position.is_(None)).limit(1)) is not None


def give_places(session: Session) -> int:
    """Give the next places to what is committed, some hundreds at most; how many. Whoever else does it waits here."""
    feed = session.get_one(EventFeed, FEED, with_for_update=True, populate_existing=True)
    waiting = select(Event).where(Event.position.is_(None)).order_by(Event.journal_id).limit(BATCH)
    found = session.scalars(waiting).all()
    for one in found:
        feed.last_position += 1
        one.position = feed.last_position
    session.flush()
    return len(found)


def last_place(session: Session) -> int:
    """The place of the newest event in the feed; 0 before the first one."""
    return session.get_one(EventFeed, FEED, populate_existing=True).last_position


def list_events(session: Session, caller: Caller, *, after: int, size: int, now: datetime) -> Events:
    """What happened after a place to the mandates of which the caller may know, `size` at most.

    An application of an entity hears of its domains; for a user it hears of the mandates of his party in them that he
    may see. NotAllowed for one of no entity that calls for itself, and for who has no right in that party any more;
    Invalid for a place that was never given: what comes before it would be missed.
    """
    # Read before the rows: what gets a place in between must come on the next page.
    newest = last_place(session)
    if after > newest:
        raise Invalid("cursor_ahead", field="after")
    query = _of(session, caller, brussels_day(now)).where(Event.position > after, Event.position <= newest)
    rows = session.scalars(query.limit(size + 1)).all()
    shown = [tell(one, caller.domains) for one in rows[:size]]
    if len(rows) > size:
        return Events(shown, shown[-1].position, more=True)
    # What is not for this caller is passed over too, so that it need not be gone through again.
    return Events(shown, newest, more=False)


def tell(event: Event, domains: Collection[str]) -> Told:
    """The facts of an event, in those of these domains that it touches; who is concerned is read with the mandate."""
    touched = {one.domain_key for one in event.touched}
    own = sorted((touched or {line.mandate_type.domain_key for line in event.mandate.lines}) & set(domains))
    return Told(str(event.id), event.position or 0, event.type, event.at, str(event.mandate_id), tuple(own))


def with_mandate() -> Select[tuple[Event]]:
    """Events with what `tell` needs."""
    return select(Event).options(*WITH_DOMAINS).order_by(Event.position)


def _of(session: Session, caller: Caller, day: date) -> Select[tuple[Event]]:
    in_domains = exists().where(
        Line.mandate_id == Event.mandate_id,
        Line.type_key == MandateType.key,
        MandateType.domain_key.in_(sorted(caller.domains)),
    )
    of_domains = in_domains & touches_one_of(caller.domains, Event.journal_id)
    query = with_mandate().where(of_domains).join(Mandate, Mandate.id == Event.mandate_id)
    sight = find_reach(session, Actor.through_api(caller), day).sight
    if sight is None:
        return query.where(or_(~Mandate.second_must_sign, Mandate.second_signed_on.is_not(None)))
    return query.where(visible_to(sight.party.id), sight.allows())
