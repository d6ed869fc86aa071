"""The sums of days that are over, counted at night and kept: to count them all for a page would hold up who writes.

Days that are not kept yet are counted when somebody asks. Of days of long ago nothing changes any more: what began then
was accepted, or lapsed.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.views.figure_tally import Door, Tally, find_first_day, is_anything_counted, of_days, tally
from app.models.day_figures import DayFigures

SETTLED = timedelta(days=365)  # never more than KEEP_JOURNAL_YEARS can be: what is gone would be counted as nothing
ONE_DAY = timedelta(days=1)


def tally_of_all(session: Session, since: date | None, today: date) -> Tally:
    """The sums over all parties from that day on: the kept days, and what comes after them."""
    begin = max(since or date.min, _first_of_all(session) or today)
    query = select(DayFigures).where(DayFigures.day >= begin, DayFigures.day < today).order_by(DayFigures.day)
    found, open_from = Tally(), begin
    for kept in session.scalars(query):
        if kept.day != open_from:  # what is missing between is counted, with all that comes after it
            break
        found.add(_read(kept.doors))
        open_from += ONE_DAY
    found.add(tally(session, of_days(open_from), today))
    return found


def list_days_to_count(session: Session, now: datetime) -> list[date]:
    """The days before today that are not kept, or of which something can have changed since, oldest first."""
    today, first = brussels_day(now), find_first_day(session)
    if first is None:
        return []
    kept = set(session.scalars(select(DayFigures.day).where(DayFigures.day < today - SETTLED)))
    return [day for day in _days(first, today) if day not in kept]


def count_day(session: Session, day: date, now: datetime) -> Tally:
    """The sums of one day, over all parties."""
    when = of_days(day, day)
    return tally(session, when, brussels_day(now)) if is_anything_counted(session, when) else Tally()


def keep_days(session: Session, found: Mapping[date, Tally], now: datetime) -> None:
    """Keep the sums of these days, in place of what was kept of them."""
    for day, sums in found.items():
        session.merge(DayFigures(day=day, doors=_written(sums), counted_at=now))


def _first_of_all(session: Session) -> date | None:
    # What the journal no longer has, because its term passed, is still kept as a sum.
    known = (find_first_day(session), session.scalar(select(func.min(DayFigures.day))))
    return min((day for day in known if day is not None), default=None)


def _days(first: date, until: date) -> Iterator[date]:
    for number in range((until - first).days):
        yield first + timedelta(days=number)


def _written(sums: Tally) -> dict[str, Any]:
    return {
        str(door): {"counts": dict(sums.counts[door]), "days": {str(day): n for day, n in sums.days[door].items()}}
        for door in Door if sums.counts.get(door) or sums.days.get(door)
    }  # fmt: skip


def _read(doors: Mapping[str, Any]) -> Tally:
    found = Tally()
    for name, sums in doors.items():
        found.counts[Door(name)].update(sums["counts"])
        found.days[Door(name)].update({int(day): count for day, count in sums["days"].items()})
    return found
