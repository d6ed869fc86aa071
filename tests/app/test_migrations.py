"""The migrations: up, down and up again with rows in the tables, on both engines, and equal to the models."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from app import migrations
from app.db import Database
from app.models.base import Base

FIRST_ROWS = Path(__file__).with_name("first_rows.sql")
VERSION_TABLE = "alembic_version"


def all_revisions() -> list[str]:
    script = ScriptDirectory(str(migrations.FOLDER))
    return [revision.revision for revision in script.walk_revisions()][::-1]


def triggers(connection: Connection) -> set[str]:
    question = (
        "SELECT name || ': ' || sql FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    )
    return set(connection.execute(text(question)).scalars())


def guards_of(database: Database) -> tuple[set[tuple[str, str | None, str]], set[str]]:
    """The check constraints and the triggers, which alembic does not compare."""
    with database.engine.connect() as connection:
        look = inspect(connection)
        names = [name for name in look.get_table_names() if name != VERSION_TABLE]
        checks = {(name, one["name"], one["sqltext"]) for name in names for one in look.get_check_constraints(name)}
        return checks, triggers(connection)


def insert_first_rows(connection: Connection) -> None:
    lines = FIRST_ROWS.read_text(encoding="utf-8").splitlines()
    for statement in [line for line in lines if not line.startswith("--")]:
        connection.exec_driver_sql(statement)


def rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the tables of the first migration, without the columns that came later."""
    tables = [name for name in inspect(connection).get_table_names() if name != VERSION_TABLE]
    return {name: [tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))] for name in tables}


def counts(found: dict[str, list[tuple[Any, ...]]]) -> dict[str, int]:
    return {name: len(lines) for name, lines in found.items() if lines}


def test_the_head_file_names_the_newest_migration_so_that_two_branches_conflict() -> None:
    assert migrations.HEAD_FILE.read_text(encoding="utf-8").strip() == migrations.newest_revision()


def test_migrations_are_numbered_without_a_gap() -> None:
    assert all_revisions() == [f"{number:04}" for number in range(1, len(all_revisions()) + 1)]


def test_the_migrated_tables_equal_the_models(migrated_database: Database) -> None:
    with migrated_database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_migrated_database_has_the_same_checks_and_triggers_as_the_models(
    migrated_database: Database, make_database: Callable[[str], Database]
) -> None:
    modelled = make_database("sqlite" if migrated_database.is_sqlite else "postgresql")
    assert guards_of(migrated_database) == guards_of(modelled)
    modelled.dispose()


def test_rows_survive_every_step_up_and_every_step_down(bare_database: Database) -> None:
    first, *later = all_revisions()
    migrations.upgrade(bare_database, first)
    with bare_database.writing.begin() as session:
        insert_first_rows(session.connection())
        before = rows(session.connection())
    for revision in later:
        migrations.upgrade(bare_database, revision)
        with bare_database.reading() as session:
            kept = counts(rows(session.connection()))
            assert kept | counts(before) == kept, revision
    migrations.downgrade(bare_database, first)
    with bare_database.reading() as session:
        assert rows(session.connection()) == before


def test_down_to_nothing_and_up_again(migrated_database: Database) -> None:
    with migrated_database.writing.begin() as session:
        insert_first_rows(session.connection())
    migrations.downgrade(migrated_database, "base")
    with migrated_database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == [VERSION_TABLE]
    migrations.upgrade(migrated_database)
    assert migrations.current_revision(migrated_database) == migrations.newest_revision()


def test_the_engine_keeps_no_statement_of_a_migration(bare_database: Database) -> None:
    # Each leads to tables that were made for it alone: 25 MB of them after all migrations.
    kept: dict[Any, Any] = {}
    bare_database.engine.update_execution_options(compiled_cache=kept)
    migrations.upgrade(bare_database, all_revisions()[0])
    assert not [text for text in map(str, kept.values()) if VERSION_TABLE in text]


def test_a_second_upgrade_does_nothing(migrated_database: Database) -> None:
    migrations.upgrade(migrated_database)
    assert migrations.current_revision(migrated_database) == migrations.newest_revision()
