"""Statements that are asked so often that handling them costs more than answering them.

SQLAlchemy writes such a statement once for each engine. From then on the driver gets its text with the values, and its
rows are handed over as they are: on SQLite an id is 32 digits, and a day is text (`as_id` and `as_day`).
"""

import uuid
from collections.abc import Callable, Mapping
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
Bind = Callable[[Any], Any] | None
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
        if isinstance(session, Reading):
            dialect, driver = session.dialect, session.driver(alone=alone)
        else:
            dialect, driver = session.connection().dialect, _begun(session.connection())
        text, binds, fixed = self._written(dialect)
        given = {name: bind(values[name]) if bind else values[name] for name, bind in binds} | fixed
        try:
            return cast("list[Any]", cast("Any", driver.dbapi_connection).execute(text, given).fetchall())
        except dialect.loaded_dbapi.Error as error:
            raise _told(dialect, driver, text, given, error) from error

    def _write(self, dialect: Dialect) -> tuple[str, list[tuple[str, Bind]], dict[str, Any]]:
        written = _SQLITE if dialect.name == SQLITE else dialect
        compiled = self._make(dialect.name).compile(dialect=written, compile_kwargs={"render_postcompile": True})
        names = {name: one for one, name in compiled.bind_names.items()}
        fixed = {name: one.value for name, one in names.items() if not one.required}
        binds = [(name, one.type.dialect_impl(dialect).bind_processor(dialect)) for name, one in names.items()]
        return str(compiled), [(name, bind) for name, bind in binds if name not in fixed], fixed


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


def as_day(value: str | date | None) -> date | None:
    """A day as the driver gave it."""
    return date.fromisoformat(value) if isinstance(value, str) else value
