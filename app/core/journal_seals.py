"""Sealing the journal: a chain of digests, so that whoever changes or removes an entry behind our back is found out.

Each entry's digest covers the one before it. A seal keeps where the chain stood after the last entry of a day; who
keeps a seal elsewhere (it stands in the log) can prove that nothing before it was touched since. Entries hold no names,
so names can be erased without breaking the chain.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import brussels_day, start_of_brussels_day
from app.models.journal import JournalEntry
from app.models.journal_seal import JournalSeal

BEFORE_THE_FIRST = "0" * 64
PART = 5_000
_COLUMNS = tuple(JournalEntry.__table__.columns)


@dataclass(frozen=True)
class SealReport:
    """What was found: sealed entries, seals, and entries that no seal covers yet. `broken_on` is the first wrong seal.

    `digest` is where the chain stands at the last seal that fits, which covers the entries up to number `sealed_until`:
    compare it with what you kept elsewhere.
    """

    entries: int
    seals: int
    unsealed: int
    digest: str
    sealed_until: int
    broken_on: date | None = None


def seal_journal(session: Session, *, now: datetime) -> JournalSeal | None:
    """Seal what was written before today, in the order of the numbers; None when there is nothing new to seal."""
    last = session.scalars(select(JournalSeal).order_by(JournalSeal.last_id.desc()).limit(1)).first()
    before = select(func.max(JournalEntry.id)).where(JournalEntry.at < start_of_brussels_day(brussels_day(now)))
    first_unsealed, last_id = (last.last_id if last else 0), session.scalar(before)
    if last_id is None or last_id <= first_unsealed:
        return None
    digest, entries = last.digest if last else BEFORE_THE_FIRST, 0
    for entry in _entries(session, first_unsealed, last_id):
        digest, entries = _chained(digest, entry), entries + 1
    seal = JournalSeal(last_id=last_id, day=brussels_day(now), entries=entries, digest=digest, sealed_at=now)
    session.add(seal)
    session.flush()
    return seal


def check_seals(session: Session) -> SealReport:
    """Walk the whole journal again and compare with every seal; stops at the first that does not fit."""
    digest, checked, after = BEFORE_THE_FIRST, 0, 0
    seals = session.scalars(select(JournalSeal).order_by(JournalSeal.last_id)).all()
    for number, seal in enumerate(seals):
        before, entries = digest, 0
        for entry in _entries(session, after, seal.last_id):
            digest, entries = _chained(digest, entry), entries + 1
        if (digest, entries) != (seal.digest, seal.entries):
            return SealReport(checked, number, 0, before, after, broken_on=seal.day)
        checked, after = checked + entries, seal.last_id
    unsealed = select(func.count()).select_from(JournalEntry).where(JournalEntry.id > after)
    return SealReport(checked, len(seals), session.execute(unsealed).scalar_one(), digest, after)


def _entries(session: Session, after: int, last_id: int) -> Iterator[Any]:
    # In parts, because a journal of years does not fit in memory.
    query = select(*_COLUMNS).order_by(JournalEntry.id).limit(PART)
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
