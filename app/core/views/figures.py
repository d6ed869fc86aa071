"""Figures: through which door mandates were started, accepted and contested, and after how long they were active.

They come from the journal, and the first active days from the dated facts of the mandates that it names.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.counter.visits import get_staff
from app.core.errors import NotAllowed
from app.core.permits.sight import find_sight
from app.core.views.figure_tally import Door, Tally, of_days, tally
from app.core.views.figures_kept import tally_of_all
from app.models.journal import Channel


@dataclass(frozen=True)
class DoorFigures:
    """What came in through one door, or through all of them together.

    `activated` counts the mandates started here that were active by now, `median_days` is the number of days within
    which half of those were; None when there are none.
    """

    started: int
    accepted: int
    contested: int
    activated: int
    median_days: float | None


@dataclass(frozen=True)
class Figures:
    """`since` is the first day that counts, None for all days; `doors` are those through which something came."""

    party_name: str | None
    since: date | None
    until: date
    doors: Mapping[Door, DoorFigures]
    together: DoorFigures


def read_party_figures(session: Session, actor: Actor, *, since: date | None, now: datetime) -> Figures:
    """The figures of the actor's party, over the mandates it gave and those it holds.

    Raises NotAllowed for who may not decide for it.
    """
    today = brussels_day(now)
    sight = find_sight(session, actor, today)
    if not sight.decides:
        raise NotAllowed("may_not_decide", party=sight.party.name)
    return _figures(tally(session, of_days(since), today, sight.party.id), sight.party.name, since, today)


def read_all_figures(session: Session, actor: Actor, *, since: date | None, now: datetime) -> Figures:
    """The figures over all parties. Raises NotAllowed for who is no member of staff."""
    if actor.channel is not Channel.COUNTER or actor.actor_id is None:
        raise NotAllowed("clerks_only")
    get_staff(session, actor.actor_id)
    today = brussels_day(now)
    return _figures(tally_of_all(session, since, today), None, since, today)


def _figures(found: Tally, party_name: str | None, since: date | None, today: date) -> Figures:
    doors = {door: _door(found.counts[door], found.days[door]) for door in Door if found.counts[door].total()}
    together = _door(sum(found.counts.values(), Counter()), sum(found.days.values(), Counter()))
    return Figures(party_name, since, today, doors, together)


def _door(counts: Mapping[str, int], days: Counter[int]) -> DoorFigures:
    numbers = [counts.get(name, 0) for name in ("started", "accepted", "contested")]
    return DoorFigures(*numbers, days.total(), _median(days))


def _median(days: Counter[int]) -> float | None:
    """The one in the middle, or the average of the two there; None of nothing."""
    places = ((days.total() - 1) // 2, days.total() // 2)
    found: list[int] = []
    passed = 0
    for number in sorted(days):
        found += [number for place in places if passed <= place < passed + days[number]]
        passed += days[number]
    return sum(found) / 2 if found else None
