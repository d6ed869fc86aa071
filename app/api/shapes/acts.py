"""What every act on a mandate that exists shares: who decides, and the mandate afterwards."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from app.api.operations import Answer, Asked
from app.api.shapes.mandates import mandate_answer
from app.core.actor import Actor
from app.core.mandates.lookup import wait_for_giver
from app.core.mandates.wishes import Side
from app.core.permits.reach import For as For
from app.core.permits.reach import acting_on
from app.core.views.mandate_facts import read_facts

GIVER, HOLDER = Side.GIVER, Side.HOLDER


def mandate_id_of(asked: Asked) -> UUID:
    """The mandate of the address."""
    return UUID(asked.path["mandateId"])


def actor_of(asked: Asked, who: Side | For | None = None) -> Actor:
    """Who decides about the mandate of the address: a user for his own side, an application of itself for `who`.

    Where the act leaves that open, the body says it in `side`.
    """
    said = (asked.body or {}).get("side") if who is None else None
    return acting_on(asked.session, asked.actor, mandate_id_of(asked), Side(said) if said else who, now=asked.now)


def starter_of(asked: Asked, who: Side) -> Actor:
    """As `actor_of`, for what starts another mandate of this giver.

    Whoever starts one waits for its giver first and takes mandates then; the other way around two of them would wait
    for each other.
    """
    wait_for_giver(asked.session, mandate_id_of(asked))
    return actor_of(asked, who)


def carried_out(asked: Asked, act: Callable[..., Any], who: Side | For | None = None, **wish: Any) -> Answer:
    """Do the act to the mandate of the address, and answer how it stands then."""
    actor = actor_of(asked, who)
    act(asked.session, actor, mandate_id_of(asked), policy=asked.policy, now=asked.now, **wish)
    return as_it_stands(asked, actor, mandate_id_of(asked))


def as_it_stands(asked: Asked, actor: Actor, mandate_id: UUID, status: int = 200) -> Answer:
    """The mandate, read again."""
    return mandate_answer(read_facts(asked.session, actor, mandate_id, now=asked.now), status)
