"""Where mandates stand on a day, in the words of a database: for lists that may not bring them all here.

Which lines hold is said by `holding`, and so is why there is a second wording at all. This adds what a line that holds
says nothing of: what waits, what was refused, and what ended in which way. Random facts (`tests/core/test_standing.py`)
compare it with the one lifecycle: whoever changes the one changes the other.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Exists,
    FromClause,
    Integer,
    ScalarSelect,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.core.representation.holding import (
    LINE,
    MANDATE,
    SOURCE_LINE,
    Condition,
    Day,
    lines_hold,
    not_yet,
)
from app.models.lifecycle import Side, Status
from app.models.suspension import Suspension

NEVER = 10_000_000  # the number of a day that never comes; days are counted from 1 January 1970
PAUSE = Suspension.__table__
_WITH_SOURCE: FromClause = LINE.outerjoin(SOURCE_LINE, SOURCE_LINE.c.id == LINE.c.source_line_id)
_UNDECIDED = (PAUSE.c.decide_by.is_not(None), PAUSE.c.ended_on.is_(None))
_KEPT = (LINE.c.mandate_id == MANDATE.c.id, LINE.c.refused_on.is_(None))


class least_of(FunctionElement[int]):  # noqa: N801 - it is written as a function of the database
    """The least of some numbers, none of which is missing."""

    type = Integer()
    inherit_cache = True


class number_of(FunctionElement[int]):  # noqa: N801 - as above
    """The number of a day."""

    type = Integer()
    inherit_cache = True


@compiles(number_of, "sqlite")
def _number_in_sqlite(element: number_of, compiler: Any, **how: object) -> str:  # noqa: ANN401
    return f"(julianday({compiler.process(element.clauses, **how)}) - 2440587.5)"


@compiles(number_of, "postgresql")
def _number_in_postgresql(element: number_of, compiler: Any, **how: object) -> str:  # noqa: ANN401
    return f"(CAST({compiler.process(element.clauses, **how)} AS DATE) - DATE '1970-01-01')"


@compiles(least_of, "sqlite")
def _least_in_sqlite(element: least_of, compiler: Any, **how: object) -> str:  # noqa: ANN401
    return f"min({compiler.process(element.clauses, **how)})"


@compiles(least_of, "postgresql")
def _least_in_postgresql(element: least_of, compiler: Any, **how: object) -> str:  # noqa: ANN401
    return f"least({compiler.process(element.clauses, **how)})"


def stands(statuses: Collection[Status], day: Day) -> Condition:
    """For a statement over mandates: whether one stands in any of these ways on the day.

    Each stands in exactly one way. So of more than half of them it is asked whether it stands in none of the others: a
    database goes through the conditions of all that are named before it knows that none holds.
    """
    asked, others = set(statuses), set(Status) - set(statuses)
    if len(asked) > len(others):
        return and_(true(), *(_surely_not(one, day) for one in sorted(others)))
    return or_(false(), *(_BY_STATUS[one](day) for one in sorted(asked)))


def _surely_not(status: Status, day: Day) -> Condition:
    """Whether it does not stand so; also where a day is missing that the condition compares."""
    return case((_BY_STATUS[status](day), false()), else_=true())


def _withdrawn(day: Day) -> Condition:
    return MANDATE.c.withdrawn_on <= day


def _refused(day: Day) -> Condition:
    return and_(not_yet(MANDATE.c.withdrawn_on, day), MANDATE.c.refused_on <= day)


def _stopped(day: Day) -> Condition:
    ended = or_(and_(_accepted(day), _is_over(day)), _waits(day))
    how = case((_accepted(day), _by_a_stop()), else_=_stopped_before_the_answer(day))
    return and_(_has_no_answer_against(day), _only_where(ended, how))


def _expired(day: Day) -> Condition:
    return and_(_has_no_answer_against(day), _accepted(day), _only_where(_is_over(day), ~_by_a_stop()))


def _lapsed(day: Day) -> Condition:
    return and_(_has_no_answer_against(day), _waits(day), _is_too_late(day), ~_stopped_before_the_answer(day))


def _suspended(day: Day) -> Condition:
    return and_(_has_no_answer_against(day), _stands_still(day), _goes_on(day))


def _to_sign(day: Day) -> Condition:
    return and_(_unsigned(day), *_is_open(day))


def _offered(day: Day) -> Condition:
    return and_(MANDATE.c.started_by == Side.GIVER, _waits(day), ~_unsigned(day), *_is_open(day))


def _requested(day: Day) -> Condition:
    return and_(MANDATE.c.started_by == Side.HOLDER, _waits(day), ~_unsigned(day), *_is_open(day))


def _to_confirm(day: Day) -> Condition:
    return and_(_accepted(day), ~_unsigned(day), _unconfirmed(day), *_is_open(day))


def _scheduled(day: Day) -> Condition:
    agreed = (_accepted(day), ~_unsigned(day), ~_unconfirmed(day))
    return and_(*agreed, _only_where(~_active(day), and_(*_is_open(day))))


def _active(day: Day) -> Condition:
    return exists(_within(LINE, LINE.c.mandate_id == MANDATE.c.id, lines_hold(day)))


_BY_STATUS: Mapping[Status, Callable[[Day], Condition]] = {
    Status.TO_SIGN: _to_sign, Status.OFFERED: _offered, Status.REQUESTED: _requested, Status.TO_CONFIRM: _to_confirm,
    Status.SCHEDULED: _scheduled, Status.ACTIVE: _active, Status.SUSPENDED: _suspended, Status.REFUSED: _refused,
    Status.WITHDRAWN: _withdrawn, Status.LAPSED: _lapsed, Status.STOPPED: _stopped, Status.EXPIRED: _expired,
}  # fmt: skip


def _is_open(day: Day) -> tuple[Condition, ...]:
    return _has_no_answer_against(day), _goes_on(day), ~_stands_still(day)


def _has_no_answer_against(day: Day) -> Condition:
    return and_(not_yet(MANDATE.c.withdrawn_on, day), not_yet(MANDATE.c.refused_on, day))


def _goes_on(day: Day) -> Condition:
    """Whether its days did not end it: that of the answer, and those of its lines."""
    waits = and_(_waits(day), ~_is_too_late(day), ~_stopped_before_the_answer(day))
    return or_(waits, and_(_accepted(day), ~_is_over(day)))


def _accepted(day: Day) -> Condition:
    return and_(MANDATE.c.accepted_on.is_not(None), MANDATE.c.accepted_on <= day)


def _waits(day: Day) -> Condition:
    return not_yet(MANDATE.c.accepted_on, day)


def _unsigned(day: Day) -> Condition:
    return and_(MANDATE.c.second_must_sign, not_yet(MANDATE.c.second_signed_on, day))


def _unconfirmed(day: Day) -> Condition:
    return or_(
        and_(MANDATE.c.giver_must_confirm, not_yet(MANDATE.c.giver_confirmed_on, day)),
        and_(MANDATE.c.holder_must_confirm, not_yet(MANDATE.c.holder_confirmed_on, day)),
    )


def _is_over(day: Day) -> Condition:
    return or_(~_has_running_line(day), _is_contested(PAUSE.c.decide_by < day))


def _is_too_late(day: Day) -> Condition:
    return or_(MANDATE.c.answer_by < day, ~_has_running_line(day))


def _has_running_line(day: Day) -> Exists:
    """Whether any line is not over, whether it began or not; what was passed on is over with what it came from."""
    runs = [
        condition
        for line in (LINE, SOURCE_LINE)
        for condition in (
            not_yet(line.c.stop_day, day), or_(line.c.last_day.is_(None), line.c.last_day >= day)
        )
    ]  # fmt: skip
    return exists(_within(_WITH_SOURCE, *_KEPT, *runs))


def _stands_still(day: Day) -> Condition:
    """Whether a suspension of it, or of what it was passed on from, holds."""
    holds = (PAUSE.c.first_day <= day, not_yet(PAUSE.c.ended_on, day))
    # Two of them, and no OR in one: with that a database would go through all suspensions for each mandate.
    return or_(exists(_own_pauses(PAUSE.c.id, *holds)), exists(_pauses_of_source(PAUSE.c.id, *holds)))


def _is_contested(*conditions: Condition) -> Condition:
    """Whether nobody decided yet about a contest of it, or of what it was passed on from."""
    # All of them at once: there are few, and asked for each mandate a database goes through all of them each time.
    contested = select(PAUSE.c.mandate_id).where(*_UNDECIDED, *conditions)
    of_source = _within(_WITH_SOURCE, *_KEPT, SOURCE_LINE.c.mandate_id.in_(contested))
    return or_(MANDATE.c.id.in_(contested), exists(of_source))


def _stopped_before_the_answer(day: Day) -> Condition:
    """Whether the last of its lines was stopped before anybody answered, and in time to answer."""
    latest = least_of(number_of(MANDATE.c.answer_by), number_of(day))
    in_time = or_(_last_end() <= 2 * latest + 1, and_(_is_contested(), _undecided() <= latest))
    return _only_where(_is_over(day), and_(in_time, _by_a_stop()))


def _by_a_stop() -> Condition:
    """Of what is over: whether a stop ended it. A contest that nobody decides stops what was not over before."""
    return or_(_last_end() % 2 != 0, and_(_is_contested(), _last_end() >= 2 * _undecided() + 2))


def _last_end() -> ScalarSelect[int]:
    """The number of the first day on which no line holds any more, times two, and one more when a stop did that.

    Whatever ends a line gets twice its day, and one more when it is no stop: the least of them is then the first, and a
    stop before anything else of that day. Of several lines the last counts, and of that day again a stop: so that one
    is turned round before.
    """
    ends = [
        number for line in (LINE, SOURCE_LINE)
        for number in (2 * number_of(line.c.stop_day), 2 * number_of(line.c.last_day) + 3)
    ]  # fmt: skip
    first = least_of(*(func.coalesce(one, 2 * NEVER + 1) for one in ends))
    query = select(func.max(first + 1 - 2 * (first % 2))).select_from(_WITH_SOURCE).where(*_KEPT)
    return query.correlate_except(LINE, SOURCE_LINE).scalar_subquery()


def _undecided() -> ColumnElement[int]:
    """The number of the day on which a contest stops it if nobody decides."""
    first = func.min(number_of(PAUSE.c.decide_by) + 1)
    found = (ask(first, *_UNDECIDED).scalar_subquery() for ask in (_own_pauses, _pauses_of_source))
    return least_of(*(func.coalesce(one, NEVER) for one in found))


def _only_where(condition: Condition, asked: Condition) -> Condition:
    """Both, of which the second, which costs more, is never asked where the first does not hold."""
    return case((condition, asked), else_=false())


def _own_pauses(what: ColumnElement[Any], *conditions: Condition) -> Any:  # noqa: ANN401 - a statement
    return select(what).where(PAUSE.c.mandate_id == MANDATE.c.id, *conditions).correlate_except(PAUSE)


def _pauses_of_source(what: ColumnElement[Any], *conditions: Condition) -> Any:  # noqa: ANN401 - a statement
    rows = LINE.join(SOURCE_LINE, SOURCE_LINE.c.id == LINE.c.source_line_id)
    rows = rows.join(PAUSE, PAUSE.c.mandate_id == SOURCE_LINE.c.mandate_id)
    query = select(what).select_from(rows).where(*_KEPT, *conditions)
    return query.correlate_except(LINE, SOURCE_LINE, PAUSE)


def _within(rows: FromClause, *conditions: Condition) -> Any:  # noqa: ANN401 - a statement
    return select(LINE.c.id).select_from(rows).where(*conditions).correlate_except(LINE, SOURCE_LINE)
