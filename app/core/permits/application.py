"""The door of an application that calls for itself: an entity's own, in the domains that it was given."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.register.functions import list_functions
from app.models.api_client import ApiClient
from app.models.journal import Ground
from app.models.party import Party


def permit_application(session: Session, actor: Actor, party: Party, day: date) -> dict[str, Any]:
    """The permit of an application of an entity, which answers for whom it acts; NotAllowed for any other.

    It is nobody's representative: where the register or the type asks two signatures, it cannot start anything.
    """
    if actor.client_id is None or actor.entity_key is None:
        raise NotAllowed("may_not_decide", party=party.name)
    functions = list_functions(session, party.enterprise_number, day) if party.enterprise_number else []
    alone = not functions or any(function.signs == "alone" for function in functions)
    return {"ground": Ground.API_CLIENT, "signs_alone": alone}


def is_of_entity(session: Session, client_id: UUID, entity_key: str | None) -> bool:
    """Whether this application is one of that entity; an application that belongs to none has no others beside it."""
    return entity_key is not None and session.get_one(ApiClient, client_id).entity_key == entity_key
