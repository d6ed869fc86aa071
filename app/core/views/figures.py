"""Figures: through which door mandates were started, accepted and contested, and after how long they were active.

They come from the journal, and the first active days from the dated facts of the mandates that it names.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Date, Subquery, func, select
from sqlalchemy.orm import Session

from app.clock import brussels_day, start_of_brussels_day
from app.core.actor import Actor
from app.core.counter.visits import get_staff
from app.core.errors import NotAllowed
from app.core.mandates.lookup import visible_to
from app.core.permits.sight import find_sight
from app.models.journal import Channel, Ground, JournalEntry
from app.models.lifecycle import Lifecycle, LineDays
from app.models.mandate import Line, Mandate

STARTS = ("given", "requested", "passed_on")
COUNTED = dict.fromkeys(STARTS, "started") | {"accepted": "accepted", "contested": "contested"}


class Door(StrEnum):
    """How people came in. The code of a letter is a door of its own, although the journal's channel is `self`."""

    SELF = "self"
    LETTER = "letter"
    COUNTER = "counter"
    PHONE = "phone"
    PAPER = "paper"
    API = "api"
    JOB = "job"


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


@dataclass
class Agreement(Lifecycle):
    """The days of a mandate that tell when both sides had agreed."""

    accepted_on: date | None
    giver_must_confirm: bool
    giver_confirmed_on: date | None
    holder_must_confirm: bool
    holder_confirmed_on: date | None


@dataclass
class Parts(LineDays):
    """The parts of a mandate that wait for its letter, or those that do not: earliest first day, latest stop."""

    first_day: date
    stop_day: date
    cooling_off_days: int

    def active_from(self, agreed_on: date, posted_on: date | None) -> date | None:
        """The first day on which one of them could be used; None when that day is not known or never came."""
        start = self.starts_on(agreed_on, posted_on)
        return start if start is not None and start <= self.stop_day else None


SIZE = len(fields(Parts))


def read_party_figures(session: Session, actor: Actor, *, since: date | None, now: datetime) -> Figures:
    """The figures of the actor's party, over the mandates it gave and those it holds.

    Raises NotAllowed for who may not decide for it.
    """
    sight = find_sight(session, actor, brussels_day(now))
    if not sight.decides:
        raise NotAllowed("may_not_decide", party=sight.party.name)
    return _figures(session, sight.party.name, [visible_to(sight.party.id)], since, now)


def read_all_figures(session: Session, actor: Actor, *, since: date | None, now: datetime) -> Figures:
    """The figures over all parties. Raises NotAllowed for who is no member of staff."""
    if actor.channel is not Channel.COUNTER or actor.actor_id is None:
        raise NotAllowed("clerks_only")
    get_staff(session, actor.actor_id)
    return _figures(session, None, [], since, now)


def _figures(
    session: Session,
    party_name: str | None,
    conditions: Sequence[ColumnElement[bool]],
    since: date | None,
    now: datetime,
) -> Figures:
    if since is not None:
        conditions = [*conditions, JournalEntry.at >= start_of_brussels_day(since)]
    counts, days = _counts(session, conditions), _days(session, conditions, brussels_day(now))
    doors = {door: _door(counts[door], days[door]) for door in Door if counts[door]}
    all_days = [one for found in days.values() for one in found]
    together = _door(sum(counts.values(), Counter()), all_days)
    return Figures(party_name, since, brussels_day(now), doors, together)


def _door(counts: Mapping[str, int], days: Sequence[int]) -> DoorFigures:
    numbers = [counts.get(name, 0) for name in ("started", "accepted", "contested")]
    return DoorFigures(*numbers, len(days), median(days) if days else None)


def _counts(session: Session, conditions: Sequence[ColumnElement[bool]]) -> dict[Door, Counter[str]]:
    kind = (JournalEntry.kind, JournalEntry.channel, JournalEntry.ground)
    query = select(*kind, func.count()).join(Mandate, Mandate.id == JournalEntry.mandate_id)
    found: dict[Door, Counter[str]] = defaultdict(Counter)
    for name, channel, ground, count in session.execute(
        query.where(JournalEntry.kind.in_(COUNTED), *conditions).group_by(*kind)
    ):
        found[_door_of(channel, ground)][COUNTED[name]] += count
    return found


def _days(session: Session, conditions: Sequence[ColumnElement[bool]], today: date) -> dict[Door, list[int]]:
    """The days from the start to the first active day, by the door of the start; equal mandates come as one row."""
    agreement = [getattr(Mandate, name) for name in Agreement.__dataclass_fields__]
    counted = select(JournalEntry.mandate_id).join(Mandate, Mandate.id == JournalEntry.mandate_id)
    of_these = Line.mandate_id.in_(counted.where(JournalEntry.kind.in_(STARTS), *conditions))
    at_once, waiting = _parts(of_these, Line.cooling_off_days == 0), _parts(of_these, Line.cooling_off_days > 0)
    facts = [*agreement, Mandate.giver_posted_on, *at_once.c[1:], *waiting.c[1:]]
    columns: list[Any] = [JournalEntry.channel, JournalEntry.ground, Mandate.started_on, *facts]
    query = select(func.count(), *columns).join(Mandate, Mandate.id == JournalEntry.mandate_id)
    for parts in (at_once, waiting):
        query = query.outerjoin(parts, parts.c[0] == Mandate.id)
    found: dict[Door, list[int]] = defaultdict(list)
    for count, channel, ground, started_on, *values in session.execute(
        query.where(JournalEntry.kind.in_(STARTS), Mandate.accepted_on.is_not(None), *conditions).group_by(*columns)
    ):
        active_from = _active_from(values)
        if active_from is not None and active_from <= today:
            found[_door_of(channel, ground)] += [(active_from - started_on).days] * count
    return found


def _parts(*which: ColumnElement[bool]) -> Subquery:
    """Per mandate: the earliest first day of these parts, their latest stop, and how long they wait for the letter."""
    last_stop = func.max(func.coalesce(Line.stop_day, date.max), type_=Date)
    columns = (func.min(Line.first_day), last_stop, func.min(Line.cooling_off_days))
    query = select(Line.mandate_id, *(column.label(f"fact_{number}") for number, column in enumerate(columns)))
    return query.where(Line.refused_on.is_(None), *which).group_by(Line.mandate_id).subquery()


def _active_from(values: Sequence[Any]) -> date | None:
    *agreement, posted_on = values[: -2 * SIZE]
    agreed_on = Agreement(*agreement).agreed_on
    if agreed_on is None:
        return None
    both = [values[-2 * SIZE : -SIZE], values[-SIZE:]]
    days = [Parts(*facts).active_from(agreed_on, posted_on) for facts in both if facts[0] is not None]
    return min((day for day in days if day is not None), default=None)


def _door_of(channel: str, ground: str) -> Door:
    return Door.LETTER if ground == Ground.LETTER_CODE else Door(channel)
