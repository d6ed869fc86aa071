"""Commands on a database without tables, with old ones, or that nobody answers for: a sentence says what to type."""

from pathlib import Path

import pytest

from app import create_app, migrations
from app.config import read_settings
from app.db import Database

COMMANDS = [
    "account codes an", "account break-glass nood", "client list", "journal check", "register status",
    "retention report", "scim token list", "webhook list one", "keys status", "jobs drain", "jobs run-daily",
    "catalogue load demo/catalogue.toml", "person forget one --by 1 --reason asked",
    "scan take-out 260914000151 out --by 1",
]  # fmt: skip


def run(database: Database, folder: Path, command: str) -> tuple[int, str]:
    app = create_app(read_settings({"DEMO": "1", "DATA_DIR": str(folder)}), database=database)
    result = app.test_cli_runner().invoke(args=command.split())
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output.strip()


@pytest.mark.parametrize("command", COMMANDS)
def test_without_tables_every_command_says_what_to_type(command: str, tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    code, words = run(empty, tmp_path, command)
    assert (code, words) == (1, "Error: The database has no tables yet. Type: flask database upgrade")
    empty.dispose()


@pytest.mark.parametrize("command", ["client list", "retention report"])
def test_the_same_on_postgresql(command: str, bare_database: Database, tmp_path: Path) -> None:
    code, words = run(bare_database, tmp_path, command)
    assert (code, words) == (1, "Error: The database has no tables yet. Type: flask database upgrade")


def test_tables_of_an_older_program_are_told_apart(tmp_path: Path) -> None:
    old = Database(f"sqlite:///{tmp_path / 'old.sqlite'}")
    migrations.upgrade(old, "0002")
    code, words = run(old, tmp_path, "client list")
    newest = migrations.newest_revision()
    assert (code, words) == (
        1, f"Error: The tables are those of 0002, and the program expects {newest}. Type: flask database upgrade"
    )  # fmt: skip
    old.dispose()


def test_a_database_that_nobody_answers_for_is_said_so(tmp_path: Path) -> None:
    gone = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    code, words = run(gone, tmp_path, "client list")
    assert (code, words) == (1, "Error: The database does not answer, or is busy (unreachable). Try again in a minute.")


def test_what_needs_no_database_works_without_tables(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert run(empty, tmp_path, "letters kinds")[0] == 0
    assert run(empty, tmp_path, "database status") == (0, f"database None, program {migrations.newest_revision()}")
    empty.dispose()


def test_any_other_mishap_stays_one(tmp_path: Path) -> None:
    migrated = Database(f"sqlite:///{tmp_path / 'whole.sqlite'}")
    migrations.upgrade(migrated)
    with migrated.writing.begin() as session:
        session.connection().exec_driver_sql("ALTER TABLE api_client RENAME TO gone")
    app = create_app(read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)}), database=migrated)
    result = app.test_cli_runner().invoke(args=["client", "list"])
    assert type(result.exception).__name__ == "OperationalError"
    migrated.dispose()


def test_what_stops_a_migration_is_said_as_it_is(tmp_path: Path) -> None:
    """Whoever brings the tables up reads why that fails, and not that he should type what he just typed."""
    old = Database(f"sqlite:///{tmp_path / 'old.sqlite'}")
    migrations.upgrade(old, "0002")
    with old.writing.begin() as session:
        session.connection().exec_driver_sql("ALTER TABLE mandate RENAME TO gone")
    app = create_app(read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)}), database=old)
    result = app.test_cli_runner().invoke(args=["database", "upgrade"])
    assert type(result.exception).__name__ in {"OperationalError", "NoSuchTableError"}
    assert "Type: flask database upgrade" not in result.output
    old.dispose()
