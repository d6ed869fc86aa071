"""The lines that carry somebody on a day, found by the database: all that a check needs when nobody asks why.

One statement with the lifecycle as a condition (`holding`). What does not hold never leaves the database, so an answer
costs a few columns of the lines that do.
"""

import json
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, CTE, ColumnElement, Date, Integer, Select, Text, Uuid, bindparam, cast, func, select
from sqlalchemy import column as plain_column
from sqlalchemy.orm import Session

from app.core.prepared import Prepared, as_day, as_id
from app.core.representation.holding import DAY, LINE, LINES, MANDATE, SOURCE_LINE, lines_hold
from app.core.representation.rows import services_in
from app.models.lifecycle import DAY as ONE_DAY
from app.models.mandate_type import AccessLevel, MandateType

Place = tuple[uuid.UUID, uuid.UUID, date]
"""Where is looked: from which giver, to which holder, on which day."""

_TYPE = MandateType.__table__
_COLUMNS = (
    MANDATE.c.id, LINE.c.type_key, _TYPE.c.access_level, cast(_TYPE.c.services, Text), _TYPE.c.domain_key,
    LINE.c.last_day, LINE.c.stop_day, SOURCE_LINE.c.last_day, SOURCE_LINE.c.stop_day,
)  # fmt: skip
_NEWEST_FIRST = (MANDATE.c.started_at.desc(), MANDATE.c.id, LINE.c.type_key)


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
    def domain_key(self) -> str:
        """The domain of its type."""
        return str(self._row[4])

    def covers(self, service: str, level: AccessLevel) -> bool:
        """Whether it opens this service, or is of this type, and goes as far."""
        _, key, highest, services, *_ = self._row
        return (service == key or service in services_in(services)) and AccessLevel(highest).includes(level)

    @property
    def until(self) -> date | None:
        """The last day on which it still holds, empty when no end is known; what was passed on ends with its source."""
        last, stop, source_last, source_stop = map(as_day, self._row[5:9])
        stops = [day - ONE_DAY for day in (stop, source_stop) if day]
        return min([*stops, *(day for day in (last, source_last) if day)], default=None)


def carriers_between(session: Session, giver_id: uuid.UUID, holder_id: uuid.UUID, day: date) -> list[Carrier]:
    """Every line that holds from this giver to this holder on the day, of the newest mandate first."""
    return [Carrier(row) for row in _OF_ONE.rows(session, {"giver_id": giver_id, "holder_id": holder_id, "day": day})]


def carriers_of_many(session: Session, places: Collection[Place]) -> Mapping[Place, list[Carrier]]:
    """The same of many places in one go; where nothing holds is not there."""
    asked = list(places)
    if len(asked) == 1:
        return {asked[0]: carriers_between(session, *asked[0])}
    if session.connection().dialect.name == "sqlite":
        values: dict[str, Any] = {"asked": json.dumps([(one.hex, two.hex, day.isoformat()) for one, two, day in asked])}
    else:
        givers, holders, days = zip(*asked, strict=True)
        values = {"givers": list(givers), "holders": list(holders), "days": list(days)}
    return _gathered(asked, _OF_MANY.rows(session, values))


def _gathered(asked: Sequence[Place], rows: Iterable[Sequence[Any]]) -> dict[Place, list[Carrier]]:
    found: dict[Place, list[Carrier]] = {}
    for row in rows:
        found.setdefault(asked[row[9]], []).append(Carrier(row))
    return found


def _of_one(engine: str) -> Select[Any]:
    pair = (MANDATE.c.giver_id == bindparam("giver_id"), MANDATE.c.holder_id == bindparam("holder_id"))
    rows = LINES.join(_TYPE, _TYPE.c.key == LINE.c.type_key)
    return select(*_COLUMNS).select_from(rows).where(*pair, lines_hold(DAY)).order_by(*_NEWEST_FIRST)


def _of_many(engine: str) -> Select[Any]:
    asked = _asked_in_sqlite() if engine == "sqlite" else _asked_in_postgresql()
    pair = (MANDATE.c.giver_id == asked.c.giver_id) & (MANDATE.c.holder_id == asked.c.holder_id)
    rows = asked.join(LINES, pair).join(_TYPE, _TYPE.c.key == LINE.c.type_key)
    found = select(*_COLUMNS, asked.c.number).select_from(rows).where(lines_hold(asked.c.day))
    return found.order_by(*_NEWEST_FIRST)


def _asked_in_sqlite() -> CTE:
    each = func.json_each(bindparam("asked", type_=Text)).table_valued("key", "value")
    part = lambda number, kind: func.json_extract(each.c.value, f"$[{number}]", type_=kind)  # noqa: E731
    parts: tuple[ColumnElement[Any], ...] = (part(0, Uuid()), part(1, Uuid()), part(2, Date()))
    giver_id, holder_id, day = parts
    return select(
        each.c.key.label("number"), giver_id.label("giver_id"), holder_id.label("holder_id"), day.label("day")
    ).cte("asked").prefix_with("MATERIALIZED")  # fmt: skip


def _asked_in_postgresql() -> CTE:
    lists = [bindparam("givers", type_=ARRAY(Uuid)), bindparam("holders", type_=ARRAY(Uuid))]
    each = func.unnest(*lists, bindparam("days", type_=ARRAY(Date))).table_valued(
        plain_column("giver_id", Uuid), plain_column("holder_id", Uuid), plain_column("day", Date),
        with_ordinality="number",
    ).render_derived()  # fmt: skip
    number = (cast(each.c.number, Integer) - 1).label("number")
    return select(number, each.c.giver_id, each.c.holder_id, each.c.day).cte("asked")


_OF_ONE, _OF_MANY = Prepared(_of_one), Prepared(_of_many)
