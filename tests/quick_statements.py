"""Statements that are put together once: tests make more than a thousand databases, and ask all of them the same.

SQLAlchemy keeps the text of each statement per engine, so with a database per test every statement is written out anew
in every test. All engines of a kind here write the same text, and all PostgreSQL databases of a run are on one server;
so one collection will do for all of them.
"""

from typing import Any, cast

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import CompiledCacheType
from sqlalchemy.util import LRUCache

MOST = 1_500  # statements; what a whole run asks more than once fits
_written: LRUCache[Any, Any] = LRUCache(MOST)


class _Alike:
    """Writes the same text as every other of its class; flushes of mappers, which keep their own, see that too."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Let a new engine take what the others wrote."""
        engine.update_execution_options(compiled_cache=cast("CompiledCacheType", _written))


class QuickSQLite(_Alike, SQLiteDialect_pysqlite):
    """SQLite, as `sqlite:///...` names it."""

    supports_statement_cache = True


class QuickPostgreSQL(_Alike, PGDialect_psycopg):
    """PostgreSQL, as `postgresql+psycopg://...` names it."""

    supports_statement_cache = True


def share_statements() -> None:
    """Let every engine that is made from now on use them."""
    registry.register("sqlite", __name__, "QuickSQLite")
    registry.register("postgresql.psycopg", __name__, "QuickPostgreSQL")
