"""Where an import writes, and how it becomes the register in one step.

On SQLite the register's file is never written in place: an import fills `register-next.sqlite` (empty for a full
extract, a copy for an update) and renames it. Readers keep the old file until they ask for a connection again; writers
of mandates never wait for an import; a killed import leaves the register as it was. On PostgreSQL a full extract fills
a second schema, and an update is one transaction.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, text

from app.adapters.register.refused import RegisterRefused
from app.db import Database
from app.models.base import RegisterBase

NEXT_FILE = "register-next.sqlite"
LOCK_FILE = "register.lock"
LOCK_NUMBER = 5_264_978_217  # of PostgreSQL's advisory lock; any number nobody else uses
BUSY = "another import is running; try again when it is done"
CACHE_KILOBYTES = 200_000

Check = Callable[[Connection], None]


def prepare_register(database: Database) -> None:
    """Make the empty register of a fresh deployment; what is there already stays as it is."""
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS register"))
        RegisterBase.metadata.create_all(connection)


@contextmanager
def importing_alone(database: Database) -> Iterator[None]:
    """Refuse a second import while one runs. The lock goes with the process, however it ends."""
    if database.is_sqlite:
        with open(database.register_path.with_name(LOCK_FILE), "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise RegisterRefused(BUSY) from error
            yield
        return
    with database.engine.connect() as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:n)"), {"n": LOCK_NUMBER}).scalar_one():
            raise RegisterRefused(BUSY)
        connection.commit()
        try:
            yield
        finally:
            # The connection goes back to the pool, and would take the lock along.
            connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": LOCK_NUMBER})
            connection.commit()


@contextmanager
def new_register(database: Database) -> Iterator[tuple[Connection, str, str]]:
    """An empty register to fill: (connection, its schema, the schema of the one that is there).

    When the block ends well, it becomes the register; when it raises, nothing has changed.
    """
    if database.is_sqlite:
        with _next_file(database, copy=False) as connection:
            RegisterBase.metadata.create_all(connection)
            yield connection, "register", "live"
        return
    with database.engine.begin() as connection:
        for left in ("register_next", "register_old"):
            connection.execute(text(f"DROP SCHEMA IF EXISTS {left} CASCADE"))
        connection.execute(text("CREATE SCHEMA register_next"))
        translated = connection.execution_options(schema_translate_map={"register": "register_next"})
        RegisterBase.metadata.create_all(translated)
        yield translated, "register_next", "register"
        for table in RegisterBase.metadata.tables.values():
            connection.execute(text(f"ANALYZE register_next.{table.name}"))
        connection.execute(text("ALTER SCHEMA register RENAME TO register_old"))
        connection.execute(text("ALTER SCHEMA register_next RENAME TO register"))
    _drop_old_schema(database)


@contextmanager
def changed_register(database: Database) -> Iterator[Connection]:
    """The register as it is, to change: the changes hold when the block ends well, and are gone when it raises."""
    place = _next_file(database, copy=True) if database.is_sqlite else database.engine.begin()
    with place as connection:
        yield connection


def _drop_old_schema(database: Database) -> None:
    # Apart, because it waits for whoever still reads the old one.
    with database.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS register_old CASCADE"))


@contextmanager
def _next_file(database: Database, *, copy: bool) -> Iterator[Connection]:
    live = database.register_path
    path = live.with_name(NEXT_FILE)
    path.unlink(missing_ok=True)
    try:
        if copy:
            shutil.copyfile(live, path)
        engine = _engine_on(path, live)
        with engine.begin() as connection:
            yield connection
        with engine.connect() as connection:
            _refuse_when_damaged(connection)
        engine.dispose()
        _flush(path)
        os.replace(path, live)
        _flush(live.parent)
    finally:
        path.unlink(missing_ok=True)


def _engine_on(path: Path, live: Path) -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def attach(connection: Any, _record: Any) -> None:  # noqa: ANN401  the driver's own
        connection.isolation_level = None
        connection.execute("ATTACH DATABASE ? AS register", (str(path),))
        connection.execute("ATTACH DATABASE ? AS live", (str(live),))
        # A file that is thrown away when anything fails needs no journal; it is flushed before it counts.
        for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE_KILOBYTES}"):
            connection.execute(f"PRAGMA register.{pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _refuse_when_damaged(connection: Connection) -> None:
    found = connection.execute(text("PRAGMA register.quick_check(1)")).scalar_one()
    if found != "ok":
        raise RegisterRefused(f"the new register's file is damaged: {found}")


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
