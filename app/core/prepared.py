"""Statements that are asked so often that handling them costs more than answering them.

SQLAlchemy writes such a statement once for each engine. From then on the driver gets its text with the values. Its rows
are handed over as they are (on SQLite an id is 32 digits, and a day is text: `as_id` and `as_day`) or, where a page has
one or two of them, by name and with the values that SQLAlchemy would give.
"""

import uuid
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Dialect,
    Select,
)  # fmt: skip
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from app.db import SQLITE, Reading

Statement = Select[Any] | CompoundSelect[Any]
Elsewhere = tuple[tuple[str, str], ...]  # the name of a schema, and that under which it is asked
Bind = Callable[[Any], Any] | None
# Its text, how to hand over each value by name, the values that are always the same, and how to name and read a row.
Written = tuple[str, list[tuple[str, Bind]], dict[str, Any], Callable[[Sequence[Any]], Any]]
# Named, a value that stands in the statement ten times is handed over once.
_SQLITE = sqlite.dialect(paramstyle="named")


class Prepared:
    """One statement; `make` puts it together for an engine, whose name it gets. Lists of values are no part of it."""

    def __init__(self, make: Callable[[str], Statement]) -> None:
        self._make = make
        self._written = cache(self._write)

    def rows(self, session: Session | Reading, values: Mapping[str, Any], *, alone: bool = False) -> list[Any]:
        """What the database answers in this session's transaction; the driver's errors are raised as SQLAlchemy's.

        What is asked `alone` of a session that only reads does not begin its transaction.
        """
        return self._asked(session, values, alone=alone)[0]

    def named(self, session: Session | Reading, values: Mapping[str, Any], *, alone: bool = False) -> list[Any]:
        """The same, each value under the name of its column and as SQLAlchemy gives it: ids, moments, what was JSON."""
        rows, named = self._asked(session, values, alone=alone)
        return [named(row) for row in rows]

    def _asked(
        self, session: Session | Reading, values: Mapping[str, Any], *, alone: bool
    ) -> tuple[list[Any], Callable[[Sequence[Any]], Any]]:
        if isinstance(session, Reading):
            dialect, driver, elsewhere = session.dialect, session.driver(alone=alone), ()
        else:
            session.flush()  # what it changed and did not write yet counts, as with any other question
            connection = session.connection()
            dialect, driver, elsewhere = connection.dialect, _begun(connection), _renamed(connection)
        text, binds, fixed, named = self._written(dialect, elsewhere)
        given = {name: bind(values[name]) if bind else values[name] for name, bind in binds} | fixed
        try:
            return cast("Any", driver.dbapi_connection).execute(text, given).fetchall(), named
        except dialect.loaded_dbapi.Error as error:
            raise _told(dialect, driver, text, given, error) from error

    def _write(self, dialect: Dialect, elsewhere: Elsewhere) -> Written:
        written = _SQLITE if dialect.name == SQLITE else dialect
        made = self._make(dialect.name)
        there = {"schema_translate_map": dict(elsewhere), "render_schema_translate": True} if elsewhere else {}
        compiled = made.compile(dialect=written, compile_kwargs={"render_postcompile": True}, **there)
        names = {name: one for one, name in compiled.bind_names.items()}
        fixed = {name: one.value for name, one in names.items() if not one.required}
        binds = [(name, one.type.dialect_impl(dialect).bind_processor(dialect)) for name, one in names.items()]
        return str(compiled), [(name, bind) for name, bind in binds if name not in fixed], fixed, _naming(made, dialect)


def _naming(statement: Statement, dialect: Dialect) -> Callable[[Sequence[Any]], Any]:
    columns = list(statement.selected_columns)
    row_class = namedtuple("row_class", [column.key for column in columns], rename=True)
    readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    to_read = [(number, read) for number, read in enumerate(readers) if read is not None]

    def named(row: Sequence[Any]) -> Any:  # noqa: ANN401 - a row of this very statement
        values = list(row)
        for number, read in to_read:
            values[number] = read(values[number])
        return row_class._make(values)

    return named


def _renamed(connection: Connection) -> Elsewhere:
    """Under which other names the schemas of this connection are; an import fills the next register like that."""
    options = connection.get_execution_options()
    return tuple((options.get("schema_translate_map") or {}).items())


def _begun(connection: Connection) -> PoolProxiedConnection:
    if not connection.in_transaction():
        connection.begin()
    return connection.connection


def _told(
    dialect: Dialect, driver: PoolProxiedConnection, text: str, values: Mapping[str, Any], error: Exception
) -> Exception:
    if dialect.is_disconnect(cast("Any", error), driver, None):
        driver.invalidate(error)
    return DBAPIError.instance(text, dict(values), error, dialect.loaded_dbapi.Error, dialect=dialect)


def as_id(value: str | uuid.UUID) -> uuid.UUID:
    """An id as the driver gave it."""
    return uuid.UUID(int=int(value, 16)) if isinstance(value, str) else value


def as_day(value: str | date) -> date:
    """A day as the driver gave it."""
    return date.fromisoformat(value) if isinstance(value, str) else value
