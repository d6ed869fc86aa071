"""The mandates of the overview as a plain list, to be kept as a file: exactly those that fit the wish, on all pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.views.overview import choose_rows
from app.core.views.overview_rows import ListedMandate
from app.core.views.overview_wish import Wish
from app.models.journal import Channel
from app.models.lifecycle import Side
from app.translations import say


@dataclass(frozen=True)
class ListRow:
    """One mandate. `first_day` is None as long as nobody knows it; `last_day` is None when somebody must stop it.

    `part_ends_on` is the last day of the part that ends first, when something runs on after it.
    """

    dossier_number: str
    side: Side
    other: str
    other_number: str
    status: str
    types: Sequence[str]
    domains: Sequence[str]
    started_on: date
    first_day: date | None
    last_day: date | None
    part_ends_on: date | None


def list_wished(session: Session, actor: Actor, wish: Wish, *, now: datetime) -> list[ListRow]:
    """Every mandate that the actor may see and wishes to see, in the order of the overview.

    Raises NotAllowed for who may see none, and at a counter: no list of a customer stays behind on a clerk's machine.
    """
    if actor.channel is not Channel.SELF:
        raise NotAllowed("list_only_at_home")
    day = brussels_day(now)
    return [_row(row, day) for row in choose_rows(session, actor, wish, day).rows]


def _row(row: ListedMandate, day: date) -> ListRow:
    starts = [line.starts_on(row.agreed_on, row.giver_posted_on) for line in row.lines]
    return ListRow(
        row.dossier_number,
        row.side,
        row.partner.name,
        row.partner.number,
        say(f"status.{row.status_on(day)}"),
        [line.type_name for line in row.lines],
        list(row.domains.values()),
        row.started_on,
        min((start for start in starts if start is not None), default=None),
        row.last_day,
        row.part_ends_on(day) if not row.status_on(day).is_final else None,
    )
