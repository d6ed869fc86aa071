"""The sessions of one person, as he sees them, and ending those that he does not know or left open somewhere."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.people.provider_sessions import end_calls_of
from app.core.people.web_sessions import LONGEST, Origin, end_session
from app.models.web_session import WebSession


@dataclass(frozen=True)
class OwnSession:
    """One session as its person sees it. `provider` says at whom it began, None for a password of ours."""

    id: uuid.UUID
    started_at: datetime
    last_seen_at: datetime
    provider: str | None


def list_own_sessions(
    session: Session, person_id: uuid.UUID, *, idle: timedelta, now: datetime
) -> Sequence[OwnSession]:
    """What a person has open, the one that was used last on top; not what ran out."""
    query = select(WebSession.id, WebSession.started_at, WebSession.last_seen_at, WebSession.provider).where(
        WebSession.person_id == person_id, WebSession.ended_at.is_(None),
        WebSession.last_seen_at >= now - idle, WebSession.started_at >= now - LONGEST,
    )  # fmt: skip
    rows = session.execute(query.order_by(WebSession.last_seen_at.desc(), WebSession.id))
    return [OwnSession(*row) for row in rows]


def end_own_session(session: Session, person_id: uuid.UUID, session_id: uuid.UUID, *, now: datetime) -> None:
    """End one session of this person, with what applications got by its sign-in; one that ended already stays ended.

    Raises NotFound for one of somebody else.
    """
    row = session.get(WebSession, session_id)
    if row is None or row.person_id != person_id:
        raise NotFound("session_unknown")
    if end_session(session, session_id, now=now):
        end_calls_of(session, _origin_of(row), now=now)


def end_other_sessions(session: Session, person_id: uuid.UUID, kept: uuid.UUID, *, now: datetime) -> None:
    """End every session of a person but this one, and what applications got by the sign-ins of those others."""
    # In one order: who does this in two windows at once would wait for himself.
    query = select(WebSession).where(WebSession.person_id == person_id, WebSession.ended_at.is_(None))
    rows = {one.id: _origin_of(one) for one in session.scalars(query.order_by(WebSession.id))}
    mine = rows.pop(kept, None)
    for session_id, origin in rows.items():
        end_session(session, session_id, now=now)
        if origin != mine:
            end_calls_of(session, origin, now=now)


def _origin_of(row: WebSession) -> Origin | None:
    return Origin(row.provider, row.provider_session) if row.provider else None
