"""Sessions of browsers: started, seen, ended. What a session remembers is the web's business, not ours."""

import hashlib
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from app.core.people.sign_outs import note_end, of_subject
from app.core.people.signed_in import COLUMNS, IS_OPEN, SignedIn, account, read_signed_in, with_people
from app.core.prepared import Prepared
from app.db import Reading
from app.models.api_client import ApiToken
from app.models.person import Person
from app.models.web_session import WebSession

TOKEN_BYTES = 32
LONGEST = timedelta(hours=12)
_session = WebSession.__table__
_of_its_person = (account.c.person_id == _session.c.person_id) & IS_OPEN
# Every page asks this.
_FIND = (
    select(_session.c.id, _session.c.data, _session.c.person_id, _session.c.started_at, _session.c.last_seen_at)
    .add_columns(_session.c.locked_at, _session.c.ended_at, _session.c.provider, _session.c.provider_session)
    .add_columns(_session.c.proven_at, *COLUMNS)
    .select_from(with_people(_session.outerjoin(account, _of_its_person)))
    .where(_session.c.token_digest == bindparam("digest"))
)
_OF_TOKEN = Prepared(lambda engine: _FIND)


@dataclass(frozen=True)
class Origin:
    """At which provider somebody signed in, and what his session there is called (its SHA-256, None when unknown)."""

    provider: str
    session: str | None = None

    @classmethod
    def of(cls, provider: str, issuer: str, sid: object) -> "Origin":
        """The origin for a session that the issuer calls `sid`."""
        return cls(provider, _digest(f"{issuer} {sid}") if isinstance(sid, str) and sid else None)

    @classmethod
    def of_sign_in(cls, provider: str, claims: Mapping[str, Any]) -> "Origin":
        """The origin by what an ID token says; every ID token of one sign-in, at whatever application, gives the same.

        Without a session there it is who signed in, and when; without that moment all of his sign-ins are one, because
        when a token was made differs from token to token.
        """
        named = cls.of(provider, claims["iss"], claims.get("sid"))
        if named.session is not None:
            return named
        return cls.of(provider, claims["iss"], f"{claims['sub']} {claims.get('auth_time', '')}")


@dataclass(frozen=True)
class OpenSession:
    """A session as found. When it is `expired` it may say why, but nobody is signed in with it any more.

    `locked` says that the screen was hidden: until the password is given again nobody may see anything with it.
    `people` is its person, once for every account of his that is open; `origin` is set for who came by a provider.
    `proven_at` is when he last proved who he is.
    """

    id: uuid.UUID
    data: str
    person_id: uuid.UUID | None
    last_seen_at: datetime
    expired: bool
    locked: bool = False
    people: tuple[SignedIn, ...] = ()
    origin: Origin | None = None
    proven_at: datetime | None = None


def find_session(session: Session | Reading, token: str, *, idle: timedelta, now: datetime) -> OpenSession | None:
    """The session of this token; expired after `idle` without a page, or 12 hours after it started."""
    rows = _OF_TOKEN.named(session, {"digest": _digest(token)}, alone=True)
    if not rows or rows[0].ended_at is not None:
        return None
    row = rows[0]
    expired = now - row.last_seen_at > idle or now - row.started_at > LONGEST
    people = tuple(read_signed_in(one) for one in rows if one.account_id)
    locked = row.locked_at is not None
    origin = Origin(row.provider, row.provider_session) if row.provider else None
    return OpenSession(
        row.id, row.data, row.person_id, row.last_seen_at, expired, locked, people, origin, row.proven_at
    )


def start_session(
    session: Session, data: str, person_id: uuid.UUID | None, *, now: datetime, origin: Origin | None = None,
    proven_at: datetime | None = None,
) -> tuple[str, uuid.UUID]:
    """A new session; the token is for the browser alone and cannot be read back."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = WebSession(
        token_digest=_digest(token), data=data, person_id=person_id, started_at=now, last_seen_at=now, ended_at=None,
        provider=origin.provider if origin else None, provider_session=origin.session if origin else None,
        proven_at=proven_at,
    )  # fmt: skip
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


def end_session(session: Session, session_id: uuid.UUID, *, now: datetime) -> bool:
    """End one session: its token opens nothing from now on, and what it remembered is gone.

    Whether it was still open: False says that somebody else ended it before.
    """
    ending = update(WebSession).where(WebSession.id == session_id, WebSession.ended_at.is_(None))
    return bool(session.execute(ending.values(ended_at=now, data="{}")).rowcount)


def end_all_of(session: Session, person_id: uuid.UUID, *, now: datetime) -> None:
    """End every session of a person, on whatever device, and what applications got for him, or could still get."""
    subject = session.scalar(select(Person.subject).where(Person.id == person_id))
    if subject is not None:
        note_end(session, of_subject(subject), now=now)
    calls = update(ApiToken).where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
    session.execute(calls.values(revoked_at=now))
    session.execute(
        update(WebSession)
        .where(WebSession.person_id == person_id, WebSession.ended_at.is_(None))
        .values(ended_at=now, data="{}")
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
