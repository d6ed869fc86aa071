"""The overview of a party's mandates: who may do something for it, and for whom it may do something."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.mandates.lookup import get_mandates
from app.core.mandates.mandate_texts import period_of
from app.core.mandates.status_texts import StatusText, status_text, what_text
from app.core.people.notices import NoticeState, find_notice_state
from app.core.permits.sight import Sight, find_sight
from app.core.views.overview_rows import ListedMandate, list_rows
from app.core.views.overview_wish import Group, Wish, group_of, in_order, narrow
from app.core.views.tasks import Tasks, list_tasks
from app.models.lifecycle import Side
from app.models.mandate import Mandate

PAGE_SIZE = 25
EVERYTHING = Wish()


@dataclass(frozen=True)
class Card:
    """One mandate in the overview. `period` comes after "Het mandaat geldt", and is empty when it is over."""

    mandate_id: uuid.UUID
    partner_id: uuid.UUID
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
    """Everything on the page. `tasks` is None for who may not decide; `news` is how the party wants its news.

    `appoints` is for who may say who may what there. `total` is how many mandates there are before anything was wished,
    `counts` how many of those that fit the wish stand in each group, `domains` the names of the domains, by key.
    """

    party_name: str
    decides: bool
    appoints: bool
    tasks: Tasks | None
    news: NoticeState
    given: CardPage
    held: CardPage
    total: int
    counts: Mapping[Group, int]
    domains: Mapping[str, str]


@dataclass(frozen=True)
class Chosen:
    """The rows that fit a wish, in its order, and what the page says about all of them."""

    sight: Sight
    rows: Sequence[ListedMandate]
    total: int
    counts: Mapping[Group, int]
    domains: Mapping[str, str]


def read_overview(
    session: Session,
    actor: Actor,
    *,
    now: datetime,
    wish: Wish = EVERYTHING,
    given_page: int = 1,
    held_page: int = 1,
) -> Overview:
    """The mandates that the actor may see and wishes to see, 25 a page. Raises NotAllowed for who may see none."""
    day = brussels_day(now)
    chosen = choose_rows(session, actor, wish, day)
    sight = chosen.sight
    return Overview(
        sight.party.name,
        sight.decides,
        sight.appoints,
        list_tasks(session, actor, sight.party.id, now=now) if sight.decides else None,
        find_notice_state(session, sight.party.id) if sight.decides else NoticeState(),
        _cards(session, chosen, Side.GIVER, day, given_page),
        _cards(session, chosen, Side.HOLDER, day, held_page),
        chosen.total,
        chosen.counts,
        chosen.domains,
    )


def choose_rows(session: Session, actor: Actor, wish: Wish, day: date) -> Chosen:
    """Every row that the actor may see and wishes to see, on all pages. Raises NotAllowed for who may see none."""
    sight = find_sight(session, actor, day)
    everything = list_rows(session, sight)
    groups = group_of(narrow(everything, wish, day), day)
    domains = {key: name for row in everything for key, name in row.domains.items()}
    return Chosen(
        sight,
        in_order(groups[wish.group], wish.order, day),
        len(everything),
        {group: len(rows) for group, rows in groups.items()},
        dict(sorted(domains.items(), key=lambda one: one[1])),
    )


def _cards(session: Session, chosen: Chosen, side: Side, day: date, number: int) -> CardPage:
    rows = [row for row in chosen.rows if row.side is side]
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    number = min(max(1, number), pages)
    shown = rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    found = {mandate.id: mandate for mandate in get_mandates(session, [row.id for row in shown])}
    return CardPage([_card(found[row.id], side, day) for row in shown], number, pages, len(rows))


def _card(mandate: Mandate, side: Side, day: date) -> Card:
    other = mandate.party_on(side.other)
    return Card(
        mandate.id,
        other.id,
        mandate.dossier_number,
        other.name,
        status_text(mandate, side, day),
        what_text(mandate, side, day),
        "" if mandate.status_on(day).is_final else period_of(mandate),
    )
