"""Reading a signed token: by whom, for whom, when, and whether it answers our own question. All else is refused.

The names of keys and algorithms in a token are what its sender wrote there, so they choose among what we allow and
nothing more: no unsigned token, and none that is signed with a secret instead of a key.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.oauth2.claims import JWTClaims
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import (
    BadSignatureError,
    ClaimError,
    ExpiredTokenError,
    InvalidKeyIdError,
    JoseError,
    MissingClaimError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from app.adapters.oidc.errors import TokenRefused

ALGORITHMS = ("RS256", "PS256", "ES256")
ID_TOKEN_TYPES = {None, "JWT", "jwt"}
OLDEST_PASSED_ON = 600  # seconds since it was made: what it says of somebody may have been taken back since
LONGEST_TOKEN = 50_000  # signs; Entra ID with 200 groups needs a fifth of it
# What `claim_reason` names; of any other claim nothing is said, because its name could hold anything.
NAMED = frozenset(
    ("iss", "sub", "aud", "azp", "exp", "iat", "nbf", "nonce", "at_hash", "auth_time", "amr", "jti", "events", "sid")
)

Keys = Callable[[bool], KeySet]


@dataclass(frozen=True)
class Expected:
    """What a token must say: from this issuer, for this client, now give or take `leeway` seconds."""

    issuer: str
    client_id: str
    now: datetime
    leeway: int


def read_id_token(token: object, keys: Keys, expected: Expected, *, nonce: str, access_token: str) -> dict[str, Any]:
    """The claims of an ID token that answers the question with this nonce; raises TokenRefused."""
    read = read_signed(token, keys)
    params = {"nonce": nonce, "client_id": expected.client_id, "access_token": access_token}
    claims = CodeIDToken(read.claims, read.header, options_of(expected), params)
    check_claims(claims, expected)
    if not isinstance(claims.get("nonce"), str):
        raise TokenRefused("missing_nonce")
    return dict(claims)


def read_passed_on(token: object, keys: Keys, expected: Expected, audiences: Collection[str]) -> dict[str, Any]:
    """The claims of an ID token that an application got for its own user and passes on; raises TokenRefused.

    It has to be made for one of `audiences`, and for nobody who is not among them. The question that it answers is the
    application's, so of its nonce and access token we know nothing. It was made in the last ten minutes.
    """
    read = read_signed(token, keys)
    if read.header.get("typ") not in ID_TOKEN_TYPES or "events" in read.claims:
        raise TokenRefused("wrong_typ")  # one that says that somebody left, or that opens doors elsewhere
    options = options_of(expected) | {"aud": {"essential": True, "values": sorted(audiences)}}
    claims = JWTClaims(read.claims, read.header, options)
    check_claims(claims, expected)
    if claims["iat"] < expected.now.timestamp() - OLDEST_PASSED_ON - expected.leeway:
        raise TokenRefused("too_old")
    made_for = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if len(made_for) > 1 and "azp" not in claims:
        raise TokenRefused("missing_azp")
    if "azp" in claims and claims["azp"] not in audiences:
        raise TokenRefused("wrong_azp")
    return dict(claims)


def check_claims(claims: JWTClaims, expected: Expected) -> None:
    """Refuse claims that are not what is expected, at this moment; raises TokenRefused."""
    try:
        claims.validate(now=int(expected.now.timestamp()), leeway=expected.leeway)
    except ClaimError as error:
        raise TokenRefused(claim_reason(error)) from error
    except (JoseError, ValueError, TypeError) as error:
        raise TokenRefused("malformed") from error


def read_signed(token: object, keys: Keys) -> jwt.Token:
    """A token whose signature is right; `keys(True)` asks the provider for keys that we do not know yet."""
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise TokenRefused("malformed")
    try:
        try:
            return _decode(token, keys(False))
        except InvalidKeyIdError:
            return _decode(token, keys(True))
    except InvalidKeyIdError as error:
        raise TokenRefused("unknown_key") from error
    except BadSignatureError as error:
        raise TokenRefused("bad_signature") from error
    except UnsupportedAlgorithmError as error:
        raise TokenRefused("algorithm") from error
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise TokenRefused("malformed") from error


def options_of(expected: Expected) -> dict[str, Any]:
    """For the library: the claims that must be there, with the values that they must have."""
    return {
        "iss": {"essential": True, "value": expected.issuer},
        "sub": {"essential": True},
        "aud": {"essential": True, "value": expected.client_id},
        "exp": {"essential": True},
        "iat": {"essential": True},
    }


def claim_reason(error: ClaimError) -> str:
    """A code for what is wrong with a claim."""
    if isinstance(error, ExpiredTokenError):
        return "expired"
    name = error.claim if error.claim in NAMED else "claim"
    return f"missing_{name}" if isinstance(error, MissingClaimError) else f"wrong_{name}"


def _decode(token: str, keys: KeySet) -> jwt.Token:
    # Providers add names of their own to the header; those that change what a signature means are still refused.
    return jwt.decode(token, keys, registry=JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False))
