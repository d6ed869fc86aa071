"""The keys of an application: added, replaced without a gap, revoked. Two may be open, so that one replaces another."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clients.keys import read_public_key
from app.core.clients.registering import get_client, permit_clients
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import record
from app.core.vault import Vault
from app.models.api_client import ApiClient, ApiKey

MOST_OPEN = 2
OVERLAP = timedelta(hours=24)  # in which an old key still works beside the one that replaces it
SECRET_BYTES = 32
FEWEST_SIGNS = 16  # of a secret that was chosen


def add_key(
    session: Session, actor: Actor, client_key: str, text: str, *, replaces: bool = False, now: datetime
) -> ApiKey:
    """A public key that somebody pasted as a JWK or as PEM; with `replaces` the others end after 24 hours.

    Raises Invalid for what is no good key, Conflict when two are open already or one is called the same.
    """
    ground = permit_clients(session, actor, now=now)
    client = get_client(session, client_key, lock=True)
    public = read_public_key(text)
    made = _new_key(session, client, public["kid"], replaces, now, public_jwk=public)
    record(session, actor, "client_key_added", now=now, ground=ground, client=client.key, key=made.kid)
    return made


def add_secret(
    session: Session, actor: Actor, client_key: str, vault: Vault, *, demo: bool, secret: str | None = None,
    now: datetime,
) -> str:  # fmt: skip
    """A secret instead of a key, for a demo only; it is given back this one time."""
    ground = permit_clients(session, actor, now=now)
    if not demo:
        raise NotAllowed("client_secret_demo_only")
    client = get_client(session, client_key, lock=True)
    secret = secret or secrets.token_urlsafe(SECRET_BYTES)
    if len(secret) < FEWEST_SIGNS or not secret.isascii() or not secret.isprintable():
        raise Invalid("client_secret_weak", field="secret")
    kid = f"secret-{uuid.uuid4().hex[:8]}"
    made = _new_key(session, client, kid, False, now, secret_digest=vault.api_secret_hashes(client.id, secret)[0])
    record(session, actor, "client_key_added", now=now, ground=ground, client=client.key, key=made.kid)
    return secret


def revoke_key(session: Session, actor: Actor, client_key: str, kid: str, *, now: datetime) -> None:
    """Close a key at once, with every token that it opened. Raises NotFound for one that is not open."""
    ground = permit_clients(session, actor, now=now)
    client = get_client(session, client_key, lock=True)
    key = next((one for one in client.keys if one.kid == kid and one.revoked_at is None), None)
    if key is None:
        raise NotFound("client_key_unknown")
    key.revoked_at = now
    session.flush()
    record(session, actor, "client_key_revoked", now=now, ground=ground, client=client.key, key=kid)


def is_open(key: ApiKey, now: datetime) -> bool:
    """Whether an application may prove itself with this key now."""
    begun = key.valid_from <= now and (key.valid_until is None or now < key.valid_until)
    return key.revoked_at is None and begun


def _new_key(
    session: Session, client: ApiClient, kid: str, replaces: bool, now: datetime, **proof: Any
) -> ApiKey:  # fmt: skip
    if any(one.kid == kid for one in client.keys):
        raise Conflict("client_key_known")
    still_open = [one for one in client.keys if is_open(one, now)]
    if len(still_open) >= MOST_OPEN:
        raise Conflict("client_keys_full", count=MOST_OPEN)
    for old in still_open if replaces else ():
        old.valid_until = min(old.valid_until or now + OVERLAP, now + OVERLAP)
    made = ApiKey(client_id=client.id, kid=kid, valid_from=now, **proof)
    client.keys.append(made)
    session.flush()
    return made
