"""The lines that carry somebody on a day, found by the database: all that a check needs when nobody asks why.

One statement with the lifecycle as a condition (`holding`). What does not hold never leaves the database, so an answer
costs a few columns of the lines that do.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Date, Select, Text, Uuid, bindparam, cast, select
from sqlalchemy.orm import Session

from app.core.prepared import Prepared, as_day, as_id
from app.core.prepared_rows import ManyRows
from app.core.representation.holding import DAY, LINE, MANDATE, SOURCE_LINE, WITH_SOURCE, lines_hold
from app.core.representation.rows import keys_in
from app.models.lifecycle import DAY as ONE_DAY
from app.models.mandate_type import AccessLevel, MandateType, Part

Place = tuple[uuid.UUID, uuid.UUID, date]
"""Where is looked: from which giver, to which holder, on which day."""

TYPE = MandateType.__table__
# What every row of a line begins with: whose it is, when it ends, and which comes first.
COLUMNS = (
    MANDATE.c.id, LINE.c.type_key, LINE.c.last_day, LINE.c.stop_day, SOURCE_LINE.c.last_day, SOURCE_LINE.c.stop_day,
    MANDATE.c.started_at,
)  # fmt: skip
_OF_TYPE = (TYPE.c.access_level, cast(TYPE.c.services, Text), TYPE.c.domain_key)
_ASKED = ManyRows(giver_id=Uuid(), holder_id=Uuid(), day=Date())
_BY_ID, _STARTED, _NUMBER = itemgetter(0, 1), itemgetter(6), itemgetter(10)


class Carrier:
    """A line that holds on the day. It keeps its row, because of most of them little is asked."""

    __slots__ = ("_row",)

    def __init__(self, row: Sequence[Any]) -> None:
        self._row = row

    @property
    def mandate_id(self) -> uuid.UUID:
        """The mandate of the line."""
        return as_id(self._row[0])

    @property
    def part(self) -> Part:
        """What a right asks of it."""
        return Part(self._row[1], self._row[9])

    def covers(self, service: str, level: AccessLevel) -> bool:
        """Whether it opens this service, or is of this type, and goes as far."""
        highest, services = self._row[7:9]
        return (service == self._row[1] or service in keys_in(services)) and AccessLevel(highest).includes(level)

    @property
    def until(self) -> date | None:
        """The last day on which it still holds, empty when no end is known; what was passed on ends with its source."""
        last, stop, source_last, source_stop = self._row[2:6]
        if stop is None and source_last is None and source_stop is None:  # as most are
            return as_day(last) if last is not None else None
        days = [as_day(one) for one in (last, source_last) if one]
        days += [as_day(one) - ONE_DAY for one in (stop, source_stop) if one]
        return min(days, default=None)


def carriers_between(session: Session, giver_id: uuid.UUID, holder_id: uuid.UUID, day: date) -> list[Carrier]:
    """Every line that holds from this giver to this holder on the day, of the newest mandate first."""
    return newest_first(_OF_ONE.rows(session, {"giver_id": giver_id, "holder_id": holder_id, "day": day}))


def carriers_of_many(session: Session, places: Collection[Place]) -> Mapping[Place, list[Carrier]]:
    """The same of many places in one go; where nothing holds is not there."""
    asked = list(places)
    if len(asked) == 1:
        return {asked[0]: carriers_between(session, *asked[0])}
    return _gathered(asked, _OF_MANY.rows(session, _ASKED.values(asked)))


def carrier_of(rows: list[Any]) -> Carrier:
    """Of the lines that carry, in rows that begin with COLUMNS: the one of the newest mandate that holds longest."""
    if len(rows) == 1:
        return Carrier(rows[0])
    lines = newest_first(rows)
    newest = lines[0].mandate_id
    return max((one for one in lines if one.mandate_id == newest), key=lambda one: one.until or date.max)


def _gathered(asked: Sequence[Place], rows: Iterable[Sequence[Any]]) -> dict[Place, list[Carrier]]:
    found: dict[int, list[Sequence[Any]]] = {}
    for row in rows:
        found.setdefault(_NUMBER(row), []).append(row)
    return {asked[number]: newest_first(some) for number, some in found.items()}


def newest_first(rows: list[Any]) -> list[Carrier]:
    """The lines in rows that begin with COLUMNS, of the newest mandate first, and by their keys."""
    # Here and not in the statement: a database sorts one row too, and has its own order of keys.
    if len(rows) > 1:
        rows.sort(key=_BY_ID)
        rows.sort(key=_STARTED, reverse=True)
    return [Carrier(row) for row in rows]


def _of_one(engine: str) -> Select[Any]:
    pair = (MANDATE.c.giver_id == bindparam("giver_id"), MANDATE.c.holder_id == bindparam("holder_id"))
    rows = WITH_SOURCE.join(TYPE, TYPE.c.key == LINE.c.type_key)
    return select(*COLUMNS, *_OF_TYPE).select_from(rows).where(*pair, lines_hold(DAY))


def _of_many(engine: str) -> Select[Any]:
    asked = _ASKED.table(engine)
    pair = (MANDATE.c.giver_id == asked.c.giver_id) & (MANDATE.c.holder_id == asked.c.holder_id)
    rows = asked.join(WITH_SOURCE, pair).join(TYPE, TYPE.c.key == LINE.c.type_key)
    return select(*COLUMNS, *_OF_TYPE, asked.c.number).select_from(rows).where(lines_hold(asked.c.day))


_OF_ONE, _OF_MANY = Prepared(_of_one), Prepared(_of_many)
