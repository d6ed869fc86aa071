"""Tokens of Mandaatloket: one of the portal itself, and one for each user who signed in. See docs/api.md."""

import secrets
import threading
import time
from dataclasses import dataclass, field

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey

from examples.portal.errors import MandaatloketDown, UserRefused
from examples.portal.settings import Settings

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105 - names of kinds
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 60
# A token that ends while a page is made would be refused half-way.
SPARE_SECONDS = 20
# Each token has no more than what it is for.
FOR_ITSELF = "checks enterprises:read"
FOR_USER = "mandates:read handoffs catalogue:read"


@dataclass(frozen=True)
class Token:
    """A token, and until when it is good, on the clock that only runs forward (seconds)."""

    text: str = field(repr=False)
    until: float

    def is_open(self) -> bool:
        """Whether it can still be used for a page."""
        return time.monotonic() < self.until - SPARE_SECONDS


class Tokens:
    """Asks them, with the key of the portal. Threads may share it."""

    def __init__(self, settings: Settings, transport: httpx.BaseTransport | None = None) -> None:
        self._settings = settings
        self._key = ECKey.import_key(settings.key)
        self._http = httpx.Client(base_url=settings.mandaatloket, transport=transport, timeout=10)
        self._lock = threading.Lock()
        self._own: Token | None = None

    def own(self) -> str:
        """That of the portal itself, asked anew when it is over."""
        with self._lock:
            if self._own is None or not self._own.is_open():
                self._own = self._ask(grant_type="client_credentials", scope=FOR_ITSELF)
            return self._own.text

    def for_user(self, id_token: str) -> Token:
        """One to call for who signed in with this ID token. Raises UserRefused."""
        return self._ask(grant_type=EXCHANGE, subject_token=id_token, subject_token_type=ID_TOKEN, scope=FOR_USER)

    def close(self, token: Token) -> None:
        """End a token before its time; when that fails it ends by itself."""
        try:
            self._http.post("/oauth/revoke", data={"token": token.text, **self._proof()})
        except httpx.HTTPError:
            return

    def _ask(self, **form: str) -> Token:
        begun = time.monotonic()
        try:
            answer = self._http.post("/oauth/token", data=form | self._proof())
            said = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise MandaatloketDown from error
        if answer.status_code == httpx.codes.BAD_REQUEST and said.get("error") == "invalid_grant":
            raise UserRefused
        if answer.status_code != httpx.codes.OK:
            raise MandaatloketDown
        return Token(said["access_token"], begun + said["expires_in"])

    def _proof(self) -> dict[str, str]:
        """That it is the portal which asks: signed for Mandaatloket alone, good once and for a minute."""
        now, name, place = int(time.time()), self._settings.portal_id, self._settings.mandaatloket
        claims = {"iss": name, "sub": name, "aud": place, "iat": now, "exp": now + ASSERTION_SECONDS}
        header = {"alg": "ES256", "kid": self._key.thumbprint()}
        signed = jwt.encode(header, claims | {"jti": secrets.token_hex(16)}, self._key)
        return {"client_assertion_type": ASSERTION, "client_assertion": signed}
