"""Proving to a provider that it is us, with a key of our own (private_key_jwt): no secret leaves this machine."""

from typing import Any

from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oauth2.rfc7523.assertion import private_key_jwt_sign
from joserfc.jwk import RSAKey

from app.config_providers import ClientKey

LASTS = 60  # seconds; what we sign is used at once, and only once


def public_half(key: ClientKey) -> dict[str, Any]:
    """What the provider has to know of the key: its public half, with the name under which we sign (kid)."""
    return dict(key.as_dict(private=False)) | {"kid": _name(key), "use": "sig", "alg": _algorithm(key)}


class OwnKey(PrivateKeyJWT):  # type: ignore[misc]
    """Signs anew for every question to the provider: who we are, for its token endpoint only, for a minute.

    The library would let it be valid for an hour, and would leave out the name of the key. With the `thumbprint` of a
    certificate that stands there instead, and an RSA key signs as Entra ID asks (PS256).
    """

    def __init__(self, key: ClientKey, thumbprint: str | None = None) -> None:
        super().__init__()
        self.key = key
        self.header = {"x5t#S256": thumbprint} if thumbprint else {"kid": _name(key)}
        by_certificate = thumbprint is not None and isinstance(key, RSAKey)
        self.algorithm = "PS256" if by_certificate else _algorithm(key)

    def sign(self, auth: Any, token_endpoint: str) -> str:  # noqa: ANN401 - the library's client
        """What proves it."""
        signed: str = private_key_jwt_sign(
            self.key, auth.client_id, token_endpoint, alg=self.algorithm, header=dict(self.header), expires_in=LASTS,
        )  # fmt: skip
        return signed


def _name(key: ClientKey) -> str:
    return key.kid or key.thumbprint()


def _algorithm(key: ClientKey) -> str:
    return "RS256" if isinstance(key, RSAKey) else "ES256"
