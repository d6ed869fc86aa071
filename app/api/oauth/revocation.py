"""Closing a token before its time, as Authlib has it (RFC 7009)."""

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc7009 import RevocationEndpoint

from app.api.oauth.asked import Asked
from app.api.oauth.clients import methods
from app.api.parts import database, moment, vault
from app.core.clients.proving import KnownClient
from app.core.clients.tokens import revoke_token


class Revocation(RevocationEndpoint):
    """Of a token that is not his, an application hears what it hears of one that nobody has."""

    def authenticate_endpoint_client(self, request: Asked) -> KnownClient:
        """Who asks."""
        client: KnownClient = self.server.authenticate_client(request, methods())
        return client

    def query_token(self, token_string: str, token_type_hint: str | None) -> None:
        """Unused: a token is closed where it is looked up, in one step."""

    def authenticate_token(self, request: Asked, client: KnownClient) -> str:
        """The token as it was sent; raises InvalidRequestError when it was not."""
        # A hint of its type is not looked at (RFC 7009, 2.2): there is one type.
        if "token" not in request.form:
            raise InvalidRequestError()
        return request.form["token"]

    def revoke_token(self, token: str, request: Asked) -> None:
        """Close it, when it is his."""
        with database().writing.begin() as session:
            revoke_token(session, token, request.client.id, vault(), now=moment())
