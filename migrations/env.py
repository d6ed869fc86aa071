"""Runs the migrations on the connection that app/migrations.py gives; both engines, the register left alone."""

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, text
from sqlalchemy.types import TypeDecorator

import app.models  # noqa: F401 (makes every table known)
from app.models.base import Base

LOCK_SECONDS = 10  # rather fail than let every request queue behind a waiting ALTER TABLE
ONE_AT_A_TIME = 20261121  # the advisory lock of whoever migrates


def render_type(kind: str, item: object, autogen: AutogenContext) -> str | bool:
    """A migration is frozen, so it names the database's types and not ours, which may change."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


def run(connection: Connection) -> None:
    """All wanted migrations in one transaction: an error in the last one leaves the database as it was."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # Changing a table on SQLite means copying it; the old one cannot be dropped while others point at it.
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
    else:
        connection.execute(text(f"SET lock_timeout = '{LOCK_SECONDS}s'"))
        connection.execute(text(f"SELECT pg_advisory_lock({ONE_AT_A_TIME})"))
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_type,
        compare_type=True,
        transactional_ddl=True,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
            _check_pointers(connection, sqlite)
    finally:
        _let_go(connection, sqlite)


def _check_pointers(connection: Connection, sqlite: bool) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all() if sqlite else []
    if broken:
        raise RuntimeError(f"the migration leaves rows that point at nothing: {broken[:5]}")


def _let_go(connection: Connection, sqlite: bool) -> None:
    if sqlite:
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
    else:
        connection.execute(text(f"SELECT pg_advisory_unlock({ONE_AT_A_TIME})"))
        connection.execute(text("RESET lock_timeout"))
        connection.commit()


run(context.config.attributes["connection"])
