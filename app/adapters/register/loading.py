"""Putting many rows in a table quickly: the driver's own way of each engine, a batch at a time."""

from collections.abc import Iterable, Sequence
from itertools import islice

from psycopg.errors import UniqueViolation
from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import IntegrityError

from app.adapters.register.columns import Row
from app.adapters.register.progress import Progress
from app.adapters.register.refused import RegisterRefused

BATCH = 10_000

Numbered = tuple[int, Row]  # line in the file, row of ours


def load_rows(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Iterable[Numbered],
    file: str,
    progress: Progress,
) -> int:
    """Insert numbered rows into `table`; how many. Raises RegisterRefused when one has a number already there."""
    rows, done = iter(rows), 0
    before = connection.execute(select(func.count()).select_from(table)).scalar_one()
    while batch := list(islice(rows, BATCH)):
        try:
            _insert(connection, table, columns, [row for _, row in batch])
        except (IntegrityError, UniqueViolation) as error:
            line = _line_of_twin(connection, table, batch, error, before + done)
            raise RegisterRefused("this number is already there", file=file, line=line) from error
        done += len(batch)
        progress(file, done)
    return done


def _insert(connection: Connection, table: Table, columns: Sequence[str], rows: list[Row]) -> None:
    names = ", ".join(columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table.fullname} ({names}) VALUES ({marks})"  # noqa: S608  names of our own tables
        connection.exec_driver_sql(statement, [tuple(row) for row in rows])
        return
    renamed = connection.get_execution_options().get("schema_translate_map") or {}
    statement = f"COPY {renamed.get(table.schema, table.schema)}.{table.name} ({names}) FROM STDIN"
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _line_of_twin(
    connection: Connection, table: Table, batch: Sequence[Numbered], error: Exception, before: int
) -> int | None:
    if isinstance(error, UniqueViolation):
        detail = error.diag.message_detail or ""  # Key (number)=(0199000151) already exists.
        return next((line for line, row in reversed(batch) if f"({row[0]})" in detail), None)
    # SQLite names no row, but it stopped at the one that is wrong.
    inserted = connection.execute(select(func.count()).select_from(table)).scalar_one() - before
    return batch[inserted][0]
