"""Reading a logout token (back-channel): only what says in full that it is one, so no other token passes for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.oauth2.claims import JWTClaims

from app.adapters.oidc.errors import TokenRefused
from app.adapters.oidc.tokens import Expected, Keys, check_claims, options_of, read_signed

EVENT = "http://schemas.openid.net/event/backchannel-logout"
TYPES = {None, "logout+jwt", "JWT", "jwt"}
OLDEST = timedelta(minutes=10)  # since it was made; providers send it at once
LONGEST_NUMBER = 255


@dataclass(frozen=True)
class SignOut:
    """Who left: the person (`sub`), the session there (`sid`), or both. `number` is the token's own, good once."""

    sub: str | None
    sid: str | None
    number: str
    until: datetime
    claims: Mapping[str, Any] = field(default_factory=dict, repr=False)


def read_sign_out(token: object, keys: Keys, expected: Expected) -> SignOut:
    """What a logout token says; raises TokenRefused."""
    read = read_signed(token, keys)
    options = options_of(expected) | {"sub": {}, "jti": {"essential": True}, "events": {"essential": True}}
    claims = JWTClaims(read.claims, read.header, options)
    check_claims(claims, expected)
    _check_kind(read.header.get("typ"), claims)
    sub, sid, number = claims.get("sub"), claims.get("sid"), claims["jti"]
    if (sub is None and sid is None) or not isinstance(sid, str | None) or sid == "":
        raise TokenRefused("wrong_sid")
    if len(number) > LONGEST_NUMBER:
        raise TokenRefused("wrong_jti")
    made = datetime.fromtimestamp(claims["iat"], UTC)
    if expected.now - made > OLDEST + timedelta(seconds=expected.leeway):
        raise TokenRefused("expired")
    return SignOut(sub, sid, number, made + 2 * OLDEST + timedelta(seconds=2 * expected.leeway), read.claims)


def _check_kind(kind: object, claims: JWTClaims) -> None:
    events = claims["events"]
    if kind not in TYPES or not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise TokenRefused("wrong_events")
    if "nonce" in claims:
        raise TokenRefused("wrong_nonce")  # an ID token, which anybody who signed in could have kept
