"""Moving everything from SQLite to PostgreSQL: every row, the register's copy included, in one transaction.

The source is locked for writers from before the first row until the target has it all and was compared; a move that is
broken off leaves no row behind, so it can simply be done again. See docs/decisions/2026-11-30-moving.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from sqlalchemy import Connection, Table, delete, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from app import migrations
from app.adapters.moving import checks
from app.adapters.moving.errors import MoveError
from app.adapters.moving.rows import Tally, all_tables, reading_rows
from app.adapters.moving.shape import go_on_counting, put_back, take_down
from app.adapters.register import Progress, RegisterRefused
from app.adapters.register.places import importing_alone
from app.core.journal_seals import SealReport
from app.db import Database

__all__ = ["MoveError", "Moved", "move", "open_target"]

ONE_AT_A_TIME = 20261130  # the advisory lock of whoever moves
WAIT = "10s"  # for whoever is busy in the target
BUILDING = "256MB"  # of memory, for one index at a time
READ_ONLY = 0o400


@dataclass(frozen=True)
class Moved:
    """What was moved: rows by table, how the journal fits its seals, and the tables that are not ours and stayed.

    `closed` says whether the old file can only be read from now on.
    """

    rows: dict[str, int]
    journal: SealReport
    left: tuple[str, ...]
    closed: bool


@contextmanager
def open_target(url: str) -> Iterator[Database]:
    """The database at this address; raises MoveError, without repeating it: a password can be in it."""
    try:
        target = Database(url)
    except (ArgumentError, ValueError, ImportError) as error:
        raise MoveError("The address cannot be read. Write postgresql+psycopg://user:password@host/name.") from error
    try:
        yield target
    finally:
        target.dispose()


def move(source: Database, target: Database, progress: Progress) -> Moved:
    """Copy all of `source` to `target`, compare, and let nobody write in `source` any more; raises MoveError."""
    if not source.is_sqlite:
        raise MoveError("The source is not SQLite: there is nothing to move.")
    with _said_in_a_sentence():
        checks.check_kind(target)
        checks.check_versions(source, target)
        with importing_alone(source), _nobody_writes(source) as reading:
            checks.check_unused(source)
            progress("looking at the source", 0)
            checks.check_rows(reading)
            journal = checks.check_journal(reading)
            migrations.upgrade(target)
            with importing_alone(target), target.engine.begin() as writing:
                found = _copy_all(reading, writing, progress)
                if checks.check_journal(writing) != journal:
                    raise MoveError("The journal of the target does not fit its seals as that of the source does.")
                checks.check_unused(source)
                left = tuple(checks.unknown_tables(reading))
            return Moved({name: one.rows for name, one in found.items()}, journal, left, _closed(source))


def _copy_all(reading: Connection, writing: Connection, progress: Progress) -> dict[str, Tally]:
    """Copy and compare every table; the tallies. The transactions are the caller's."""
    writing.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT}'")
    writing.exec_driver_sql(f"SET LOCAL maintenance_work_mem = '{BUILDING}'")
    writing.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})
    for table in all_tables():
        writing.exec_driver_sql(f"LOCK TABLE {_named(table)} IN ACCESS EXCLUSIVE MODE")
    checks.check_empty(writing)
    shape = take_down(writing)
    for table in all_tables():
        if table.name in checks.MADE_WITH_ROWS:
            writing.execute(delete(table))
    found = {table.fullname: _copy(reading, writing, table, progress) for table in all_tables()}
    progress("indexes", 0)
    if not put_back(writing, shape):
        raise MoveError("The target is not guarded as it was: an index, a check or a trigger is missing.")
    go_on_counting(writing)
    for table in all_tables():
        there = Tally()
        with reading_rows(writing, table) as batches:
            for batch in batches:
                there.add(batch)
                progress(f"compared {table.name}", there.rows)
        writing.exec_driver_sql(f"ANALYZE {_named(table)}")
        if there != found[table.fullname]:
            raise MoveError(f"{table.fullname} is not the same in the target: {there.rows} rows, or other ones.")
    return found


def _copy(reading: Connection, writing: Connection, table: Table, progress: Progress) -> Tally:
    tally = Tally()
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    try:
        taking = f"COPY {_named(table)} ({names}) FROM STDIN"
        with (
            reading_rows(reading, table) as batches,
            writing.connection.cursor() as cursor,
            cursor.copy(taking) as copy,
        ):
            for batch in batches:
                tally.add(batch)
                for row in batch:
                    copy.write_row(row)
                progress(table.name, tally.rows)
    except psycopg.Error as error:
        raise MoveError(f"PostgreSQL did not take {table.fullname}: {error.diag.message_primary or error}") from error
    return tally


def _closed(source: Database) -> bool:
    """Let a service that is started with the old settings fail, and not begin a second life there."""
    try:
        checks.files_of(source)[0].chmod(READ_ONLY)
    except OSError:
        return False
    return True


def _named(table: Table) -> str:
    return f'"{table.schema or "public"}"."{table.name}"'


@contextmanager
def _nobody_writes(source: Database) -> Iterator[Connection]:
    """A connection that reads the source, while nobody else may write in it or in its register."""
    with source.engine.execution_options(writing=True).connect() as connection:
        try:
            connection.begin()
        except DBAPIError as error:
            raise MoveError(f"The source cannot be kept from changing: {error.orig}. Stop the service.") from error
        yield connection


@contextmanager
def _said_in_a_sentence() -> Iterator[None]:
    """What a database refuses, or a disk, is a MoveError too; its words hold no values of rows."""
    try:
        yield
    except RegisterRefused as error:
        raise MoveError(f"The register is being imported: {error}.") from error
    except OSError as error:
        raise MoveError(f"{error.filename}: {error.strerror}.") from error
    except DBAPIError as error:
        said = getattr(getattr(error.orig, "diag", None), "message_primary", None) or str(error.orig)
        raise MoveError(f"The database says: {said}") from error
