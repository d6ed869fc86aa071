"""Token exchange (RFC 8693): an application shows the ID token of its user, and gets a token to call for him.

The provider is that of our own citizens, and the application is registered there under a name that we know: an ID token
that somebody got for another application opens nothing here.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.oauth2.rfc6749 import BaseGrant, InvalidGrantError, InvalidRequestError, TokenEndpointMixin
from authlib.oauth2.rfc6749.errors import OAuth2Error
from flask import current_app

from app.adapters.oidc import ProviderDown, TokenRefused, read_citizen
from app.api.oauth.asked import Asked
from app.api.oauth.clients import methods
from app.api.oauth.giving import give_token, scope_for
from app.api.oauth.place import own_address, settings
from app.api.parts import database, moment
from app.config_providers import CITIZEN
from app.core.clients.scopes import Scope
from app.core.clients.users import enter_user
from app.core.errors import CoreError
from app.core.people.provider_accounts import Arrival
from app.core.people.web_sessions import Origin

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105 - names of kinds
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105
NOT_HERE = ("actor_token", "actor_token_type")  # nobody acts for the user but the application that asks
log = logging.getLogger(__name__)


class ProviderIsDown(OAuth2Error):
    """The provider of sign-ins does not answer, so nobody can say who the user is."""

    error = "temporarily_unavailable"
    status_code = 503


class InvalidTarget(OAuth2Error):
    """The token is wanted for another service than ours (RFC 8693, 2.2.2)."""

    error = "invalid_target"


class ForItsUser(BaseGrant, TokenEndpointMixin):
    """The application calls for a user who signed in there."""

    GRANT_TYPE = GRANT
    request: Asked
    scope: Scope

    def validate_token_request(self) -> None:
        """Who asks, what he may have, and for whom."""
        self.server.authenticate_client(self.request, methods())
        _check_form(self.request.form)
        self.scope = scope_for(self.request)

    def create_token_response(self) -> tuple[int, Mapping[str, Any], Any]:
        """The token."""
        return 200, _give(self.request, self.scope), self.TOKEN_RESPONSE_HEADER


def _check_form(form: Mapping[str, str]) -> None:
    if not form.get("subject_token") or form.get("subject_token_type") != ID_TOKEN:
        raise InvalidRequestError(f"Send the ID token of the user as subject_token, of type {ID_TOKEN}.")
    if form.get("requested_token_type", ACCESS_TOKEN) != ACCESS_TOKEN or any(name in form for name in NOT_HERE):
        raise InvalidRequestError("Only an access token for the user himself can be had.")
    if any(form.get(name, own_address()).rstrip("/") != own_address() for name in ("resource", "audience")):
        raise InvalidTarget()


def _give(request: Asked, scope: Scope) -> Mapping[str, Any]:
    """A token for who signed in at the application; raises InvalidGrantError, after why was written down."""
    try:
        claims = _read(request)
        citizen = read_citizen(claims, settings().sign_in.citizen)
        arrival = Arrival(CITIZEN, citizen.subject, citizen.first_name, citizen.last_name)
        # In one transaction: an end that came between the two would miss the token.
        with database().writing.begin() as session:
            user = enter_user(
                session, arrival, enterprise=citizen.enterprise, represents=citizen.represents,
                wanted=request.form.get("enterprise_number"), sign_in=Origin.of_sign_in(CITIZEN, claims),
                issued_at=_issued_at(claims), now=moment(),
            )  # fmt: skip
            return give_token(session, request, scope, user, issued_token_type=ACCESS_TOKEN)
    except TokenRefused as refusal:
        raise _refused(refusal.reason) from refusal
    except CoreError as refusal:
        raise _refused(refusal.code) from refusal


def _issued_at(claims: Mapping[str, Any]) -> datetime:
    # The earliest moment that it can be by our clock: where the provider's runs ahead, what it said before somebody
    # signed out here would look as if it came after.
    return datetime.fromtimestamp(claims["iat"], UTC) - timedelta(seconds=settings().sign_in.leeway_seconds)


def _read(request: Asked) -> dict[str, Any]:
    provider = current_app.extensions["providers"].get(CITIZEN)
    if provider is None:
        raise TokenRefused("no_provider")
    if not request.client.audiences:
        raise TokenRefused("no_audience")
    try:
        claims: dict[str, Any] = provider.read_passed_on(
            request.form["subject_token"], request.client.audiences, now=moment()
        )
    except ProviderDown as down:
        log.error("provider down", extra={"provider": CITIZEN, "kind": down.reason})
        raise ProviderIsDown() from down
    return claims


def _refused(reason: str) -> InvalidGrantError:
    log.warning("user of application refused", extra={"kind": reason})
    return InvalidGrantError()
