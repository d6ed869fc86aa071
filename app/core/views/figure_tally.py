"""What the journal says of doors, counted: the sums that figures are made of.

Sums of days can be added up, so those of long ago need not be counted again (`figures_kept`).
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import ColumnElement, Date, Subquery, func, select
from sqlalchemy.orm import Session

from app.clock import brussels_day, start_of_brussels_day
from app.core.mandates.lookup import visible_to
from app.models.journal import Ground, JournalEntry
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


@dataclass
class Tally:
    """What came in: by door how often mandates were "started", "accepted" and "contested", and of the started ones that
    were active by now, how many were after so many days.
    """

    counts: dict[Door, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    days: dict[Door, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, other: Self) -> None:
        """Take another one's sums along."""
        for door, counts in other.counts.items():
            self.counts[door].update(counts)
        for door, days in other.days.items():
            self.days[door].update(days)


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


def tally(
    session: Session, when: Sequence[ColumnElement[bool]], today: date, party_id: uuid.UUID | None = None
) -> Tally:
    """The sums of the entries for which `when` holds: of all parties, or of what one of them may know of."""
    whose = [visible_to(party_id)] if party_id else []
    # Said of no column: from a few kinds SQLite would go through all that ever happened, to find what is of one party.
    kind = JournalEntry.kind + "" if party_id else JournalEntry.kind
    counts = _counts(session, [kind.in_(COUNTED), *when, *whose])
    return Tally(counts, _days(session, [kind.in_(STARTS), *when, *whose], today))


def of_days(first: date | None, last: date | None = None) -> list[ColumnElement[bool]]:
    """That an entry was written on one of these days; None for all before, or all after."""
    begins = [JournalEntry.at >= start_of_brussels_day(first)] if first else []
    return begins + ([JournalEntry.at < start_of_brussels_day(last + timedelta(days=1))] if last else [])


def find_first_day(session: Session) -> date | None:
    """The day of the first entry that counts; None when there is none."""
    firsts = [session.scalar(select(func.min(JournalEntry.at)).where(JournalEntry.kind == kind)) for kind in COUNTED]
    return min((brussels_day(at) for at in firsts if at is not None), default=None)


def is_anything_counted(session: Session, when: Sequence[ColumnElement[bool]]) -> bool:
    """Whether there is an entry that counts for which `when` holds; on most days of a small service there is none."""
    return session.scalar(select(JournalEntry.id).where(JournalEntry.kind.in_(COUNTED), *when).limit(1)) is not None


def _counts(session: Session, conditions: Sequence[ColumnElement[bool]]) -> dict[Door, Counter[str]]:
    kind = (JournalEntry.kind, JournalEntry.channel, JournalEntry.ground)
    query = select(*kind, func.count()).join(Mandate, Mandate.id == JournalEntry.mandate_id)
    found: dict[Door, Counter[str]] = defaultdict(Counter)
    for name, channel, ground, count in session.execute(query.where(*conditions).group_by(*kind)):
        found[_door_of(channel, ground)][COUNTED[name]] += count
    return found


def _days(session: Session, conditions: Sequence[ColumnElement[bool]], today: date) -> dict[Door, Counter[int]]:
    """How many were active how many days after the start, by its door; equal mandates come as one row."""
    agreement = [getattr(Mandate, name) for name in Agreement.__dataclass_fields__]
    counted = select(JournalEntry.mandate_id).join(Mandate, Mandate.id == JournalEntry.mandate_id)
    of_these = Line.mandate_id.in_(counted.where(*conditions))
    at_once, waiting = _parts(of_these, Line.cooling_off_days == 0), _parts(of_these, Line.cooling_off_days > 0)
    facts = [*agreement, Mandate.giver_posted_on, *at_once.c[1:], *waiting.c[1:]]
    columns: list[Any] = [JournalEntry.channel, JournalEntry.ground, Mandate.started_on, *facts]
    query = select(func.count(), *columns).join(Mandate, Mandate.id == JournalEntry.mandate_id)
    for parts in (at_once, waiting):
        query = query.outerjoin(parts, parts.c[0] == Mandate.id)
    found: dict[Door, Counter[int]] = defaultdict(Counter)
    for count, channel, ground, started_on, *values in session.execute(
        query.where(Mandate.accepted_on.is_not(None), *conditions).group_by(*columns)
    ):
        active_from = _active_from(values)
        if active_from is not None and active_from <= today:
            found[_door_of(channel, ground)][(active_from - started_on).days] += count
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
