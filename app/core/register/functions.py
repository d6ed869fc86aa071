"""Functions: who may speak for an enterprise by law. They are not in the open extract; a file brings them.

A file is the whole list of each enterprise that it names: who is no longer in it, no longer holds the function. An
enterprise that the file does not name keeps its functions. Rows are ended, never deleted: mandates refer to them.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.errors import Conflict, CoreError, Invalid, NotFound
from app.core.prepared import Prepared
from app.core.register.enterprise_numbers import parse_enterprise_number
from app.models.function import Function, Signing
from app.models.person import Person

COLUMNS = ("enterprise_number", "first_name", "last_name", "function", "from", "until", "signs", "subject")
AT_ONCE = 5_000  # enterprises in one statement: PostgreSQL takes 65,535 values, and a file may name all there are
LONGEST = {"first_name": 100, "last_name": 100, "function": 100, "subject": 255}

# Asked often. Putting these together takes longer than answering them, so that is done once.
_HELD = select(Function).where(
    Function.from_day <= bindparam("day"), or_(Function.until_day.is_(None), Function.until_day >= bindparam("day"))
)
_HELD_IN = _HELD.where(Function.enterprise_number == bindparam("number")).order_by(
    Function.last_name, Function.first_name, Function.function, Function.id
)
_HELD_BY_PERSON = Prepared(
    lambda engine: _HELD.with_only_columns(Function.id, Function.signs)
    .where(
        Function.enterprise_number == bindparam("number"),
        Function.subject == select(Person.subject).where(Person.id == bindparam("person_id")).scalar_subquery(),
    )
    .order_by(Function.function, Function.id)
)
_HELD_BY = _HELD.where(Function.subject == bindparam("subject")).order_by(
    Function.enterprise_number, Function.function, Function.id
)

Key = tuple[str, str, str, str, date]


class FunctionsRefused(Invalid):
    """A file with functions that is wrong somewhere; `problems` says per line what, and nothing was changed."""

    def __init__(self, problems: Sequence[tuple[int, CoreError]]) -> None:
        super().__init__("functions_refused", field="file", n=len(problems))
        self.problems = problems


@dataclass(frozen=True)
class HeldFunction:
    """A function that somebody holds, as far as what he may do goes: its id, and whether he `signs` alone or not."""

    id: uuid.UUID
    signs: str


@dataclass(frozen=True)
class ImportedFunctions:
    """How many functions a file brought, how many it changed, and how many it ended."""

    added: int
    changed: int
    ended: int


def list_functions(session: Session, enterprise_number: str, day: date) -> list[Function]:
    """Who may speak for the enterprise by law on `day`, by name."""
    return list(session.scalars(_HELD_IN, {"number": enterprise_number, "day": day}))


def find_functions_of(session: Session, subject: str, day: date) -> list[Function]:
    """The functions that the person with this sign-in subject holds on `day`, by enterprise number."""
    return list(session.scalars(_HELD_BY, {"subject": subject, "day": day}))


def find_functions_in(session: Session, person_id: uuid.UUID, enterprise_number: str, day: date) -> list[HeldFunction]:
    """The functions in this enterprise that are tied to the sign-in of a person, on `day`; never a match on a name."""
    asked = {"person_id": person_id, "number": enterprise_number, "day": day}
    return [HeldFunction(row.id, row.signs) for row in _HELD_BY_PERSON.named(session, asked)]


def get_function(session: Session, function_id: uuid.UUID) -> Function:
    """The function with this id, also when it ended. Raises NotFound."""
    function = session.get(Function, function_id)
    if function is None:
        raise NotFound("function_unknown")
    return function


def signs_alone(session: Session, enterprise_number: str | None, day: date) -> bool:
    """Whether somebody who signs alone may speak for it, or the register names nobody at all."""
    functions = list_functions(session, enterprise_number, day) if enterprise_number else []
    return not functions or any(function.signs == Signing.ALONE for function in functions)


def names_two(enterprise_number: ColumnElement[Any]) -> ColumnElement[bool]:
    """For a statement with a `day`: whether the register says of anybody in it that he signs with somebody else."""
    table = Function.__table__
    held = or_(table.c.until_day.is_(None), table.c.until_day >= bindparam("day"))
    here = table.c.enterprise_number == enterprise_number
    return exists().where(here, table.c.signs == Signing.TWO, table.c.from_day <= bindparam("day"), held)


def tie_subject(session: Session, function_id: uuid.UUID, subject: str) -> Function:
    """Say that the person with this sign-in subject holds the function: on a sign-in claim, or by an administrator.

    Never because of the name alone: two people can have the same. Raises Conflict when it is tied to somebody else.
    """
    function = get_function(session, function_id)
    if function.subject not in {None, subject}:
        raise Conflict("function_tied")
    function.subject = subject
    session.flush()
    return function


def import_functions(
    session: Session, rows: Iterable[tuple[int, Mapping[str, str]]], *, now: datetime
) -> ImportedFunctions:
    """Read functions from (line, row) pairs with the columns of COLUMNS; days as dd-mm-yyyy, `until` is the last day.

    A row known by enterprise, name, function and first day keeps its id, and its subject when the file has none.
    Raises FunctionsRefused with every wrong line; then nothing has changed.
    """
    wanted = _read_all(rows)
    stored = _stored(session, {key[0] for key in wanted})
    _refuse_other_subjects(wanted, stored)
    changed = sum([_change(stored[key], values) for key, (_, values) in wanted.items() if key in stored])
    new = [_new(key, values) for key, (_, values) in wanted.items() if key not in stored]
    session.add_all(new)
    ended = sum([_end(function, brussels_day(now)) for key, function in stored.items() if key not in wanted])
    session.flush()
    return ImportedFunctions(len(new), changed, ended)


def _stored(session: Session, numbers: set[str]) -> dict[Key, Function]:
    found: dict[Key, Function] = {}
    ordered = sorted(numbers)
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        rows = session.scalars(select(Function).where(Function.enterprise_number.in_(some)).with_for_update())
        for row in rows:
            found[(row.enterprise_number, row.first_name, row.last_name, row.function, row.from_day)] = row
    return found


def _refuse_other_subjects(wanted: Mapping[Key, tuple[int, dict[str, Any]]], stored: Mapping[Key, Function]) -> None:
    problems: list[tuple[int, CoreError]] = []
    for key, (line, values) in wanted.items():
        tied = stored[key].subject if key in stored else None
        if tied and values["subject"] not in {None, tied}:
            problems.append((line, Conflict("function_tied")))
    if problems:
        raise FunctionsRefused(problems)


def _change(function: Function, values: dict[str, Any]) -> bool:
    values = values | {"subject": values["subject"] or function.subject}
    before = {name: getattr(function, name) for name in values}
    for name, value in values.items():
        setattr(function, name, value)
    return before != values


def _new(key: Key, values: dict[str, Any]) -> Function:
    number, first_name, last_name, function, from_day = key
    return Function(
        enterprise_number=number,
        first_name=first_name,
        last_name=last_name,
        function=function,
        from_day=from_day,
        **values,
    )


def _end(function: Function, day: date) -> bool:
    """End a function that the file no longer has: yesterday was its last day. One that began today was never held."""
    last_day = max(function.from_day, day) - timedelta(days=1)
    if function.until_day is not None and function.until_day <= last_day:
        return False
    function.until_day = last_day
    return True


def _read_all(rows: Iterable[tuple[int, Mapping[str, str]]]) -> dict[Key, tuple[int, dict[str, Any]]]:
    wanted: dict[Key, tuple[int, dict[str, Any]]] = {}
    problems: list[tuple[int, CoreError]] = []
    for line, row in rows:
        try:
            key, values = _read(row)
        except Invalid as error:
            problems.append((line, error))
            continue
        if key in wanted:
            problems.append((line, Invalid("function_twice", field="function", line=wanted[key][0])))
        wanted[key] = (line, values)
    if problems:
        raise FunctionsRefused(problems)
    return wanted


def _read(row: Mapping[str, str]) -> tuple[Key, dict[str, Any]]:
    if set(row) != set(COLUMNS) or any(value is None for value in row.values()):
        raise Invalid("function_columns", field="file", columns=", ".join(COLUMNS))
    row = {name: " ".join(value.split()) for name, value in row.items()}
    for name in ("first_name", "last_name", "function", "from"):
        if not row[name]:
            raise Invalid("function_empty", field=name, column=name)
    for name, longest in LONGEST.items():
        if len(row[name]) > longest:
            raise Invalid("function_too_long", field=name, column=name, n=longest)
    number = parse_enterprise_number(row["enterprise_number"])
    from_day, until_day = _day(row, "from"), _day(row, "until") if row["until"] else None
    if until_day and until_day < from_day:
        raise Invalid("function_days", field="until")
    if row["signs"] not in list(Signing):
        raise Invalid("function_signs", field="signs")
    values = {"until_day": until_day, "signs": row["signs"], "subject": row["subject"] or None}
    return (number, row["first_name"], row["last_name"], row["function"], from_day), values


def _day(row: Mapping[str, str], name: str) -> date:
    try:
        return datetime.strptime(row[name], "%d-%m-%Y").date()
    except ValueError as error:
        raise Invalid("function_day", field=name, column=name, value=row[name]) from error
