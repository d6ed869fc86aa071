"""One provider of sign-ins: to send people there, and to believe nothing that comes back unchecked."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.urls import add_params_to_uri
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.adapters.oidc.errors import ProviderDown, TokenRefused
from app.adapters.oidc.kept import Kept
from app.adapters.oidc.own_key import OwnKey
from app.adapters.oidc.sign_outs import SignOut, read_sign_out
from app.adapters.oidc.tokens import Expected, read_id_token, read_passed_on
from app.adapters.oidc.web import PATIENCE, Ask, ask
from app.config_providers import LOOPBACK_HOSTS, ProviderSettings

DISCOVERY = "/.well-known/openid-configuration"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
RANDOM_BYTES = 48  # of which a verifier of 64 signs is made; 43 is the least
FRESH_SECONDS = 120  # how long ago somebody may have proved who he is, where that is asked anew


@dataclass(frozen=True)
class Departure:
    """Where to send the browser, and what to remember on our side until it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str


class Provider:
    """Sends people to sign in, and reads what they bring back. Documents of the provider are kept for an hour."""

    def __init__(
        self, settings: ProviderSettings, *, leeway: int, acr: tuple[str, ...] = (), ask_web: Ask = ask
    ) -> None:
        self.settings, self.leeway, self.acr = settings, leeway, acr
        self._ask = ask_web
        self._metadata = Kept(self._fetch_metadata)
        self._keys = Kept(self._fetch_keys)

    def depart(self, back: str, *, fresh: bool = False) -> Departure:
        """Begin: `back` is our address to come back to; `fresh` has somebody prove anew who he is."""
        address = self._metadata.get()["authorization_endpoint"]
        state, nonce, verifier = (secrets.token_urlsafe(RANDOM_BYTES) for _ in range(3))
        more = {"prompt": "login", "max_age": "0"} if fresh else {}
        more |= {"acr_values": " ".join(self.acr)} if self.acr else {}
        with self._client(back) as client:
            url, _ = client.create_authorization_url(
                address, state=state, code_verifier=verifier, nonce=nonce, **more
            )
        return Departure(url, state, nonce, verifier)

    def arrive(
        self, code: str, back: str, *, nonce: str, verifier: str, now: datetime, fresh: bool = False
    ) -> dict[str, Any]:
        """The claims about who came back with `code`; raises ProviderDown or TokenRefused.

        `fresh` asks that he proved just now who he is: what was asked at the departure can be left out on the way.
        """
        tokens = self._exchange(code, back, verifier)
        claims = read_id_token(
            tokens.get("id_token"), self.find_keys, self._expected(now), nonce=nonce,
            access_token=str(tokens.get("access_token")),
        )  # fmt: skip
        if fresh:
            self._check_fresh(claims, now)
        return claims

    def leave(self, back: str, *, state: str) -> str | None:
        """Where to sign out there; `back` is our address to come back to. None when one cannot. Raises ProviderDown.

        No ID token goes with it: the address stands in the browser, and a token must not.
        """
        address = self._metadata.get().get("end_session_endpoint")
        if not _is_safe(address):
            return None
        values = {"client_id": self.settings.client_id, "post_logout_redirect_uri": back, "state": state}
        return str(add_params_to_uri(address, values))

    def read_sign_out(self, token: object, *, now: datetime) -> SignOut:
        """Who left there, in the provider's own word; raises ProviderDown or TokenRefused."""
        return read_sign_out(token, self.find_keys, self._expected(now))

    def read_passed_on(self, token: object, audiences: Collection[str], *, now: datetime) -> dict[str, Any]:
        """The claims of an ID token that one of these applications got here; raises ProviderDown or TokenRefused."""
        return read_passed_on(token, self.find_keys, self._expected(now), audiences)

    def find_keys(self, anew: bool) -> KeySet:
        """The keys with which the provider signs; `anew` for one that we do not know."""
        return self._keys.get(anew=anew)

    def _exchange(self, code: str, back: str, verifier: str) -> dict[str, Any]:
        address = self._metadata.get()["token_endpoint"]
        try:
            with self._client(back) as client:
                return dict(
                    client.fetch_token(
                        address, grant_type="authorization_code", code=code, code_verifier=verifier,
                        timeout=PATIENCE, allow_redirects=False,
                    )
                )
        except AuthlibBaseError as error:
            # The code was used, is too old, or came by another browser.
            if error.error == "invalid_client":
                raise ProviderDown("client_refused") from error  # our secret or key is wrong: nobody can sign in
            raise TokenRefused("code_refused") from error
        except (requests.RequestException, ValueError) as error:
            raise ProviderDown("no_answer") from error

    def _client(self, back: str) -> OAuth2Session:
        client = OAuth2Session(
            self.settings.client_id, self.settings.client_secret, token_endpoint_auth_method=self._way_to_prove(),
            scope=self.settings.scope, redirect_uri=back, code_challenge_method="S256",
        )  # fmt: skip
        if self.settings.client_key is not None:
            client.register_client_auth_method(OwnKey(self.settings.client_key, self.settings.thumbprint))
        return client

    def _way_to_prove(self) -> str:
        # A key is agreed beforehand: some providers take one and do not say so.
        if self.settings.client_key is not None:
            return OwnKey.name
        methods = self._metadata.get().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"

    def _expected(self, now: datetime) -> Expected:
        return Expected(self.settings.issuer, self.settings.client_id, now, self.leeway)

    def _check_fresh(self, claims: dict[str, Any], now: datetime) -> None:
        at = claims.get("auth_time")
        if not isinstance(at, int | float):
            raise TokenRefused("missing_auth_time")
        if now.timestamp() - at > FRESH_SECONDS + self.leeway:
            raise TokenRefused("not_fresh")

    def _fetch_metadata(self) -> dict[str, Any]:
        found = self._ask(self.settings.issuer.rstrip("/") + DISCOVERY)
        if found.get("issuer") != self.settings.issuer:
            raise ProviderDown("other_issuer")
        if not all(_is_safe(found.get(name)) for name in NEEDED):
            raise ProviderDown("unsafe_address")
        return found

    def _fetch_keys(self) -> KeySet:
        found = self._ask(self._metadata.get()["jwks_uri"])
        try:
            return KeySet.import_key_set(found)  # type: ignore[arg-type]
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise ProviderDown("no_keys") from error


def _is_safe(address: object) -> bool:
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS)
