"""The tables of a database brought to where the program expects them: Alembic, with numbered files in `migrations/`.

`migrations/head` holds the newest number. Two branches that each add a migration change the same line, so they meet as
a conflict in git instead of as two heads in production.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app.db import Database
from app.models.base import RegisterBase

FOLDER = Path(__file__).resolve().parent.parent / "migrations"
HEAD_FILE = FOLDER / "head"


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables up to `revision`, and see to it that there is a register, if an empty one."""
    with _locked(database) as connection:
        command.upgrade(_config(connection), revision)
    with database.engine.execution_options(writing=True).begin() as connection:
        create_register(connection)


def downgrade(database: Database, revision: str) -> None:
    """Take the tables back to `revision` ("base" for none at all)."""
    with _locked(database) as connection:
        command.downgrade(_config(connection), revision)


def current_revision(database: Database) -> str | None:
    """The number of the last migration that this database has had; None when it had none."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The number of the newest migration of this program."""
    return ScriptDirectory.from_config(_config(None)).get_current_head()


def write_migration(database: Database, message: str) -> Path:
    """Write the next migration from the difference between `database` and the models; returns its file."""
    number = f"{int(newest_revision() or 0) + 1:04}"
    with _locked(database) as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)
    HEAD_FILE.write_text(f"{number}\n", encoding="utf-8")
    return next(FOLDER.glob(f"versions/{number}_*.py"))


def create_register(connection: Connection) -> None:
    """Make the tables of the register's copy where there are none yet."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
        connection.execute(text("CREATE SCHEMA IF NOT EXISTS register"))
    RegisterBase.metadata.create_all(connection)


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def _locked(database: Database) -> Connection:
    # A writer from its first statement: two programs that start at once wait for each other on SQLite. Alembic makes
    # tables anew for each of its statements, so the engine would keep 25 MB of them that nobody ever asks again.
    return database.engine.execution_options(writing=True, compiled_cache={}).connect()
