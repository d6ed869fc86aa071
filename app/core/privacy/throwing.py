"""Throwing away what is over, in batches: who stops half-way loses nothing, and whoever goes on finds only the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.calendar import add_months
from app.core.journal import record_rule
from app.core.privacy.over import DRAFTS, SORTS, Sort
from app.models.journal import THROWN_AWAY
from app.retention import Retention

ALL = (DRAFTS, *SORTS)
BATCH = 500
MONTHS = {"months": 1, "years": 12}


@dataclass(frozen=True)
class Due:
    """What the next run would throw away of one sort: how many rows, and the first day of which it is kept."""

    name: str
    setting: str
    count: int
    kept_from: date


def report_due(session: Session, retention: Retention, *, now: datetime) -> Sequence[Due]:
    """Every sort, also those of which nothing is over."""
    found = []
    for sort in ALL:
        kept_from = first_kept_day(sort, retention, now)
        count = session.execute(select(func.count()).select_from(sort.rows(kept_from).subquery())).scalar_one()
        found.append(Due(sort.name, sort.setting, count, kept_from))
    return found


def throw_batch(session: Session, number: int, retention: Retention, *, now: datetime, batch: int = BATCH) -> int:
    """Throw away some of the sort with this number; how many. Fewer than `batch` means that the sort is done."""
    sort = ALL[number]
    ids = session.scalars(sort.rows(first_kept_day(sort, retention, now)).limit(batch)).all()
    if ids:
        sort.throw(session, ids, now)
    return len(ids)


def note_run(session: Session, counts: Mapping[str, int], *, now: datetime) -> None:
    """Write in the journal how much of each sort went; nothing when nothing did."""
    if any(counts.values()):
        record_rule(session, THROWN_AWAY, None, now=now, counts={name: n for name, n in counts.items() if n})


def first_kept_day(sort: Sort, retention: Retention, now: datetime) -> date:
    """The first day of which this sort is kept today."""
    today, number, unit = brussels_day(now), getattr(retention, sort.setting), sort.setting.rpartition("_")[2]
    if sort is DRAFTS:
        return today
    return today - timedelta(days=number) if unit == "days" else add_months(today, -number * MONTHS[unit])
