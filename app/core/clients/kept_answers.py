"""Doing what an application asks once, however often it asks: a claim first, the answer with the act, then only that.

A key is claimed in a transaction of its own, so that every process sees it. The answer is written in the transaction of
the act: both are there, or neither. Who dies in between leaves a claim that another takes over after a minute.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.vault import Vault
from app.db import Reader
from app.models.kept_answer import KeptAnswer

LONGEST_RUN = timedelta(minutes=1)
_kept = KeptAnswer.__table__
_OF_KEY = select(_kept.c.id, _kept.c.request_digest, _kept.c.claimed_at, _kept.c.done_at, _kept.c.sealed).where(
    _kept.c.client_id == bindparam("client_id"), _kept.c.key == bindparam("key")
)


class StillRunning(Exception):
    """The first request with this key is not answered yet."""


class KeyReused(Exception):
    """This key was used for another request."""


@dataclass(frozen=True)
class Request:
    """Which request of which client, by its key; `digest` is the same for the same request of the same user.

    `older` are what it would have been with the keys of before.
    """

    client_id: uuid.UUID
    key: str
    digest: str
    older: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """The right to carry out a request; only the newest one counts."""

    row_id: uuid.UUID
    claim: uuid.UUID


def find_answer(session: Reader, request: Request, vault: Vault, *, now: datetime) -> bytes | None:
    """What was answered before; None when nobody carries it out or did. Raises StillRunning and KeyReused."""
    row = session.execute(_OF_KEY, {"client_id": request.client_id, "key": request.key}).one_or_none()
    if row is None:
        return None
    if row.request_digest not in (request.digest, *request.older):
        raise KeyReused
    if row.sealed is not None:
        return vault.unseal(row.sealed, about_answer(row.id))
    if now - row.claimed_at < LONGEST_RUN:
        raise StillRunning
    return None


def claim_request(session: Session, request: Request, *, now: datetime) -> Claim:
    """Be the one who carries it out. StillRunning when another is; ask `find_answer` first, and after that again."""
    claim = Claim(uuid.uuid4(), uuid.uuid4())
    row = KeptAnswer(
        id=claim.row_id, client_id=request.client_id, key=request.key, request_digest=request.digest, claim=claim.claim,
        claimed_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return _take_over(session, request, claim.claim, now)
    return claim


def refresh_claim(session: Session, claim: Claim, *, now: datetime) -> None:
    """Say that it still runs; StillRunning when another took the claim over."""
    hold_claim(session, claim)
    session.execute(update(_kept).where(_kept.c.id == claim.row_id).values(claimed_at=now))


def hold_claim(session: Session, claim: Claim) -> None:
    """Keep others out until this transaction ends; StillRunning when another took the claim over, or answered."""
    mine = (_kept.c.id == claim.row_id, _kept.c.claim == claim.claim, _kept.c.done_at.is_(None))
    if session.execute(select(_kept.c.id).where(*mine).with_for_update()).first() is None:
        raise StillRunning


def keep_answer(session: Session, claim: Claim, answer: bytes, vault: Vault, *, now: datetime) -> None:
    """Keep what is answered, in the transaction of the act. `hold_claim` came before."""
    sealed = vault.seal(answer, about_answer(claim.row_id))
    session.execute(update(_kept).where(_kept.c.id == claim.row_id).values(done_at=now, sealed=sealed))


def drop_claim(session: Session, claim: Claim) -> None:
    """Nothing was done and nothing is answered that would be the same again: the next one may try at once."""
    mine = (_kept.c.id == claim.row_id, _kept.c.claim == claim.claim, _kept.c.done_at.is_(None))
    session.execute(delete(_kept).where(*mine))


def _take_over(session: Session, request: Request, claim: uuid.UUID, now: datetime) -> Claim:
    """Carry out what somebody left behind. Who still holds it keeps its row locked, so it is not touched then."""
    left = select(_kept.c.id).where(
        _kept.c.client_id == request.client_id, _kept.c.key == request.key, _kept.c.done_at.is_(None),
        _kept.c.request_digest.in_((request.digest, *request.older)), _kept.c.claimed_at <= now - LONGEST_RUN,
    )  # fmt: skip
    row_id = session.scalar(left.with_for_update(skip_locked=True))
    if row_id is None:
        raise StillRunning
    session.execute(update(_kept).where(_kept.c.id == row_id).values(claim=claim, claimed_at=now))
    return Claim(row_id, claim)


def about_answer(row_id: uuid.UUID) -> str:
    """To what a kept answer is bound."""
    return f"kept-answer:{row_id}"
