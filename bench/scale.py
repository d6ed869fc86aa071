"""Whether a check stays as fast when there is more: the same world over and over, up to five million mandates.

One world of ten thousand mandates is copied by the database itself, with other ids, until there are enough. The copies
ask the same questions. Both databases are asked in turns. Run: python -m bench.scale [mandates] [sqlite|postgresql]
"""

import random
import sqlite3
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Table, Uuid, select, text
from sqlalchemy.orm import Session

from app.core.representation.checking import Question, may_represent
from app.db import Database
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.party import Party
from app.models.suspension import Suspension
from bench.check import EACH, ROUNDS, SEED, _fill, _next, _questions, compare
from bench.figure import Figure, in_turns, table
from tests import postgres
from tests.conftest import create_tables

BASE, GIVERS, HOLDERS = 10_000, 2_000, 200
MILLION = 1_000_000
FLAT = 1.3  # how many times slower a check may be among all of them than among BASE
TABLES: tuple[Table, ...] = tuple(one.__table__ for one in (Party, Mandate, Line, Suspension))  # type: ignore[misc]
COPIES_AT_ONCE = 10
# Numbers that must differ: how many there are in one world, and how many digits they have.
NUMBERS = {"dossier_number": (1_000_000, 12), "enterprise_number": (10_000, 10)}
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
WORLDS = (
    "WITH RECURSIVE numbers(world) AS (SELECT :first UNION ALL SELECT world + 1 FROM numbers WHERE world < :last) "
    "SELECT world FROM numbers"
)
HURRY = ("PRAGMA foreign_keys=OFF", "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-400000")


def measure_scale(mandates: int = MILLION, engine: str = "sqlite") -> list[Figure]:
    """A check among this many mandates: against the ORM there, and against a check among ten thousand."""
    name = f"{mandates:,} mandates, {ENGINES[engine]}"
    with _two_databases(engine) as (small, large):
        questions, _ = _prepared(small)
        same, types = _prepared(large)
        multiply(large, mandates // BASE - 1)
        spread = list(_spread(same, mandates // BASE))
        return [*compare(large, spread, types, name), _flatness(small, large, questions, spread, name)]


def _flatness(
    small: Database, large: Database, questions: list[Question], spread: list[Question], name: str
) -> Figure:
    with small.reading() as few, large.reading() as many:
        among_few = [may_represent(few, one).allowed for one in questions]
        if [may_represent(many, one).allowed for one in spread] != among_few:
            raise AssertionError("a copy answers something else")
        sides = (_asking(many, spread), _asking(few, questions))
        ours, baseline = in_turns(*sides, ROUNDS, EACH)
    return Figure(f"beside {BASE:,}: {name}", ours, baseline, "ms a check", baseline / ours, goal=1 / FLAT)


def _asking(session: Session, questions: list[Question]) -> Callable[[], bool]:
    return _next([replace(one, brief=True) for one in questions], lambda one: may_represent(session, one).allowed)


def _prepared(database: Database) -> tuple[list[Question], list[MandateType]]:
    """One world, the same each time, with its questions and its types."""
    create_tables(database)
    pick = random.Random(SEED)
    with database.writing.begin() as session:
        asked = _fill(session, pick, BASE, GIVERS, HOLDERS)
        types = list(session.scalars(select(MandateType)))
    return list(_questions(pick, asked, types)), types


def _spread(questions: list[Question], worlds: int) -> Iterator[Question]:
    """The same questions, each in a world of its own choice; the first one has the ids as they are."""
    pick = random.Random(SEED)
    for one in questions:
        world = pick.randrange(worlds)
        ids = [uuid.UUID(f"{world:08x}{id_.hex[8:]}") if world else id_ for id_ in (one.giver_id, one.holder_id) if id_]
        yield replace(one, giver_id=ids[0], holder_id=ids[1])


def multiply(database: Database, copies: int) -> None:
    """Copy the world that is there this many times, with ids and numbers of their own."""
    run = _in_sqlite(database) if database.is_sqlite else _in_postgresql(database)
    for one in TABLES:
        run(f"CREATE TEMPORARY TABLE first_{one.name} AS SELECT * FROM {one.name}", {})
    for start in range(1, copies + 1, COPIES_AT_ONCE):
        worlds = {"first": start, "last": min(start + COPIES_AT_ONCE - 1, copies)}
        for one in TABLES:
            run(_copying(one, is_sqlite=database.is_sqlite), worlds)
    run("ANALYZE", {}) if not database.is_sqlite else None


def _copying(one: Table, *, is_sqlite: bool) -> str:
    names = ", ".join(column.name for column in one.columns)
    values = ", ".join(_other(column.name, isinstance(column.type, Uuid), is_sqlite) for column in one.columns)
    worlds = f"({WORLDS})" if is_sqlite else "generate_series(CAST(:first AS int), CAST(:last AS int)) AS worlds(world)"
    return f"INSERT INTO {one.name} ({names}) SELECT {values} FROM {worlds} CROSS JOIN first_{one.name}"


def _other(column: str, is_id: bool, is_sqlite: bool) -> str:
    """The value of a column in another world: its ids begin with the number of that world."""
    if column in NUMBERS:
        each, digits = NUMBERS[column]
        number = f"world * CAST({each} AS BIGINT) + CAST({column} AS BIGINT)"
        return f"printf('%0{digits}d', {number})" if is_sqlite else f"lpad(CAST({number} AS TEXT), {digits}, '0')"
    if not is_id:
        return column
    if is_sqlite:
        return f"printf('%08x', world) || substr({column}, 9)"
    return f"CAST(lpad(to_hex(world), 8, '0') || substr(CAST({column} AS TEXT), 9) AS uuid)"


def _in_sqlite(database: Database) -> Callable[[str, dict[str, Any]], object]:
    connection = sqlite3.connect(str(database.url.database), isolation_level=None)
    for pragma in HURRY:
        connection.execute(pragma)
    return connection.execute


def _in_postgresql(database: Database) -> Callable[[str, dict[str, Any]], object]:
    connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    # Every id was copied with what it points to.
    connection.exec_driver_sql("SET session_replication_role = replica")
    return lambda statement, values: connection.execute(text(statement), values)


@contextmanager
def _two_databases(engine: str) -> Iterator[tuple[Database, Database]]:
    cluster = None
    with tempfile.TemporaryDirectory() as folder:
        # The copy of the register stands beside the database, so each needs a folder.
        places = [Path(folder, name) for name in ("small", "large")]
        for one in places:
            one.mkdir()
        urls = [f"sqlite:///{one / 'bench.sqlite'}" for one in places]
        if engine == "postgresql":
            cluster = postgres.prepare()
            urls = [postgres.new_database(one.name).render_as_string(hide_password=False) for one in places]
        small, large = map(Database, urls)
        try:
            yield small, large
        finally:
            small.dispose()
            large.dispose()
            if cluster is not None:
                postgres.finish(cluster)


if __name__ == "__main__":
    wanted, *engines = sys.argv[1:] or (str(MILLION),)
    print(table(measure_scale(int(wanted), *engines)))
