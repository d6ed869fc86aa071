"""The tokens that the directory shows: made, listed, revoked. Two may be open, so that one can replace another."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid, NotFound
from app.core.vault import Vault
from app.db import Reader
from app.models.directory import DirectoryToken

TOKEN_BYTES = 32
MOST_OPEN = 2
LONGEST_NAME = 60
LONGEST_TOKEN = 200  # of what somebody may show us
SEEN_AT_MOST_EVERY = timedelta(hours=1)
_token = DirectoryToken.__table__
_OF_DIGEST = select(_token.c.id, _token.c.expires_at, _token.c.revoked_at, _token.c.last_used_at).where(
    _token.c.digest.in_(bindparam("digests", expanding=True))
)


@dataclass(frozen=True)
class KnownToken:
    """A token that opens the door; `seen_long_ago` asks to note that it was used."""

    id: uuid.UUID
    seen_long_ago: bool


def make_token(session: Session, name: str, vault: Vault, *, now: datetime, days: int) -> str:
    """A new token, which only this answer ever shows. Raises Conflict when two are open already, or have this name."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid("directory_text_wrong", field="name")
    still_open = [one for one in list_tokens(session) if is_open(one, now=now)]
    if any(one.name == name for one in still_open):
        raise Conflict("directory_token_named")
    if len(still_open) >= MOST_OPEN:
        raise Conflict("directory_tokens_full", count=MOST_OPEN)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires = now + timedelta(days=days)
    session.add(DirectoryToken(name=name, digest=vault.token_hashes(token)[0], made_at=now, expires_at=expires))
    session.flush()
    return token


def find_token(session: Reader, token: str, vault: Vault, *, now: datetime) -> KnownToken | None:
    """The token that somebody shows; None when it opens nothing, whatever the reason."""
    if not token or len(token) > LONGEST_TOKEN or not token.isascii():
        return None
    row = session.execute(_OF_DIGEST, {"digests": vault.token_hashes(token)}).one_or_none()
    if row is None or row.revoked_at is not None or row.expires_at <= now:
        return None
    return KnownToken(row.id, row.last_used_at is None or now - row.last_used_at >= SEEN_AT_MOST_EVERY)


def note_use(session: Session, token_id: uuid.UUID, *, now: datetime) -> None:
    """Remember, once an hour, that the token was used."""
    session.get_one(DirectoryToken, token_id).last_used_at = now
    session.flush()


def list_tokens(session: Session) -> Sequence[DirectoryToken]:
    """Every token that ever was, the oldest first."""
    return session.scalars(select(DirectoryToken).order_by(DirectoryToken.made_at, DirectoryToken.id)).all()


def is_open(token: DirectoryToken, *, now: datetime) -> bool:
    """Whether it lets somebody in."""
    return token.revoked_at is None and token.expires_at > now


def revoke_token(session: Session, name: str, *, now: datetime) -> None:
    """Close the open token of this name at once; raises NotFound when there is none."""
    found = [one for one in list_tokens(session) if one.name == name and is_open(one, now=now)]
    if not found:
        raise NotFound("directory_token_unknown")
    for one in found:
        one.revoked_at = now
    session.flush()
