"""The overview of a party's mandates: who may do something for it, and for whom it may do something."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.mandate_texts import period_of
from app.core.mandates import PAGE_SIZE, count_mandates, list_mandates
from app.core.sight import Sight, find_sight
from app.core.status_texts import StatusText, status_text, what_text
from app.core.tasks import Tasks, list_tasks
from app.models.lifecycle import Side
from app.models.mandate import Mandate


@dataclass(frozen=True)
class Card:
    """One mandate in the overview. `period` comes after "Het mandaat geldt", and is empty when it is over."""

    mandate_id: uuid.UUID
    dossier_number: str
    other: str
    status: StatusText
    what: str
    period: str


@dataclass(frozen=True)
class CardPage:
    """One page of cards, out of `pages`."""

    cards: Sequence[Card]
    number: int
    pages: int
    total: int


@dataclass(frozen=True)
class Overview:
    """Everything on the page. `tasks` is None for who may not decide."""

    party_name: str
    decides: bool
    tasks: Tasks | None
    given: CardPage
    held: CardPage


def read_overview(
    session: Session, actor: Actor, *, now: datetime, given_page: int = 1, held_page: int = 1
) -> Overview:
    """The mandates that the actor may see, newest first, 50 a page. Raises NotAllowed for who may see none."""
    day = brussels_day(now)
    sight = find_sight(session, actor, day)
    return Overview(
        sight.party.name,
        sight.decides,
        list_tasks(session, actor, sight.party.id, now=now) if sight.decides else None,
        _cards(session, sight, Side.GIVER, day, given_page),
        _cards(session, sight, Side.HOLDER, day, held_page),
    )


def _cards(session: Session, sight: Sight, side: Side, day: date, number: int) -> CardPage:
    total = count_mandates(session, sight.party.id, side=side, only=sight.only)
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, number), pages)
    found = list_mandates(session, sight.party.id, side=side, only=sight.only, page=number)
    return CardPage([_card(one, side, day) for one in found], number, pages, total)


def _card(mandate: Mandate, side: Side, day: date) -> Card:
    return Card(
        mandate.id,
        mandate.dossier_number,
        mandate.party_on(side.other).name,
        status_text(mandate, side, day),
        what_text(mandate, side, day),
        "" if mandate.status_on(day).is_final else period_of(mandate),
    )
