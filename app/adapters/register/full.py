"""A full extract: everything anew."""

from datetime import datetime

from sqlalchemy import Connection, Date, Index, bindparam, insert, text
from sqlalchemy.orm import Session

from app.adapters.register.changed_addresses import find_unlike, keep_days, note_changes
from app.adapters.register.columns import CODE, FILES, Descriptions
from app.adapters.register.extract import Extract
from app.adapters.register.indexing import index_everything
from app.adapters.register.loading import load_rows
from app.adapters.register.progress import Progress
from app.models.base import RegisterBase
from app.models.register import RegisterExtract


def fill_register(
    connection: Connection, schema: str, old_schema: str, before: Session, extract: Extract, now: datetime,
    progress: Progress,
) -> int:  # fmt: skip
    """Fill the empty register in `schema` from a full extract; how many rows were read. `before` reads the old one."""
    indexes = _indexes(connection)
    for index in indexes:
        index.drop(connection)
    descriptions = load_codes(connection, extract, progress)
    read = len(descriptions)
    for file in FILES:
        rows = extract.rows(file, descriptions)
        read += load_rows(connection, file.table, file.targets, rows, f"{file.name}.csv", progress)
    for index in indexes:
        index.create(connection)
    index_everything(connection, progress)
    _remember_who_left(connection, schema, old_schema, extract)
    keep_days(connection, schema, old_schema)
    for done, numbers in find_unlike(connection, schema, old_schema):
        note_changes(connection, before, numbers, extract.meta.snapshot_day)
        progress("changed addresses", done)
    meta = extract.meta
    connection.execute(
        insert(RegisterExtract).values(number=meta.number, snapshot_day=meta.snapshot_day, imported_at=now)
    )
    return read


def load_codes(connection: Connection, extract: Extract, progress: Progress) -> Descriptions:
    """Fill the code list; the Dutch descriptions by (category, code)."""
    rows = list(extract.rows(CODE, {}))
    load_rows(connection, CODE.table, CODE.targets, rows, "code.csv", progress)
    return {(str(row[0]), str(row[1])): str(row[3]) for _, row in rows if row[2] == "NL"}


def _indexes(connection: Connection) -> list[Index]:
    """What is quicker made at the end than kept up row by row."""
    tables = RegisterBase.metadata.sorted_tables
    indexes = (index for table in tables for index in sorted(table.indexes, key=lambda one: str(one.name)))
    is_sqlite = connection.dialect.name == "sqlite"
    return [index for index in indexes if not (is_sqlite and index.dialect_options["postgresql"]["using"])]


def _remember_who_left(connection: Connection, new: str, old: str, extract: Extract) -> None:
    """Keep the numbers of enterprises that the register no longer has, with the names of legal persons only."""
    named = f"""
        INSERT INTO {new}.former_enterprise (number, name, left_on)
        SELECT enterprise.number, CASE WHEN enterprise.is_natural_person THEN NULL ELSE
                 (SELECT name.name FROM {old}.name AS name WHERE name.entity_number = enterprise.number
                  ORDER BY name.kind, name.id LIMIT 1) END, :day
        FROM {old}.enterprise AS enterprise
        WHERE NOT EXISTS (SELECT 1 FROM {new}.enterprise AS still WHERE still.number = enterprise.number)
    """  # noqa: S608  names of our own schemas
    before = f"""
        INSERT INTO {new}.former_enterprise (number, name, left_on)
        SELECT former.number, former.name, former.left_on FROM {old}.former_enterprise AS former
        WHERE NOT EXISTS (SELECT 1 FROM {new}.enterprise AS back WHERE back.number = former.number)
          AND NOT EXISTS (SELECT 1 FROM {new}.former_enterprise AS known WHERE known.number = former.number)
    """  # noqa: S608  names of our own schemas
    connection.execute(text(named).bindparams(bindparam("day", extract.meta.snapshot_day, type_=Date)))
    connection.execute(text(before))
