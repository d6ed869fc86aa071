"""OpenID Connect: signing in at somebody who already knows the person.

The authorization code goes with a proof key (PKCE), a state and a nonce that stay on our side; the tokens are read once
and thrown away. See docs/decisions/2026-11-29-sign-in.md.
"""

from app.adapters.oidc.claims import Citizen, Colleague, check_access, read_citizen, read_colleague
from app.adapters.oidc.errors import ProviderDown, TokenRefused
from app.adapters.oidc.provider import Departure, Provider
from app.config import Settings
from app.config_providers import STAFF

__all__ = ["Citizen", "Colleague", "Departure", "Provider", "ProviderDown", "TokenRefused", "check_access",
           "make_providers", "read_citizen", "read_colleague"]  # fmt: skip


def make_providers(settings: Settings) -> dict[str, Provider]:
    """The providers that the settings name, by kind."""
    ways = settings.sign_in
    acr = {STAFF: ways.access.acr}
    return {one.kind: Provider(one, leeway=ways.leeway_seconds, acr=acr.get(one.kind, ())) for one in ways.providers}
