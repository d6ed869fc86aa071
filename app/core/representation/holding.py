"""The lifecycle in the words of a database: which lines hold on a day.

A check that explains itself reads the rows of two parties and asks the one lifecycle (`app/models/lifecycle.py`). A
search goes through ten thousand mandates and may not bring them all here, and who asks for no reason wants no more than
what holds: they need the same rule as a condition. Random facts (`tests/core/test_brief_checks.py`) and random lives
(`tests/model/joint_rights.py`) compare the two: whoever changes the one changes the other. Where a mandate stands in
which no line holds is said by `standing`.
"""

from typing import Any

from sqlalchemy import ColumnElement, Date, Exists, FromClause, Integer, and_, bindparam, exists, or_, select, true
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
Day = ColumnElement[Any]

DAY = bindparam("day", type_=Date)
MANDATE, LINE = Mandate.__table__, Line.__table__
RIGHT, RELATION, RIGHT_TYPE = UserRight.__table__, WorkRelation.__table__, RightType.__table__
SOURCE, SOURCE_LINE = MANDATE.alias("source"), LINE.alias("source_line")

LINES: FromClause = MANDATE.join(LINE, LINE.c.mandate_id == MANDATE.c.id)
"""Every line with its mandate."""

WITH_SOURCE: FromClause = LINES.outerjoin(SOURCE_LINE, SOURCE_LINE.c.id == LINE.c.source_line_id)
"""The same, with the line that it was passed on from."""


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


def lines_hold(day: Day = DAY) -> Condition:
    """For a statement over LINES: whether the holder may use the line on that day, without another the `day` given."""
    return and_(
        MANDATE.c.started_on <= day,
        not_yet(MANDATE.c.withdrawn_on, day),
        not_yet(MANDATE.c.refused_on, day),
        _signed(MANDATE, day),
        *_agreed(MANDATE, day),
        *_began(LINE, MANDATE, day),
        *_runs(LINE, day),
        ~_stands_still(MANDATE.c.id, day),
        or_(LINE.c.source_line_id.is_(None), _source_holds(day)),
    )


def _source_holds(day: Day) -> Exists:
    source = (*_agreed(SOURCE, day), *_began(SOURCE_LINE, SOURCE, day), *_runs(SOURCE_LINE, day))
    holds = (SOURCE_LINE.c.id == LINE.c.source_line_id, *source, ~_stands_still(SOURCE_LINE.c.mandate_id, day))
    # By itself: few lines were passed on, and joined, PostgreSQL brings every mandate in case it is the source of one.
    rows = SOURCE_LINE.join(SOURCE, SOURCE.c.id == SOURCE_LINE.c.mandate_id)
    return exists(select(SOURCE_LINE.c.id).select_from(rows).where(*holds).correlate_except(SOURCE_LINE, SOURCE))


def rights_hold(level: AccessLevel) -> Condition:
    """For a statement over RIGHT, RELATION and RIGHT_TYPE with a `day`: whether the right is to work at that level."""
    reaches = true()
    if level is AccessLevel.MANAGE:
        reaches = and_(RIGHT.c.level == AccessLevel.MANAGE, RIGHT_TYPE.c.access_level == AccessLevel.MANAGE)
    return and_(
        ~RIGHT_TYPE.c.manages,
        ~RIGHT_TYPE.c.appoints,
        reaches,
        not_yet(RELATION.c.withdrawn_on, DAY),
        not_yet(RELATION.c.refused_on, DAY),
        _signed(RELATION, DAY),
        RELATION.c.accepted_on <= DAY,
        RIGHT.c.first_day <= DAY,
        not_yet(RIGHT.c.stop_day, DAY),
        or_(RIGHT.c.last_day.is_(None), RIGHT.c.last_day >= DAY),
    )


def not_yet(day_of: ColumnElement[Any], day: Day) -> Condition:
    """Whether something did not happen until the end of that day."""
    return or_(day_of.is_(None), day_of > day)


def _signed(of: FromClause, day: Day) -> Condition:
    return or_(~of.c.second_must_sign, of.c.second_signed_on <= day)


def _agreed(of: FromClause, day: Day) -> tuple[Condition, ...]:
    return (
        of.c.accepted_on <= day,
        or_(~of.c.giver_must_confirm, of.c.giver_confirmed_on <= day),
        or_(~of.c.holder_must_confirm, of.c.holder_confirmed_on <= day),
    )


def _began(line: FromClause, of: FromClause, day: Day) -> tuple[Condition, ...]:
    waited = days_between(of.c.giver_posted_on, day) >= line.c.cooling_off_days
    return line.c.first_day <= day, or_(line.c.cooling_off_days == 0, waited)


def _runs(line: FromClause, day: Day) -> tuple[Condition, ...]:
    return (
        not_yet(line.c.stop_day, day),
        # What was asked and not given never held, whatever the day.
        line.c.refused_on.is_(None),
        or_(line.c.last_day.is_(None), line.c.last_day >= day),
    )


def _stands_still(mandate_id: ColumnElement[Any], day: Day) -> Exists:
    """A suspension on that day. A contest that nobody decides has no end, so the day on which it stops the mandate
    changes nothing here.
    """
    pause = Suspension.__table__
    holds = (pause.c.first_day <= day, not_yet(pause.c.ended_on, day))
    # However deep the statement that asks: the mandate is the one that it looks at.
    return exists().where(pause.c.mandate_id == mandate_id, *holds).correlate_except(pause)
