"""Statements that are asked so often that handling them costs more than answering them.

SQLAlchemy writes such a statement once for each engine. From then on the driver gets its text with the values, and its
rows are handed over as they are: on SQLite an id is 32 digits, and a day is text (`as_id` and `as_day`).
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import CompoundSelect, Connection, Dialect, Select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Statement = Select[Any] | CompoundSelect[Any]
Bind = Callable[[Any], Any] | None
# Named, a value that stands in the statement ten times is handed over once.
_SQLITE = sqlite.dialect(paramstyle="named")


class Prepared:
    """One statement; `make` puts it together for an engine, whose name it gets. Lists of values are no part of it."""

    def __init__(self, make: Callable[[str], Statement]) -> None:
        self._make = make
        self._written = cache(self._write)

    def rows(self, session: Session, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """What the database answers in this session's transaction; the driver's errors are raised as SQLAlchemy's."""
        connection = session.connection()
        text, binds, fixed = self._written(connection.dialect)
        given = {name: bind(values[name]) if bind else values[name] for name, bind in binds} | fixed
        if not connection.in_transaction():
            connection.begin()
        cursor = connection.connection.cursor()
        try:
            cursor.execute(text, cast("Any", given))
            return cast("list[tuple[Any, ...]]", cursor.fetchall())
        except connection.dialect.loaded_dbapi.Error as error:
            raise _told(connection, text, given, error) from error
        finally:
            cursor.close()

    def _write(self, dialect: Dialect) -> tuple[str, list[tuple[str, Bind]], dict[str, Any]]:
        compiled = self._make(dialect.name).compile(dialect=_SQLITE if dialect.name == "sqlite" else dialect)
        names = {name: one for one, name in compiled.bind_names.items()}
        fixed = {name: one.value for name, one in names.items() if not one.required}
        binds = [(name, one.type.dialect_impl(dialect).bind_processor(dialect)) for name, one in names.items()]
        return str(compiled), [(name, bind) for name, bind in binds if name not in fixed], fixed


def _told(connection: Connection, text: str, values: Mapping[str, Any], error: Exception) -> Exception:
    if connection.dialect.is_disconnect(cast("Any", error), connection.connection, None):
        connection.invalidate(error)
    kind = connection.dialect.loaded_dbapi.Error
    return DBAPIError.instance(text, dict(values), error, kind, dialect=connection.dialect)


def as_id(value: str | uuid.UUID) -> uuid.UUID:
    """An id as the driver gave it."""
    return uuid.UUID(int=int(value, 16)) if isinstance(value, str) else value


def as_day(value: str | date | None) -> date | None:
    """A day as the driver gave it."""
    return date.fromisoformat(value) if isinstance(value, str) else value
