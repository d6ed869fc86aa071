"""Databases of the tests: made, copied, thrown away, and sessions that leave nothing behind."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

import app.models  # noqa: F401 (makes every table known)
from app.db import REGISTER_FILE, Database
from app.migrations import create_register
from app.models.base import Base
from tests import postgres


def create_tables(database: Database) -> None:
    """Every table of ours, and those of the register's copy, in an empty database."""
    with database.engine.begin() as connection:
        Base.metadata.create_all(connection)
        create_register(connection)


def copy_of(original: Path, folder: Path) -> Database:
    """A copy of a SQLite database that nobody has open, and of its register, in `folder`."""
    database = Database(f"sqlite:///{folder / original.name}")
    put_back(database, original)
    return hurry(database)


def put_back(database: Database, original: Path) -> None:
    """Let everything be again as it is in `original`, while nobody is busy with it."""
    database.dispose()
    path = Path(str(database.url.database))
    shutil.copy(original, path)
    shutil.copy(original.with_name(REGISTER_FILE), path.with_name(REGISTER_FILE))


def hurry(database: Database) -> Database:
    """The same, which no longer waits for the disk: one that is busy with other tests kept a writer for ten seconds.

    No test takes the power away, and a killed process loses nothing that it handed to the system.
    """
    event.listen(database.engine, "connect", _do_not_wait)
    return database


def _do_not_wait(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def opened(database: Database) -> Iterator[Database]:
    """The database, closed and thrown away afterwards."""
    yield database
    database.dispose()
    if not database.is_sqlite:
        postgres.drop_database(str(database.url.database))


def undone(database: Database) -> Iterator[Session]:
    """A writing session that leaves nothing behind in `database`, and that nobody commits."""
    with database.writing() as session:
        event.listen(session, "before_commit", _refuse_to_commit)
        yield session
        session.rollback()


def _refuse_to_commit(session: Session) -> None:
    # Releasing a savepoint also passes here, and is allowed.
    assert session.in_nested_transaction(), "core functions flush, they never commit: the edge does"
