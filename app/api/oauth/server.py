"""Authlib's authorization server, with our clients, our tokens and our words."""

import json
from functools import cache
from http import HTTPStatus
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationServer, InvalidRequestError
from authlib.oauth2.rfc6749.errors import OAuth2Error
from flask import Request, Response

from app.api.oauth.asked import Asked
from app.api.oauth.clients import ASSERTION, SECRET, SignedAssertion, TooFast, read_secret, refused
from app.api.oauth.grants import GRANTS
from app.api.oauth.revocation import Revocation
from app.api.pace import may_call, seconds_left
from app.core.clients.proving import KnownClient

CHALLENGE = 'Basic realm="oauth"'
READERS = {ASSERTION: SignedAssertion(), SECRET: read_secret}


class TokenServer(AuthorizationServer):
    """Says who asks, and gives out tokens."""

    def create_oauth2_request(self, request: Request) -> Asked:
        """What was sent."""
        return Asked(request)

    def get_token_grant(self, request: Asked) -> Any:  # noqa: ANN401 - Authlib's
        """How it asks; raises InvalidRequestError when it does not say so."""
        if "grant_type" not in request.form:
            raise InvalidRequestError("Send a grant_type.")
        return super().get_token_grant(request)

    def authenticate_client(self, request: Asked, methods: list[str], endpoint: str = "token") -> KnownClient:
        """Who asks; raises InvalidClientError, or TooFast."""
        for name in methods:
            client = READERS[name](self.query_client, request)
            if client is not None:
                if not may_call(client.id):
                    raise TooFast()
                return client
        raise refused("no_proof")

    def handle_response(self, status: int, body: Any, headers: Any) -> Response:  # noqa: ANN401 - Authlib's
        """An answer as it travels."""
        answer = Response(json.dumps(body), status, mimetype="application/json")
        answer.headers.update({"Cache-Control": "no-store", "Pragma": "no-cache"})
        # RFC 9110 wants one with every 401; of the ways that we take, only this one has a name there.
        if status == HTTPStatus.UNAUTHORIZED:
            answer.headers["WWW-Authenticate"] = CHALLENGE
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            answer.headers["Retry-After"] = str(seconds_left())
        return answer

    def refuse(self, error: OAuth2Error) -> Response:
        """A refusal of what could not even be read."""
        return self.handle_response(*error(None))

    def get_error_uri(self, request: Asked, error: OAuth2Error) -> None:
        """No page of ours tells more about an error."""

    def send_signal(self, name: str, *values: Any, **named: Any) -> None:
        """Nobody listens."""


@cache
def server() -> TokenServer:
    """The server of this process; it keeps nothing of one request for the next."""
    made = TokenServer()
    for grant in GRANTS:
        made.register_grant(grant)
    made.register_endpoint(Revocation)
    return made
