"""Which application calls, and for whom: what a token says, as the core and the API read it."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Caller:
    """`person_id` and `party_id` are of the user for whom the application calls, None when it calls for itself.

    `scopes` says what the token may, `domains` in which domains; `entity_key` names the entity whose application it is.
    `occasion` tells one sign-in of the user from another.
    """

    client_id: uuid.UUID
    entity_key: str | None
    domains: frozenset[str]
    scopes: frozenset[str]
    person_id: uuid.UUID | None
    party_id: uuid.UUID | None
    occasion: str
