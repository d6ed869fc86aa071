"""Tokens of applications: given out, looked up at every call, revoked."""

import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, bindparam, cast, select, update
from sqlalchemy.orm import Session

from app.core.caller import Caller
from app.core.clients.scopes import Scope
from app.core.prepared import Prepared, as_id
from app.core.vault import Vault
from app.db import Reading
from app.models.api_client import ApiClient, ApiKey, ApiToken
from app.models.base import UtcDateTime

__all__ = ["LONGEST_LIFE", "Caller", "User", "find_caller", "make_token", "revoke_token", "was_given_out"]

LONGEST_LIFE = timedelta(minutes=10)
TOKEN_BYTES = 32
LONGEST_TOKEN = 200  # signs, of what somebody may show us
_client, _key, _token = ApiClient.__table__, ApiKey.__table__, ApiToken.__table__
# Every call asks this: the database looks at the moments, because reading each of them into an object of ours takes
# longer than finding the row.
_FIND = (
    select(_client.c.id, _client.c.entity_key, _token.c.scope, _token.c.person_id, _token.c.party_id)
    # As text on every engine: a list could not be remembered by what was read (`_caller`).
    .add_columns(_token.c.occasion, cast(_client.c.scopes, Text), cast(_client.c.domains, Text))
    .select_from(_token.join(_key, _key.c.id == _token.c.key_id).join(_client, _client.c.id == _key.c.client_id))
    .where(_token.c.digest == bindparam("digest"), _token.c.expires_at > bindparam("now", type_=UtcDateTime))
    .where(_token.c.revoked_at.is_(None), _key.c.revoked_at.is_(None), _client.c.revoked_at.is_(None))
)
_OPEN = Prepared(lambda engine: _FIND)
_GIVEN = Prepared(lambda engine: select(_token.c.digest).where(_token.c.digest == bindparam("digest")))


@dataclass(frozen=True)
class User:
    """Somebody for whom an application calls, in the capacity in which he signed in there."""

    person_id: uuid.UUID
    party_id: uuid.UUID | None
    occasion: str


def find_caller(session: Session | Reading, token: str, vault: Vault, *, now: datetime) -> Caller | None:
    """Who shows this token; None when it opens nothing, whatever the reason.

    It may what it was given, as far as its application may that still. Left without a domain, it has no scope either.
    """
    if not token or len(token) > LONGEST_TOKEN or not token.isascii():
        return None
    # Alone: whoever asks may have to write something before he reads further.
    for digest in vault.api_token_hashes(token):
        if found := _OPEN.rows(session, {"digest": digest, "now": now}, alone=True):
            return _caller(found[0])
    return None


def was_given_out(session: Session | Reading, token: str, vault: Vault) -> bool:
    """Whether we ever made this token, open still or not; False too once its row was thrown away."""
    if not token or len(token) > LONGEST_TOKEN or not token.isascii():
        return False
    return any(_GIVEN.rows(session, {"digest": one}, alone=True) for one in vault.api_token_hashes(token))


@lru_cache(maxsize=1_000)
def _caller(row: tuple[Any, ...]) -> Caller:
    # What was read just now, in types of ours; rows of one token say the same again and again.
    client_id, entity_key, text, person_id, party_id, occasion, scopes, domains = row
    scope = Scope.read(text).within(Scope.of(json.loads(scopes), json.loads(domains)))
    ids = [None if one is None else as_id(one) for one in (person_id, party_id)]
    return Caller(as_id(client_id), entity_key, scope.domains, scope.scopes, *ids, occasion)


def make_token(
    session: Session, key_id: uuid.UUID, scope: Scope, vault: Vault, *, now: datetime, user: User | None = None
) -> str:
    """A new token, which only this answer ever shows. Whoever asks has proved with `key_id` who he is."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    # An application that calls for itself has no sign-in of a person: every token is an occasion of its own.
    occasion = user.occasion if user else f"api:{secrets.token_hex(8)}"
    row = ApiToken(
        digest=next(vault.api_token_hashes(token)), key_id=key_id, scope=scope.text, occasion=occasion, issued_at=now,
        person_id=user.person_id if user else None, party_id=user.party_id if user else None,
        expires_at=now + LONGEST_LIFE,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return token


def revoke_token(session: Session, token: str, client_id: uuid.UUID, vault: Vault, *, now: datetime) -> bool:
    """Close a token of this client at once; whether there was one. That of somebody else stays as it is."""
    if len(token) > LONGEST_TOKEN or not token.isascii():
        return False
    of_client = select(ApiKey.id).where(ApiKey.client_id == client_id)
    its = ApiToken.digest.in_(list(vault.api_token_hashes(token)))
    closing = update(ApiToken).where(its, ApiToken.revoked_at.is_(None))
    return session.execute(closing.where(ApiToken.key_id.in_(of_client)).values(revoked_at=now)).rowcount > 0
