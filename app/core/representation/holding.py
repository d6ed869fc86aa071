"""The lifecycle in the words of a database: which lines hold on a day.

One check reads the rows of two parties and asks the one lifecycle (`app/models/lifecycle.py`). A search goes through
ten thousand mandates and may not bring them all here, so it needs the same rule as a condition. Random lives compare
the two (`tests/model/joint_rights.py`): whoever changes the one changes the other.
"""

from typing import Any

from sqlalchemy import ColumnElement, Date, Exists, FromClause, Integer, and_, bindparam, exists, or_, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel
from app.models.right_type import RightType
from app.models.suspension import Suspension
from app.models.user_right import UserRight
from app.models.work_relation import WorkRelation

Condition = ColumnElement[bool]

DAY = bindparam("day", type_=Date)
MANDATE, LINE = Mandate.__table__, Line.__table__
RIGHT, RELATION, RIGHT_TYPE = UserRight.__table__, WorkRelation.__table__, RightType.__table__
_SOURCE, _SOURCE_LINE = MANDATE.alias("source"), LINE.alias("source_line")

LINES: FromClause = (
    MANDATE.join(LINE, LINE.c.mandate_id == MANDATE.c.id)
    .outerjoin(_SOURCE_LINE, _SOURCE_LINE.c.id == LINE.c.source_line_id)
    .outerjoin(_SOURCE, _SOURCE.c.id == _SOURCE_LINE.c.mandate_id)
)
"""Every line with its mandate, and what it was passed on from."""


class days_between(FunctionElement[int]):  # noqa: N801 - it is written as a function of the database
    """How many days after the first day the second one comes."""

    type = Integer()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _in_sqlite(element: days_between, compiler: Any, **how: object) -> str:  # noqa: ANN401
    first, second = (compiler.process(one, **how) for one in element.clauses)
    return f"(julianday({second}) - julianday({first}))"


@compiles(days_between, "postgresql")
def _in_postgresql(element: days_between, compiler: Any, **how: object) -> str:  # noqa: ANN401
    first, second = (compiler.process(one, **how) for one in element.clauses)
    return f"(CAST({second} AS DATE) - {first})"


def lines_hold() -> Condition:
    """For a statement over LINES with a `day`: whether the holder may use the line on that day."""
    return and_(
        MANDATE.c.started_on <= DAY,
        _not_yet(MANDATE.c.withdrawn_on),
        _not_yet(MANDATE.c.refused_on),
        _signed(MANDATE),
        *_agreed(MANDATE),
        *_began(LINE, MANDATE),
        *_runs(LINE),
        ~_stands_still(MANDATE.c.id),
        or_(LINE.c.source_line_id.is_(None), _source_holds()),
    )


def _source_holds() -> Condition:
    source = (*_agreed(_SOURCE), *_began(_SOURCE_LINE, _SOURCE), *_runs(_SOURCE_LINE))
    return and_(*source, ~_stands_still(_SOURCE_LINE.c.mandate_id))


def rights_hold(level: AccessLevel) -> Condition:
    """For a statement over RIGHT, RELATION and RIGHT_TYPE with a `day`: whether the right is to work at that level."""
    reaches = true()
    if level is AccessLevel.MANAGE:
        reaches = and_(RIGHT.c.level == AccessLevel.MANAGE, RIGHT_TYPE.c.access_level == AccessLevel.MANAGE)
    return and_(
        ~RIGHT_TYPE.c.manages,
        ~RIGHT_TYPE.c.appoints,
        reaches,
        _not_yet(RELATION.c.withdrawn_on),
        _not_yet(RELATION.c.refused_on),
        _signed(RELATION),
        RELATION.c.accepted_on <= DAY,
        RIGHT.c.first_day <= DAY,
        _not_yet(RIGHT.c.stop_day),
        or_(RIGHT.c.last_day.is_(None), RIGHT.c.last_day >= DAY),
    )


def _not_yet(day: ColumnElement[Any]) -> Condition:
    return or_(day.is_(None), day > DAY)


def _signed(of: FromClause) -> Condition:
    return or_(~of.c.second_must_sign, of.c.second_signed_on <= DAY)


def _agreed(of: FromClause) -> tuple[Condition, ...]:
    return (
        of.c.accepted_on <= DAY,
        or_(~of.c.giver_must_confirm, of.c.giver_confirmed_on <= DAY),
        or_(~of.c.holder_must_confirm, of.c.holder_confirmed_on <= DAY),
    )


def _began(line: FromClause, of: FromClause) -> tuple[Condition, ...]:
    waited = days_between(of.c.giver_posted_on, DAY) >= line.c.cooling_off_days
    return line.c.first_day <= DAY, or_(line.c.cooling_off_days == 0, waited)


def _runs(line: FromClause) -> tuple[Condition, ...]:
    return (
        _not_yet(line.c.stop_day),
        # What was asked and not given never held, whatever the day.
        line.c.refused_on.is_(None),
        or_(line.c.last_day.is_(None), line.c.last_day >= DAY),
    )


def _stands_still(mandate_id: ColumnElement[Any]) -> Exists:
    """A suspension on that day, or a contest that nobody decided in time: that one stopped the mandate."""
    pause = Suspension.__table__
    holds = and_(pause.c.first_day <= DAY, _not_yet(pause.c.ended_on))
    undecided = and_(pause.c.ended_on.is_(None), pause.c.decide_by < DAY)
    return exists().where(pause.c.mandate_id == mandate_id, or_(holds, undecided))
