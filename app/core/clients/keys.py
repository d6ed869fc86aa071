"""The keys with which applications prove who they are: read from what an administrator pastes, only the public half."""

import json
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey

from app.core.errors import Invalid
from app.models.api_client import LONGEST_KID

ALGORITHMS = ("RS256", "PS256", "ES256")
LONGEST_TEXT = 20_000  # signs of what somebody may paste
FEWEST_BITS, MOST_BITS = 2048, 8192  # of RSA; a longer one takes us too long
CURVE = "P-256"
MEMBERS = ("kty", "n", "e", "crv", "x", "y")  # of a public key; whatever else was pasted is not kept


def read_public_key(text: str) -> dict[str, Any]:
    """The public key in a JWK or in PEM, as a JWK with its `kid`: its own, or else its thumbprint (RFC 7638).

    Raises Invalid for what is no key, one that is too weak, and a private key: that has to stay where it was made.
    """
    if len(text) > LONGEST_TEXT:
        raise Invalid("client_key_unreadable", field="key")
    key = _read(text.strip())
    if key.is_private:
        raise Invalid("client_key_private", field="key")
    strong = (
        FEWEST_BITS <= key.raw_value.key_size <= MOST_BITS if isinstance(key, RSAKey) else key.curve_name == CURVE
    )
    if not strong:
        raise Invalid("client_key_weak", field="key")
    said = key.as_dict(private=False)
    public = {name: said[name] for name in MEMBERS if name in said}
    return public | {"kid": _kid(said["kid"]) if "kid" in said else key.thumbprint()}


def _read(text: str) -> RSAKey | ECKey:
    try:
        if text.startswith("{"):
            said = json.loads(text)
            if not isinstance(said, dict) or said.get("use", "sig") != "sig":
                raise Invalid("client_key_unreadable", field="key")
            found = JWKRegistry.import_key(said)
        else:
            found = _of_pem(text)
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise Invalid("client_key_unreadable", field="key") from error
    if not isinstance(found, RSAKey | ECKey):
        raise Invalid("client_key_unreadable", field="key")
    return found


def _of_pem(text: str) -> RSAKey | ECKey:
    try:
        return RSAKey.import_key(text)
    except (JoseError, ValueError, TypeError):
        return ECKey.import_key(text)


def _kid(kid: object) -> str:
    if not isinstance(kid, str) or not kid.strip() or not kid.isprintable() or len(kid) > LONGEST_KID:
        raise Invalid("client_key_name", field="key")
    return kid
