"""What must hold before anything is moved; each refusal says what to do."""

from pathlib import Path

from sqlalchemy import Connection, Integer, String, Table, func, inspect, select, text
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.orm import Session

from app import migrations
from app.adapters.moving.busy import who_uses
from app.adapters.moving.errors import MoveError
from app.adapters.moving.rows import all_tables
from app.core.journal_seals import SealReport, check_seals
from app.db import Database
from app.models.base import Base, RegisterBase
from app.models.event import EventFeed

# Migrations put rows in these; the others are empty in a database that nobody used.
MADE_WITH_ROWS = {"event_feed", "right_type"}
VERSIONS = "alembic_version"
LARGEST_INTEGER = 2**31 - 1
QUOTED = dialect().identifier_preparer


def check_kind(database: Database) -> None:
    """Refuse a target that is no PostgreSQL, or that keeps words in another way than ours."""
    if database.is_sqlite:
        raise MoveError("The target is not PostgreSQL. Write postgresql+psycopg://user:password@host/name.")
    with database.engine.connect() as connection:
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise MoveError(f"The target keeps words as {encoding}. Make it anew: createdb -E UTF8 -T template0 NAME.")


def check_versions(source: Database, target: Database) -> None:
    """Refuse when the source, or a target that has tables already, had other migrations than this program expects."""
    newest, present = migrations.newest_revision(), migrations.current_revision(source)
    if present != newest:
        raise MoveError(
            f"The source had migration {present}, and this program expects {newest}. "
            "Type flask database upgrade, with the settings of before, and try again."
        )
    there = migrations.current_revision(target)
    if there not in {newest, None}:
        raise MoveError(f"The target had migration {there}, and this program expects {newest}. Make it anew: createdb.")
    if there is not None:
        with target.engine.connect() as connection:
            check_empty(connection)
    elif (tables := inspect(target.engine).get_table_names()):
        raise MoveError(f"The target has {len(tables)} tables that are not ours. Make an empty one: createdb NAME.")


def check_empty(connection: Connection) -> None:
    """Refuse a target in which there is anything that no migration put there."""
    register = inspect(connection).get_table_names(schema="register")
    for table in [one for one in all_tables() if one.schema is None or one.name in register]:
        if table.name not in MADE_WITH_ROWS and connection.execute(select(table.columns[0]).limit(1)).first():
            raise MoveError(f"The target is not empty: {table.fullname} has rows. Make an empty one: createdb NAME.")
    if connection.execute(select(func.max(EventFeed.last_position))).scalar():
        raise MoveError("The target is not empty: it gave events a place. Make an empty one: createdb NAME.")


def check_unused(source: Database) -> None:
    """Refuse while a process of the service has the source open: what it wrote afterwards would be lost."""
    users = who_uses(*files_of(source))
    if users:
        named = "; ".join(f"process {number} ({words})" for number, words in users.items())
        raise MoveError(f"The source is in use by {named}. Stop the service, the worker too, and try again.")


def files_of(source: Database) -> tuple[Path, Path]:
    """The files of a SQLite database: ours, and the register's."""
    return Path(str(source.url.database)), source.register_path


def check_rows(connection: Connection) -> None:
    """Refuse what SQLite lets through and PostgreSQL does not, all of it at once and not piece by piece."""
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        raise MoveError(f"The source has {len(broken)} rows that point at nothing, the first in {broken[0][0]}.")
    wrong = [*_other_columns(connection)] or [line for table in all_tables() for line in _unfit(connection, table)]
    if wrong:
        raise MoveError("PostgreSQL would not take what the source has:\n" + "\n".join(f"  {one}" for one in wrong))


def check_journal(connection: Connection) -> SealReport:
    """How the journal fits its seals; refused when it does not."""
    with Session(connection) as session:
        report = check_seals(session)
    if report.broken_on:
        raise MoveError(f"The journal is not as it was sealed on {report.broken_on}: flask journal check says more.")
    return report


def unknown_tables(connection: Connection) -> list[str]:
    """Tables beside ours, which stay behind."""
    return sorted(set(inspect(connection).get_table_names()) - set(Base.metadata.tables) - {VERSIONS})


def _other_columns(connection: Connection) -> list[str]:
    # The register is never migrated: it can be of an older version, and it is rebuilt by an import.
    wrong = []
    look = inspect(connection)
    there = set(look.get_table_names(schema="register"))
    for table in RegisterBase.metadata.sorted_tables:
        columns = {one["name"] for one in look.get_columns(table.name, "register")} if table.name in there else set()
        if columns != {one.name for one in table.columns}:
            wrong.append(f"{table.fullname} is of another version: import a full extract first")
    return wrong


def _unfit(connection: Connection, table: Table) -> list[str]:
    """What is too long, too large or holds a sign that PostgreSQL cannot keep, by column."""
    asked = {}
    for column in table.columns:
        name = QUOTED.quote(column.name)
        if isinstance(column.type, String):
            asked[column.name, "hold a sign without a name (U+0000)"] = f"instr({name}, char(0)) > 0"
            if column.type.length:
                asked[column.name, f"are longer than {column.type.length} signs"] = (
                    f"length({name}) > {column.type.length}"
                )
        elif type(column.type) is Integer:
            asked[column.name, f"are more than {LARGEST_INTEGER}"] = f"abs({name}) > {LARGEST_INTEGER}"
    if not asked:
        return []
    sums = ", ".join(f"TOTAL({one})" for one in asked.values())
    found = connection.execute(text(f"SELECT {sums} FROM {QUOTED.format_table(table)}")).one()  # noqa: S608  names of our own
    return [
        f"{table.fullname}.{column}: {count:.0f} values {what}"
        for (column, what), count in zip(asked, found, strict=True) if count
    ]  # fmt: skip
