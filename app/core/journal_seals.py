"""Sealing the journal: a chain of digests, so that whoever changes or removes an entry behind our back is found out.

Each entry's digest covers the one before it. A seal keeps where the chain stood after the last entry of a day; who
keeps a seal elsewhere (it stands in the log) can prove that nothing before it was touched since. Entries hold no names,
so names can be erased without breaking the chain. What is blanked after years (`journal_blanking.py`) breaks it
neither: the chain goes on from where it stood, and the entry that tells of the blanking is sealed as every other.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import brussels_day, start_of_brussels_day
from app.models.journal import BLANKED, GONE, JournalEntry
from app.models.journal_gone import GoneEntry
from app.models.journal_seal import JournalSeal

BEFORE_THE_FIRST = "0" * 64
PART = 5_000
_COLUMNS = tuple(JournalEntry.__table__.columns)


@dataclass(frozen=True)
class SealReport:
    """What was found: sealed entries, seals, and entries that no seal covers yet. `broken_on` is the first wrong seal.

    `digest` is where the chain stands at the last seal that fits, which covers the entries up to number `sealed_until`:
    compare it with what you kept elsewhere. `blanked` counts the entries among them that say nothing any more, by the
    day on which they were blanked, oldest first.
    """

    entries: int
    seals: int
    unsealed: int
    digest: str
    sealed_until: int
    broken_on: date | None = None
    blanked: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One entry on the walk: where the chain stood before and after it, and whether it is as it has to be.

    `run_id` is the entry that tells of its blanking, and None for an entry that still says something.
    """

    id: int
    before: str
    after: str
    run_id: int | None = None
    fits: bool = True


def seal_journal(session: Session, *, now: datetime) -> JournalSeal | None:
    """Seal what was written before today, in the order of the numbers; None when there is nothing new to seal."""
    last = session.scalars(select(JournalSeal).order_by(JournalSeal.last_id.desc()).limit(1)).first()
    before = select(func.max(JournalEntry.id)).where(JournalEntry.at < start_of_brussels_day(brussels_day(now)))
    first_unsealed, last_id = (last.last_id if last else 0), session.scalar(before)
    if last_id is None or last_id <= first_unsealed:
        return None
    digest, entries = last.digest if last else BEFORE_THE_FIRST, 0
    for step in walk(session, digest, first_unsealed, last_id):
        digest, entries = step.after, entries + 1
    seal = JournalSeal(last_id=last_id, day=brussels_day(now), entries=entries, digest=digest, sealed_at=now)
    session.add(seal)
    session.flush()
    return seal


def check_seals(session: Session) -> SealReport:
    """Walk the whole journal again and compare with every seal; stops at the first that does not fit."""
    digest, checked, after, blanked = BEFORE_THE_FIRST, 0, 0, Counter[date]()
    seals, told = session.scalars(select(JournalSeal).order_by(JournalSeal.last_id)).all(), _told_runs(session)
    for number, seal in enumerate(seals):
        before, entries, fits = digest, 0, True
        for step in walk(session, digest, after, seal.last_id, told):
            digest, entries = step.after, entries + 1
            fits = fits and step.fits
            blanked.update([told[step.run_id]] if step.run_id in told else [])
        if not fits or (digest, entries) != (seal.digest, seal.entries):
            return SealReport(checked, number, 0, before, after, broken_on=seal.day)
        checked, after = checked + entries, seal.last_id
    unsealed = select(func.count()).select_from(JournalEntry).where(JournalEntry.id > after)
    waiting, by_day = session.execute(unsealed).scalar_one(), dict(sorted(blanked.items()))
    return SealReport(checked, len(seals), waiting, digest, after, blanked=by_day)


def walk(
    session: Session, digest: str, after: int, last_id: int, told: Collection[int] | None = None
) -> Iterator[Step]:
    """Walk on from where the chain stood after entry `after`; with `told`, only these runs may have blanked any."""
    for entry in _entries(session, after, last_id):
        if entry.run_id is None:
            step = Step(entry.id, digest, _chained(digest, entry[: len(_COLUMNS)]))
        else:
            is_told = told is None or entry.run_id in told
            says_nothing = (entry.kind, entry.actor_id, entry.person_id, entry.data) == (GONE, None, None, {})
            fits = is_told and says_nothing and entry.chain_before == digest
            step = Step(entry.id, digest, entry.chain_after, entry.run_id, fits)
        yield step
        digest = step.after


def digest_of_run(places: Iterable[tuple[int, str, str]]) -> str:
    """One digest over all that was blanked in one go: numbers, and where the chain stood before and after each."""
    text = "\n".join(f"{number} {before} {after}" for number, before, after in sorted(places))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _told_runs(session: Session) -> dict[int, date]:
    """The runs of which the journal tells exactly what was blanked, and on which day that was."""
    query = select(GoneEntry.run_id, GoneEntry.id, GoneEntry.chain_before, GoneEntry.chain_after)
    by_run = groupby(session.execute(query.order_by(GoneEntry.run_id)), lambda one: one.run_id)
    places = {run_id: digest_of_run((one[1], one[2], one[3]) for one in rows) for run_id, rows in by_run}
    query = select(JournalEntry.id, JournalEntry.at, JournalEntry.data).where(JournalEntry.kind == BLANKED)
    runs = session.execute(query)
    return {number: brussels_day(at) for number, at, data in runs if data.get("digest") == places.get(number)}


def _entries(session: Session, after: int, last_id: int) -> Iterator[Any]:
    # In parts, because a journal of years does not fit in memory.
    query = select(*_COLUMNS, GoneEntry.run_id, GoneEntry.chain_before, GoneEntry.chain_after)
    query = query.outerjoin(GoneEntry, GoneEntry.id == JournalEntry.id).order_by(JournalEntry.id).limit(PART)
    while rows := session.execute(query.where(JournalEntry.id > after, JournalEntry.id <= last_id)).all():
        yield from rows
        after = rows[-1].id


def _chained(digest: str, entry: Any) -> str:  # noqa: ANN401 - a row of all columns
    # What is empty is left out: a column that comes later, empty for what is old, leaves old digests as they are.
    values = {column.name: value for column, value in zip(_COLUMNS, entry, strict=True) if value is not None}
    # Written out the same way on every engine and in every version of Python.
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_plain)
    return hashlib.sha256(f"{digest}\n{text}".encode("ascii")).hexdigest()


def _plain(value: object) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else str(value)
