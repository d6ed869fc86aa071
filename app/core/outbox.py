"""The outbox: effects that must follow an act, exactly one per effect key. It is the only queue.

A worker claims the oldest item that is due, does its work, and says so in the transaction that keeps the result. A
worker that dies says nothing: its claim runs out and another takes the item over.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.models.outbox import OutboxItem

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_ERROR_CODE = 200
# Long enough to see afterwards what the worker did and how often it tried.
KEPT_WHEN_DONE = timedelta(days=30)
_INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


@dataclass(frozen=True)
class Work:
    """A claimed item. `claim` is the proof that it is ours; `attempts` counts this one too."""

    item_id: uuid.UUID
    claim: str
    kind: str
    payload: dict[str, Any]
    attempts: int


def put(
    session: Session, kind: str, effect_key: str, payload: dict[str, Any], *, now: datetime, due: datetime | None = None
) -> None:
    """Ask for an effect once; a second request under the same key changes nothing, even at the same moment."""
    insert = _INSERT[session.get_bind().dialect.name](OutboxItem)
    row = insert.values(kind=kind, effect_key=effect_key, payload=payload, made_at=now, due_at=due or now, attempts=0)
    session.execute(row.on_conflict_do_nothing(index_elements=["effect_key"]))


def has_work(session: Session, *, now: datetime, kinds: Sequence[str] = ()) -> bool:
    """Whether there is anything to claim; cheaper than trying, because it needs no write lock."""
    return session.scalar(_claimable(now, kinds).limit(1)) is not None


def claim_next(
    session: Session, *, now: datetime, lease: timedelta, claim: str, kinds: Sequence[str] = ()
) -> Work | None:
    """Take the item that has been due longest, for as long as `lease`; None when there is nothing to do.

    `claim` must be new each time. Commit at once: from then on no other worker takes the item until the lease is over.
    """
    item_id = session.scalar(_claimable(now, kinds).limit(1).with_for_update(skip_locked=True))
    if item_id is None:
        return None
    item = session.get_one(OutboxItem, item_id, populate_existing=True)
    item.claim, item.claimed_until = claim, now + lease
    item.attempts += 1
    session.flush()
    return Work(item.id, claim, item.kind, item.payload, item.attempts)


def finish(session: Session, item_id: uuid.UUID, claim: str, *, now: datetime) -> bool:
    """The effect is there; in the transaction that keeps it. False when the claim ran out and another has the item."""
    done = update(OutboxItem).where(*_held(item_id, claim)).values(done_at=now, claim=None, claimed_until=None)
    return session.execute(done).rowcount == 1  # type: ignore[attr-defined]


def fail(session: Session, item_id: uuid.UUID, claim: str, error_code: str, *, now: datetime) -> bool:
    """The work went wrong: nobody tries again before a pause that doubles with every attempt, up to an hour.

    `error_code` is the kind of error, never its text, which may quote a letter. `due_at` stays, so that the wait that
    an operator sees goes on counting.
    """
    query = select(OutboxItem).where(*_held(item_id, claim)).with_for_update()
    item = session.scalars(query.execution_options(populate_existing=True)).first()
    if item is None:
        return False
    item.claim, item.claimed_until = None, now + wait_after(item.attempts)
    item.last_error = error_code[:LONGEST_ERROR_CODE]
    session.flush()
    return True


def delete_finished(session: Session, *, now: datetime) -> int:
    """Throw away what was done 30 days ago or longer; how many. What is not done stays, however old and often tried."""
    gone = session.execute(delete(OutboxItem).where(OutboxItem.done_at <= now - KEPT_WHEN_DONE))
    return gone.rowcount  # type: ignore[attr-defined]


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 5 seconds, 10, 20, ... and never more than an hour."""
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)


def oldest_undone_age(session: Session, now: datetime) -> timedelta:
    """How long the oldest effect that is due has waited; nothing waits: zero."""
    oldest = session.scalar(select(func.min(OutboxItem.due_at)).where(*_due(now)))
    return now - oldest if oldest else timedelta()


def count_undone(session: Session, now: datetime, kinds: Sequence[str] = ()) -> int:
    """How many effects are due and not done, those in hand and those that wait for a next attempt included."""
    query = select(func.count()).select_from(OutboxItem).where(*_due(now))
    query = query.where(OutboxItem.kind.in_(kinds)) if kinds else query
    return session.execute(query).scalar_one()


def _due(now: datetime) -> tuple[Any, ...]:
    return OutboxItem.done_at.is_(None), OutboxItem.due_at <= now


def _held(item_id: uuid.UUID, claim: str) -> tuple[Any, ...]:
    return OutboxItem.id == item_id, OutboxItem.claim == claim, OutboxItem.done_at.is_(None)


def _claimable(now: datetime, kinds: Sequence[str]) -> Select[tuple[uuid.UUID]]:
    free = or_(OutboxItem.claimed_until.is_(None), OutboxItem.claimed_until <= now)
    query = select(OutboxItem.id).where(*_due(now), free)
    query = query.where(OutboxItem.kind.in_(kinds)) if kinds else query
    return query.order_by(OutboxItem.due_at, OutboxItem.made_at, OutboxItem.id)
