"""OpenID Connect: signing in at somebody who already knows the person.

The authorization code goes with a proof key (PKCE), a state and a nonce that stay on our side; the tokens are read once
and thrown away. See docs/decisions/2026-11-29-sign-in.md.
"""

from app.adapters.oidc.claims import Citizen, Colleague, read_citizen, read_colleague
from app.adapters.oidc.errors import ProviderDown, TokenRefused
from app.adapters.oidc.provider import Departure, Provider
from app.config import Settings

__all__ = ["Citizen", "Colleague", "Departure", "Provider", "ProviderDown", "TokenRefused", "make_providers",
           "read_citizen", "read_colleague"]  # fmt: skip


def make_providers(settings: Settings) -> dict[str, Provider]:
    """The providers that the settings name, by kind."""
    leeway = settings.sign_in.leeway_seconds
    return {one.kind: Provider(one, leeway=leeway) for one in settings.sign_in.providers}
