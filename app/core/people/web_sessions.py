"""Sessions of browsers: started, seen, ended. What a session remembers is the web's business, not ours."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from app.models.web_session import WebSession

TOKEN_BYTES = 32
LONGEST = timedelta(hours=12)
KEPT_AFTERWARDS = timedelta(days=1)
# Every page asks this: it is put together once, and asks for columns, because loading an object takes longer.
_OF_TOKEN = select(WebSession.__table__).where(WebSession.__table__.c.token_digest == bindparam("digest"))


@dataclass(frozen=True)
class OpenSession:
    """A session as found. When it is `expired` it may say why, but nobody is signed in with it any more.

    `locked` says that the screen was hidden: until the password is given again nobody may see anything with it.
    """

    id: uuid.UUID
    data: str
    person_id: uuid.UUID | None
    last_seen_at: datetime
    expired: bool
    locked: bool = False


def find_session(session: Session, token: str, *, idle: timedelta, now: datetime) -> OpenSession | None:
    """The session of this token; expired after `idle` without a page, or 12 hours after it started."""
    row = session.execute(_OF_TOKEN, {"digest": _digest(token)}).one_or_none()
    if row is None or row.ended_at is not None:
        return None
    expired = now - row.last_seen_at > idle or now - row.started_at > LONGEST
    return OpenSession(row.id, row.data, row.person_id, row.last_seen_at, expired, row.locked_at is not None)


def start_session(session: Session, data: str, person_id: uuid.UUID | None, *, now: datetime) -> tuple[str, uuid.UUID]:
    """A new session; the token is for the browser alone and cannot be read back."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = WebSession(
        token_digest=_digest(token), data=data, person_id=person_id, started_at=now, last_seen_at=now, ended_at=None
    )
    session.add(row)
    session.flush()
    return token, row.id


def keep_session(session: Session, session_id: uuid.UUID, data: str, *, now: datetime) -> None:
    """Remember `data` and that somebody was seen now. A session that was ended meanwhile stays ended."""
    session.execute(
        update(WebSession)
        .where(WebSession.id == session_id, WebSession.ended_at.is_(None))
        .values(data=data, last_seen_at=now)
    )


def lock_session(session: Session, session_id: uuid.UUID, *, now: datetime) -> None:
    """Hide what a session shows. It is never unlocked: with the password somebody goes on in a new one."""
    lock = update(WebSession).where(WebSession.id == session_id, WebSession.ended_at.is_(None))
    session.execute(lock.values(locked_at=now))


def end_session(session: Session, session_id: uuid.UUID, *, now: datetime) -> None:
    """End one session: its token opens nothing from now on, and what it remembered is gone."""
    session.execute(
        update(WebSession)
        .where(WebSession.id == session_id, WebSession.ended_at.is_(None))
        .values(ended_at=now, data="{}")
    )


def end_all_of(session: Session, person_id: uuid.UUID, *, now: datetime) -> None:
    """End every session of a person, on whatever device."""
    session.execute(
        update(WebSession)
        .where(WebSession.person_id == person_id, WebSession.ended_at.is_(None))
        .values(ended_at=now, data="{}")
    )


def delete_old_sessions(session: Session, *, now: datetime) -> int:
    """Delete what nobody used for a day; returns how many."""
    return session.execute(delete(WebSession).where(WebSession.last_seen_at < now - KEPT_AFTERWARDS)).rowcount


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
