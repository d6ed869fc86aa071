"""What an application gets of what it asks."""

from collections.abc import Mapping
from typing import Any

from authlib.oauth2.rfc6749 import InvalidScopeError

from app.api.oauth.asked import Asked
from app.api.parts import moment, vault
from app.core.clients.scopes import Scope, narrowed
from app.core.clients.tokens import LONGEST_LIFE, User, make_token
from app.db import Session


def scope_for(request: Asked) -> Scope:
    """What the application gets of what it asks; raises InvalidScopeError for more than it may have."""
    found = narrowed(request.form.get("scope", ""), request.client.most)
    if found is None:
        raise InvalidScopeError("The application may not have this scope.")
    return found


def give_token(
    session: Session, request: Asked, scope: Scope, user: User | None = None, **more: str
) -> Mapping[str, Any]:
    """A new token, as RFC 6749 (5.1) tells it; for a user in the transaction that found out who he is."""
    made = make_token(session, request.key.id, scope, vault(), now=moment(), user=user)
    seconds = int(LONGEST_LIFE.total_seconds())
    return {"access_token": made, "token_type": "Bearer", "expires_in": seconds, "scope": scope.text} | more
