"""The way back to the application, with what came of it; only ever to an address that is still registered for it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import NotAllowed, NotFound
from app.core.handoffs.opening import (
    WIZARDS,
    PartyNeeded,
    Seen,
    State,
    choose_side,
    find_draft,
    wish_of,
)
from app.models.draft import Draft
from app.models.handoff import Handoff
from app.models.lifecycle import Side


class Outcome(StrEnum):
    """What the application is told."""

    GIVEN = "given"
    REQUESTED = "requested"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUSED = "refused"


SENT = {WIZARDS[Side.GIVER]: Outcome.GIVEN, WIZARDS[Side.HOLDER]: Outcome.REQUESTED}


@dataclass(frozen=True)
class WayBack:
    """To which application somebody can go back, from the draft that came of `handoff_id`."""

    handoff_id: uuid.UUID
    application: str


def find_way_back(session: Session, actor: Actor, handoff_id: uuid.UUID | None) -> WayBack | None:
    """The way back for whoever was sent here himself; None for anybody else, and where there is none any more."""
    handoff = session.get(Handoff, handoff_id) if handoff_id else None
    if handoff is None or not actor.comes_himself or handoff.person_id != actor.person_id or not _is_open(handoff):
        return None
    return WayBack(handoff.id, handoff.client.name)


def return_from_draft(session: Session, actor: Actor, handoff_id: uuid.UUID, *, now: datetime) -> str:
    """The address to go back to from what came of a link; NotFound for anybody but who was sent here."""
    if find_way_back(session, actor, handoff_id) is None:
        raise NotFound("handoff_unknown")
    handoff = session.get_one(Handoff, handoff_id)
    return _address(handoff, find_draft(session, handoff_id))


def return_from_link(session: Session, actor: Actor | None, seen: Seen, *, now: datetime) -> str:
    """The address to go back to without having begun; `seen` is how the link stands for who shows it.

    Writes, as `choose_side`. NotFound when that is not known of him, or the way back is closed.
    """
    handoff = session.get_one(Handoff, seen.id)
    if seen.state is State.SIGN_IN or not _is_open(handoff):
        raise NotFound("handoff_unknown")
    if seen.state is State.OPEN:
        refused = actor is not None and not _may(session, actor, handoff, now)
        return _with(handoff, Outcome.REFUSED if refused else Outcome.CANCELLED)
    return _address(handoff, find_draft(session, handoff.id))


def _may(session: Session, actor: Actor, handoff: Handoff, now: datetime) -> bool:
    try:
        choose_side(session, actor, wish_of(handoff), brussels_day(now))
    except NotAllowed:
        return False
    except PartyNeeded:
        return True
    return True


def _address(handoff: Handoff, draft: Draft | None) -> str:
    if draft is not None and draft.mandate_id is not None:
        return _with(handoff, SENT[draft.wizard], draft.mandate_id)
    # A draft that still waits may be sent later; for now he gave nothing.
    ended = draft is not None or handoff.ended_at is not None
    return _with(handoff, Outcome.CANCELLED if ended else Outcome.EXPIRED)


def _with(handoff: Handoff, outcome: Outcome, mandate_id: uuid.UUID | None = None) -> str:
    told = {"outcome": outcome.value, "mandate": mandate_id, "state": handoff.state}
    query = urlencode({name: str(value) for name, value in told.items() if value is not None})
    address = handoff.return_address
    return f"{address}{'&' if '?' in address else '?'}{query}"


def _is_open(handoff: Handoff) -> bool:
    return handoff.client.revoked_at is None and handoff.return_address in handoff.client.return_addresses
