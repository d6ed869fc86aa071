"""For whom an application asks a token: for itself, or for its user (`exchange`)."""

from collections.abc import Mapping
from typing import Any

from authlib.oauth2.rfc6749 import BaseGrant, TokenEndpointMixin

from app.api.oauth.asked import Asked
from app.api.oauth.clients import methods
from app.api.oauth.exchange import ForItsUser
from app.api.oauth.giving import give_token, scope_for
from app.api.parts import database
from app.core.clients.scopes import Scope

OWN = "client_credentials"


class ForItself(BaseGrant, TokenEndpointMixin):
    """Client credentials (RFC 6749, 4.4): the application calls for itself."""

    GRANT_TYPE = OWN
    request: Asked
    scope: Scope

    def validate_token_request(self) -> None:
        """Who asks, and what he may have."""
        self.server.authenticate_client(self.request, methods())
        self.scope = scope_for(self.request)

    def create_token_response(self) -> tuple[int, Mapping[str, Any], Any]:
        """The token."""
        with database().writing.begin() as session:
            given = give_token(session, self.request, self.scope)
        return 200, given, self.TOKEN_RESPONSE_HEADER


GRANTS = (ForItself, ForItsUser)
