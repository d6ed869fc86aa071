"""How many statements the pages of giving ask: what one page asks too much, every visitor of every day waits for."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.db import Database
from app.models.function import Function
from tests.web.client import LintingClient
from tests.web.wizards.walk import to_check
from tests.world import BAKERY, World

# The session with who is signed in, the draft, and the name of the other enterprise.
QUESTION = 3
CHECK = 9


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement that is asked inside the block, as SQLite gets it: many go past the events of SQLAlchemy."""
    asked: list[str] = []
    listening: list[sqlite3.Connection] = []

    def note(statement: str) -> None:
        if statement.startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")):
            asked.append(statement)

    def listen(connection: sqlite3.Connection, *values: object) -> None:
        connection.set_trace_callback(note)
        listening.append(connection)

    event.listen(database.engine, "checkout", listen)
    yield asked
    event.remove(database.engine, "checkout", listen)
    for connection in listening:
        connection.set_trace_callback(None)


@pytest.mark.parametrize(
    ("page", "most"),
    [(page, QUESTION) for page in ("what", "types", "start", "period", "notice")] + [("check", CHECK)],
)
def test_a_page_of_giving_asks_no_more_than_it_needs(
    maria: LintingClient, sqlite_database: Database, page: str, most: int
) -> None:
    address = to_check(maria).replace("/check", f"/{page}")
    maria.see(address)  # the first one in a process also reads the catalogue
    with statements(sqlite_database) as asked:
        maria.see(address)
    assert len(asked) == most, asked


def test_who_signs_too_is_looked_up_only_where_the_register_names_two(
    maria: LintingClient, sqlite_database: Database, world: World
) -> None:
    address = to_check(maria).replace("/check", "/period")
    world.session.query(Function).filter_by(enterprise_number=BAKERY).one().signs = "two"
    world.add_representative(BAKERY, "Piet", "Zwaan", signs="two")
    world.session.commit()
    with statements(sqlite_database) as asked:
        maria.see(address)
    assert len(asked) > QUESTION
