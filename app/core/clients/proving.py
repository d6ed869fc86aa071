"""Who an application is that asks a token: found by what it calls itself, and proved with one of its open keys."""

import hmac
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clients.keeping_keys import is_open
from app.core.clients.registering import LONGEST_KEY
from app.core.clients.scopes import Scope
from app.core.people.provider_sessions import use_token
from app.core.vault import Vault
from app.models.api_client import ApiClient, ApiKey


@dataclass(frozen=True)
class KnownKey:
    """A key with which an application may prove itself now: a public one, or the keyed hash of a secret."""

    id: uuid.UUID
    kid: str
    public_jwk: Mapping[str, Any] | None
    secret_digest: str | None


@dataclass(frozen=True)
class KnownClient:
    """An application that was not revoked: the most that a token of it can have, and its open keys.

    `audiences` are those of the ID tokens that it may exchange.
    """

    id: uuid.UUID
    key: str
    most: Scope
    audiences: frozenset[str]
    keys: tuple[KnownKey, ...]

    def key_named(self, kid: object) -> KnownKey | None:
        """The public key that an assertion names; None when there is none that is open."""
        return next((one for one in self.keys if one.kid == kid and one.public_jwk is not None), None)

    def key_of_secret(self, secret: str, vault: Vault) -> KnownKey | None:
        """What opens with this secret; None when nothing does."""
        known = [(one, hash_) for hash_ in vault.api_secret_hashes(self.id, secret) for one in self.keys]
        return next((one for one, hash_ in known if hmac.compare_digest(one.secret_digest or "", hash_)), None)


def find_client(session: Session, key: str, *, now: datetime) -> KnownClient | None:
    """The application that calls itself so; None for one that we do not know, or not any more."""
    if not is_plain(key) or len(key) > LONGEST_KEY:
        return None
    client = session.scalar(select(ApiClient).where(ApiClient.key == key, ApiClient.revoked_at.is_(None)))
    if client is None:
        return None
    keys = session.scalars(select(ApiKey).where(ApiKey.client_id == client.id, ApiKey.revoked_at.is_(None)))
    known = tuple(KnownKey(one.id, one.kid, one.public_jwk, one.secret_digest) for one in keys if is_open(one, now))
    most = Scope.of(client.scopes, client.domains)
    return KnownClient(client.id, client.key, most, frozenset(client.audiences), known)


def is_plain(text: str) -> bool:
    """Whether it is text that can be kept and looked up: what no key has, such as half a sign, no database takes."""
    return bool(text) and text.isascii() and text.isprintable()


def use_assertion(session: Session, client: KnownClient, number: str, *, until: datetime) -> None:
    """Use an assertion, which may be used once; `until` is when it is too old anyway. Raises Conflict the next time."""
    use_token(session, f"client:{client.id}", number, until=until)
