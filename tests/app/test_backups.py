"""A backup is worth what its restoration gives back: every row of every table, on both engines."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from app.adapters.backups import BackupError, back_up, restore, sqlite
from app.db import Database
from app.models.base import Base, RegisterBase
from tests import postgres
from tests.app.test_migrations import insert_first_rows

ENTERPRISES = 50


@pytest.fixture
def full_database(migrated_database: Database) -> Database:
    """A migrated database with rows of ours and rows of the register."""
    with migrated_database.writing.begin() as session:
        insert_first_rows(session.connection())
        table = RegisterBase.metadata.tables["register.code"]
        codes = [
            {"category": "Test", "code": str(number), "language": "NL", "description": f"Één – {number}"}
            for number in range(ENTERPRISES)
        ]
        session.execute(table.insert(), codes)
    return migrated_database


@pytest.fixture
def sqlite_backup(sqlite_database: Database) -> Database:
    """One on SQLite, which is copied in pieces."""
    with sqlite_database.writing.begin() as session:
        insert_first_rows(session.connection())
    return sqlite_database


@pytest.fixture
def elsewhere(full_database: Database, tmp_path: Path) -> Iterator[Database]:
    """An empty database of the same engine, in another place."""
    if full_database.is_sqlite:
        (tmp_path / "elsewhere").mkdir()
        database = Database(f"sqlite:///{tmp_path / 'elsewhere' / 'other.sqlite'}")
    else:
        name = f"elsewhere_{full_database.url.database}"
        database = Database(postgres.new_database(name).render_as_string(hide_password=False))
    yield database
    database.dispose()


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, of ours and of the register, read as the database has them."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with database.engine.connect() as connection:
        for schema in (None, "register"):
            for name in inspect(connection).get_table_names(schema=schema):
                # Without types: asking the database for those of each table took longer than all backups together.
                whole = f'"{schema}"."{name}"' if schema else f'"{name}"'
                rows = connection.execute(text(f"SELECT * FROM {whole}"))
                found[f"{schema}.{name}"] = sorted(map(tuple, rows), key=repr)
    return found


def test_what_is_restored_elsewhere_equals_what_was_backed_up(
    full_database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    file = tmp_path / "backup"
    back_up(full_database, file)
    restore(elsewhere, file)
    before, after = everything(full_database), everything(elsewhere)
    assert len(before["register.code"]) == ENTERPRISES
    assert {name.removeprefix("None.") for name in before} > set(Base.metadata.tables)
    assert after == before


def test_a_restored_journal_is_still_append_only(full_database: Database, elsewhere: Database, tmp_path: Path) -> None:
    back_up(full_database, tmp_path / "backup")
    restore(elsewhere, tmp_path / "backup")
    with pytest.raises(Exception, match="append-only"), elsewhere.writing.begin() as session:
        session.execute(text("DELETE FROM journal"))


def test_a_backup_leaves_out_what_another_has_not_committed_yet(
    full_database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    with full_database.writing() as session:
        session.execute(text("INSERT INTO entity (key, name) VALUES ('half', 'Half')"))
        back_up(full_database, tmp_path / "backup")
        session.rollback()
    restore(elsewhere, tmp_path / "backup")
    with elsewhere.reading() as session:
        assert session.execute(text("SELECT key FROM entity")).scalars().all() == ["landbouw"]


@pytest.mark.parametrize("writes", [0, 2, 1_000])
def test_others_write_between_the_pieces_of_a_copy(
    sqlite_backup: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    written: list[int] = []

    def write(_: float) -> None:
        if len(written) < writes:
            with sqlite_backup.writing.begin() as session:  # as another process would: on a connection of its own
                session.execute(text("UPDATE domain SET name = :name"), {"name": f"Domein {len(written)}"})
            written.append(len(written))

    monkeypatch.setattr(sqlite, "PIECE", 5)
    monkeypatch.setattr(sqlite.time, "sleep", write)
    back_up(sqlite_backup, tmp_path / "backup")
    # Who never stops writing waits once, for the whole of it; nobody waits for a copy that has no end.
    assert len(written) == writes or sqlite.MOST_ANEW < len(written) < 50
    (tmp_path / "elsewhere").mkdir()
    other = Database(f"sqlite:///{tmp_path / 'elsewhere' / 'other.sqlite'}")
    restore(other, tmp_path / "backup")
    found, expected = everything(other), everything(sqlite_backup)
    other.dispose()
    if len(written) < writes:  # the last ones were written while the register was copied
        names = [tables.pop("None.domain")[0][1] for tables in (found, expected)]
        assert all(name.startswith("Domein ") for name in names)
    assert found == expected


def test_a_backup_never_overwrites_a_file(full_database: Database, tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("yesterday's")
    with pytest.raises(BackupError, match="there already"):
        back_up(full_database, tmp_path / "backup")
    assert (tmp_path / "backup").read_text() == "yesterday's"


def test_nothing_is_restored_over_a_database_that_has_tables(full_database: Database, tmp_path: Path) -> None:
    back_up(full_database, tmp_path / "backup")
    before = everything(full_database)
    with pytest.raises(BackupError, match="empty"):
        restore(full_database, tmp_path / "backup")
    assert everything(full_database) == before


@pytest.mark.parametrize("damage", [lambda content: content[: len(content) // 2], lambda content: b"not a backup"])
def test_a_damaged_backup_is_refused_and_restores_nothing(
    full_database: Database, elsewhere: Database, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "backup"
    back_up(full_database, file)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(BackupError):
        restore(elsewhere, file)
    assert inspect(elsewhere.engine).get_table_names() == []


def test_a_backup_is_for_its_owner_only(full_database: Database, tmp_path: Path) -> None:
    back_up(full_database, tmp_path / "backup")
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0


def test_a_folder_that_is_not_there_is_said_in_a_sentence(full_database: Database, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="No such file or directory"):
        back_up(full_database, tmp_path / "no" / "backup")


def test_an_extension_that_somebody_else_made_is_in_nobodys_way(
    full_database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    """Where a database is handed out with its extensions, they are not ours."""
    if full_database.is_sqlite:
        return  # it has none
    back_up(full_database, tmp_path / "backup")
    with elsewhere.engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION pg_trgm"))
        connection.execute(text(f"CREATE ROLE {elsewhere.url.database} LOGIN"))
        connection.execute(text(f"ALTER DATABASE {elsewhere.url.database} OWNER TO {elsewhere.url.database}"))
    theirs = Database(elsewhere.url.set(username=elsewhere.url.database).render_as_string(hide_password=False))
    restore(theirs, tmp_path / "backup")
    theirs.dispose()
