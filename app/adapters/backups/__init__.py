"""Backups of the whole database, the register's copy included: `back_up` and `restore`, for both engines.

Settings and keys are not in a backup: without LETTER_KEY its letters stay closed (docs/operator.md).
"""

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
    engine.back_up(database, file)


def restore(database: Database, file: Path) -> None:
    """Fill the empty `database` from `file`; raises BackupError, and changes nothing, when either is not right."""
    tables = inspect(database.engine).get_table_names()
    if tables:
        raise BackupError(f"The database has {len(tables)} tables. Restore only into an empty one: move it away first.")
    database.dispose()
    engine = sqlite if database.is_sqlite else postgresql
    engine.restore(database, file)
