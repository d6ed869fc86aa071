"""How an application proves that it is itself: with an assertion that it signed (RFC 7523), in a demo with a secret.

Whoever is refused reads always the same; why, stands in the log only.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError
from authlib.oauth2.rfc6749.errors import OAuth2Error
from authlib.oauth2.rfc6749.util import extract_basic_authorization
from authlib.oauth2.rfc7523.client import ASSERTION_TYPE, JWTBearerClientAssertion
from joserfc import jwt
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError
from joserfc.jwk import JWKRegistry
from joserfc.jws import JWSRegistry

from app.api.oauth.asked import Asked
from app.api.oauth.place import TOKEN_ADDRESS, own_address, settings
from app.api.pace import pace, source
from app.api.parts import database, moment, vault
from app.core.clients.keys import ALGORITHMS
from app.core.clients.proving import KnownClient, KnownKey, find_client, is_plain, use_assertion
from app.core.errors import Conflict

ASSERTION, SECRET = "private_key_jwt", "client_secret_basic"
LONGEST_LIFE = timedelta(minutes=5)  # of an assertion, from now
LONGEST_ASSERTION = 8_000  # signs
LONGEST_NUMBER = 255  # signs of its `jti`
# Of any other claim nothing is written down, because its name could hold anything.
NAMED = frozenset(("iss", "sub", "aud", "exp", "nbf", "iat", "jti"))
log = logging.getLogger(__name__)


def methods() -> list[str]:
    """The ways to prove oneself here; with a secret in a demo only."""
    return [ASSERTION, SECRET] if settings().demo else [ASSERTION]


class TooFast(OAuth2Error):
    """More in this minute than we answer."""

    error = "temporarily_unavailable"
    status_code = 429


def refused(reason: str) -> OAuth2Error:
    """The refusal, after why was written down; another one for who was refused too often in this minute."""
    log.warning("application refused", extra={"kind": reason})
    if pace().is_refused_often(source()):
        return TooFast()
    return InvalidClientError(status_code=401)


class SignedAssertion(JWTBearerClientAssertion):
    """An assertion signed with a key that the application registered; good once, and for a few minutes."""

    CLIENT_AUTH_METHOD = ASSERTION

    def __call__(self, query_client: Callable[..., Any], request: Asked) -> KnownClient | None:
        """Who signed; None when no assertion was sent. Raises InvalidClientError."""
        assertion = request.form.get("client_assertion")
        if request.form.get("client_assertion_type") != ASSERTION_TYPE or assertion is None:
            return None
        if "Authorization" in request.headers:
            raise refused("two_ways")
        if len(assertion) > LONGEST_ASSERTION or not assertion.isascii():
            raise refused("malformed")
        client, key, claims = self._read(assertion)
        if request.form.get("client_id", client.key) != client.key:
            raise refused("other_client")
        self._check(claims, client)
        request.client, request.key = client, key
        return client

    def get_audiences(self) -> list[str]:
        """What we are called in an assertion: our address, or that of the endpoint."""
        return [own_address(), f"{own_address()}{TOKEN_ADDRESS}"]

    def _read(self, assertion: str) -> tuple[KnownClient, KnownKey, dict[str, Any]]:
        try:
            header, unproved = self.extract_assertion(assertion)
        except (InvalidClientError, RecursionError) as error:  # a stranger may send lists in lists in lists
            raise refused("malformed") from error
        if not isinstance(header, dict):
            raise refused("malformed")
        with database().reading() as session:
            client = find_client(session, str(unproved.get("sub") or ""), now=moment())
        if client is None:
            raise refused("unknown_client")
        key = client.key_named(header.get("kid"))
        if key is None or key.public_jwk is None:
            raise refused("unknown_key")
        try:
            read = jwt.decode(
                assertion, JWKRegistry.import_key(dict(key.public_jwk)),
                registry=JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False),
            )  # fmt: skip
        except (JoseError, ValueError, TypeError) as error:
            raise refused("bad_signature") from error
        return client, key, read.claims

    def _check(self, claims: dict[str, Any], client: KnownClient) -> None:
        leeway, now = settings().sign_in.leeway_seconds, moment()
        registry = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()), leeway=leeway, iss={"essential": True, "value": client.key},
            sub={"essential": True, "value": client.key}, aud={"essential": True, "values": self.get_audiences()},
            exp={"essential": True}, jti={"essential": True},
        )  # fmt: skip
        try:
            registry.validate(claims)
        except ExpiredTokenError as error:
            raise refused("expired") from error
        except ClaimError as error:
            raise refused(f"wrong_{error.claim}" if error.claim in NAMED else "wrong_claim") from error
        except (JoseError, ValueError, TypeError) as error:
            raise refused("malformed") from error
        ends = claims["exp"]
        if ends > (now + LONGEST_LIFE).timestamp() + leeway:
            raise refused("lives_too_long")
        self._use(client, claims["jti"], datetime.fromtimestamp(ends, UTC) + timedelta(seconds=leeway + 1))

    @staticmethod
    def _use(client: KnownClient, number: object, until: datetime) -> None:
        if not isinstance(number, str) or not is_plain(number) or len(number) > LONGEST_NUMBER:
            raise refused("wrong_jti")
        try:
            # In a transaction of its own: it was used, whatever comes of the rest.
            with database().writing.begin() as session:
                use_assertion(session, client, number, until=until)
        except Conflict as error:
            raise refused("replayed") from error


def read_secret(query_client: Callable[..., Any], request: Asked) -> KnownClient | None:
    """Who sent a secret; None when none was sent. Raises InvalidClientError."""
    try:
        name, secret = extract_basic_authorization(request.headers)
    except ValueError as error:  # no Base64 of UTF-8
        raise refused("malformed") from error
    if not name or not secret:
        return None
    with database().reading() as session:
        client = find_client(session, name, now=moment())
    key = client.key_of_secret(secret, vault()) if client else None
    if client is None or key is None:
        raise refused("wrong_secret")
    request.client, request.key = client, key
    return client
