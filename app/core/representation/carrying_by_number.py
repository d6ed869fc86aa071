"""The lines that carry one enterprise for another, asked by the numbers of both: what applications ask most.

One statement finds the parties, the lines that hold (`carrying`) and the edition of the catalogue. An enterprise that
does not exist has none, as one without a mandate has none.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, FromClause, Select, String, bindparam, select, true
from sqlalchemy.orm import Session

from app.core.mandates.catalogue import EDITION
from app.core.prepared import Prepared
from app.core.prepared_rows import ManyRows
from app.core.representation.carrying import COLUMNS, TYPE, Carrier, newest_first
from app.core.representation.holding import DAY, LINE, LINES, MANDATE, lines_hold
from app.models.party import Party

Numbers = tuple[str, str, date]
"""Where is looked: from which giver, to which holder, by their enterprise numbers, on which day."""

_GIVER, _HOLDER = Party.__table__.alias("giver"), Party.__table__.alias("holder")
_EDITION, _NUMBER = len(COLUMNS), len(COLUMNS) + 1
_ASKED = ManyRows(giver=String(), holder=String(), day=Date())


def carriers_by_number(session: Session, asked: Sequence[Numbers]) -> tuple[int, Mapping[int, list[Carrier]]]:
    """The edition of the catalogue, and what holds, by the place of the question in `asked`, the newest mandate first.

    Where nothing holds is not there; where nothing holds at all, the edition is 0.
    """
    if len(asked) == 1:
        [(giver, holder, day)] = asked
        rows = _ONE.rows(session, {"giver": giver, "holder": holder, "day": day}, alone=True)
        by_number = {0: rows} if rows else {}
    else:
        rows = _MANY.rows(session, _ASKED.values(asked), alone=True)
        by_number = {}
        for row in rows:
            by_number.setdefault(row[_NUMBER], []).append(row)
    edition = rows[0][_EDITION] if rows else None
    return edition or 0, {number: newest_first(some) for number, some in by_number.items()}


def _one(engine: str) -> Select[Any]:
    named = (_GIVER.c.enterprise_number == bindparam("giver"), _HOLDER.c.enterprise_number == bindparam("holder"))
    rows = _lines(_GIVER.join(_HOLDER, true()))
    return select(*COLUMNS, EDITION).select_from(rows).where(*named, lines_hold(DAY))


def _many(engine: str) -> Select[Any]:
    asked = _ASKED.table(engine)
    parties = asked.join(_GIVER, _GIVER.c.enterprise_number == asked.c.giver)
    rows = _lines(parties.join(_HOLDER, _HOLDER.c.enterprise_number == asked.c.holder))
    return select(*COLUMNS, EDITION, asked.c.number).select_from(rows).where(lines_hold(asked.c.day))


def _lines(parties: FromClause) -> FromClause:
    pair = (MANDATE.c.giver_id == _GIVER.c.id) & (MANDATE.c.holder_id == _HOLDER.c.id)
    return parties.join(LINES, pair).join(TYPE, TYPE.c.key == LINE.c.type_key)


_ONE, _MANY = Prepared(_one), Prepared(_many)
