"""The lines that carry one enterprise for another, asked by the numbers of both: what applications ask most.

One statement finds the parties and the lines that hold (`carrying`), and leaves the types to the `Shelf`, which has
them in memory. An enterprise that does not exist has none, as one without a mandate has none.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, FromClause, Select, String, bindparam, func, select, true
from sqlalchemy.orm import Session

from app.core.mandates.catalogue import EDITION
from app.core.prepared import Prepared
from app.core.prepared_rows import ManyRows
from app.core.representation.carrying import COLUMNS
from app.core.representation.holding import DAY, LINE, MANDATE, WITH_SOURCE, lines_hold
from app.core.representation.naming import BETWEEN
from app.db import SQLITE
from app.models.party import Party

Place = tuple[str, str, date]
"""Where is looked: from which giver, to which holder, by their enterprise numbers, on which day."""

Rows = list[Any]
"""Lines that hold, as rows that begin with the COLUMNS of `carrying`."""

_GIVER, _HOLDER = Party.__table__.alias("giver"), Party.__table__.alias("holder")
_TYPE_KEY, _MORE = COLUMNS.index(LINE.c.type_key), len(COLUMNS)
_ASKED = ManyRows(giver=String(), holder=String(), day=Date(), opening=String())


def rows_by_number(session: Session, place: Place) -> tuple[int, Rows]:
    """What holds there, of every type, and the edition of the catalogue; where nothing holds, that is 0."""
    giver, holder, day = place
    rows = _ONE.rows(session, {"giver": giver, "holder": holder, "day": day}, alone=True)
    return (rows[0][_MORE] or 0 if rows else 0), rows


def of_types(rows: Rows, opening: str) -> Rows:
    """Those of the lines whose type is among these (`Shelf.opening`)."""
    return [row for row in rows if f"{BETWEEN}{row[_TYPE_KEY]}{BETWEEN}" in opening]


def rows_of_many(session: Session, asked: Sequence[tuple[str, str, date, str]]) -> Mapping[int, Rows]:
    """What holds at each of many places, of the types that are named beside it, by its place in `asked`.

    Where nothing holds is not there.
    """
    found: dict[int, Rows] = {}
    for row in _MANY.rows(session, _ASKED.values(asked)):
        found.setdefault(row[_MORE], []).append(row)
    return found


def _one(engine: str) -> Select[Any]:
    named = (_GIVER.c.enterprise_number == bindparam("giver"), _HOLDER.c.enterprise_number == bindparam("holder"))
    rows = _lines(_GIVER.join(_HOLDER, true()))
    return select(*COLUMNS, EDITION).select_from(rows).where(*named, lines_hold(DAY))


def _many(engine: str) -> Select[Any]:
    asked = _ASKED.table(engine)
    parties = asked.join(_GIVER, _GIVER.c.enterprise_number == asked.c.giver)
    rows = _lines(parties.join(_HOLDER, _HOLDER.c.enterprise_number == asked.c.holder))
    place_of = func.instr if engine == SQLITE else func.strpos
    # Most lines of a mandate are for something else, and this is asked of fewer columns than whether they hold.
    is_asked = place_of(asked.c.opening, BETWEEN + LINE.c.type_key + BETWEEN) > 0
    return select(*COLUMNS, asked.c.number).select_from(rows).where(is_asked, lines_hold(asked.c.day))


def _lines(parties: FromClause) -> FromClause:
    return parties.join(WITH_SOURCE, (MANDATE.c.giver_id == _GIVER.c.id) & (MANDATE.c.holder_id == _HOLDER.c.id))


_ONE, _MANY = Prepared(_one), Prepared(_many)
