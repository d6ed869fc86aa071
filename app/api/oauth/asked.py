"""What an application sent, as Authlib wants to read it: from the body only, and every name once."""

from collections import defaultdict
from collections.abc import Mapping

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Payload, OAuth2Request
from flask import Request

from app.api.oauth.place import TOKEN_ADDRESS
from app.core.clients.proving import KnownClient, KnownKey

FORM = "application/x-www-form-urlencoded"
LONGEST_POST = 65_536  # bytes: an assertion and an ID token take a tenth of it
MOST_NAMES = 20


class _Payload(OAuth2Payload):
    def __init__(self, form: Mapping[str, str]) -> None:
        self._form = form

    @property
    def data(self) -> Mapping[str, str]:
        return self._form

    @property
    def datalist(self) -> defaultdict[str, list[str]]:
        return defaultdict(list, {name: [value] for name, value in self._form.items()})


class Asked(OAuth2Request):
    """One request for a token, or to revoke one. `client` and `key` are set once it was proved who asks."""

    client: KnownClient
    key: KnownKey

    def __init__(self, request: Request) -> None:
        # Whether the way here is safe, the settings say (HTTPS), as for every page; Authlib only reads the address.
        super().__init__(request.method, f"https://localhost{TOKEN_ADDRESS}", headers=request.headers)
        self._form = _read(request)
        self.payload = _Payload(self._form)

    @property
    def form(self) -> Mapping[str, str]:
        """What was sent, by name."""
        return self._form


def _read(request: Request) -> dict[str, str]:
    request.max_content_length, request.max_form_parts = LONGEST_POST, MOST_NAMES
    if request.mimetype != FORM:
        raise InvalidRequestError(f"The body has to be {FORM}.")
    # What stands in an address ends up in logs, so nothing of it counts.
    if request.args:
        raise InvalidRequestError("Send everything in the body.")
    pairs = list(request.form.items(multi=True))
    if len({name for name, _ in pairs}) < len(pairs):
        raise InvalidRequestError("Send every parameter once.")
    return {name: value for name, value in pairs if value}
