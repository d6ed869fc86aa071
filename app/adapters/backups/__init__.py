"""Backups of the whole database, the register's copy included: `back_up` and `restore`, for both engines.

Settings and keys are not in a backup: without LETTER_KEY its letters stay closed (docs/operator.md).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import inspect

from app.adapters.backups import postgresql, sqlite
from app.adapters.backups.errors import BackupError
from app.db import Database

__all__ = ["BackupError", "back_up", "restore"]


def back_up(database: Database, file: Path) -> None:
    """Copy `database` to `file` while others go on working, and check the copy; raises BackupError."""
    if file.exists():
        raise BackupError(f"{file} is there already. Choose another name.")
    engine = sqlite if database.is_sqlite else postgresql
    with _said_in_a_sentence(file):
        engine.back_up(database, file)


def restore(database: Database, file: Path) -> None:
    """Fill the empty `database` from `file`; raises BackupError, and changes nothing, when either is not right."""
    tables = inspect(database.engine).get_table_names()
    if tables:
        raise BackupError(f"The database has {len(tables)} tables. Restore only into an empty one: move it away first.")
    database.dispose()
    engine = sqlite if database.is_sqlite else postgresql
    with _said_in_a_sentence(file):
        engine.restore(database, file)


@contextmanager
def _said_in_a_sentence(file: Path) -> Iterator[None]:
    """What a disk or a file cannot do (a folder that is not there, no room) is a BackupError too."""
    try:
        yield
    except OSError as error:
        raise BackupError(f"{error.filename or file}: {error.strerror}.") from error
    except sqlite3.Error as error:
        raise BackupError(f"{file}: {error}.") from error
