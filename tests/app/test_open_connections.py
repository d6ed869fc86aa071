"""Connections that stay open beside the pool: used again, never dirty, never old, and gone together when one breaks."""

import os
import sqlite3
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.core.prepared import Prepared
from app.db import MOST_IDLE, Database, Reading, Session
from app.models.staff import Office

TOWNS = Prepared(lambda engine: select(Office.__table__.c.town))


@pytest.fixture
def database(fresh_database: Database) -> Database:
    with fresh_database.writing.begin() as session:
        session.add(Office(name="Loket Gent (demo)", town="Gent"))
    return fresh_database


def test_it_is_used_again_and_sees_what_was_committed_meanwhile(database: Database) -> None:
    with database.asking() as session:
        assert TOWNS.rows(session, {}) == [("Gent",)]
        first = driver(session)
    with database.writing.begin() as writing:
        writing.scalars(select(Office)).one().town = "Aalst"
    with database.asking() as session:
        assert TOWNS.rows(session, {}, alone=True) == [("Aalst",)]
        assert session.scalars(select(Office)).one().town == "Aalst"
        assert driver(session) is first
    with database.asking() as session:
        assert driver(session) is first
        with database.asking() as other:
            assert driver(other) is not first
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_one_that_broke_takes_the_others_along(database: Database) -> None:
    with database.asking() as one, database.asking() as other:
        broken = [driver(one), driver(other)]
    for each in broken:
        each.close()
    with database.asking() as session, pytest.raises(DBAPIError):
        TOWNS.rows(session, {}, alone=True)
    with database.asking() as session:
        assert TOWNS.rows(session, {}) == [("Gent",)]
        assert driver(session) not in broken


def test_no_more_than_a_few_stay_open(database: Database) -> None:
    sessions = [database.asking() for _ in range(MOST_IDLE + 1)]
    drivers = [driver(one) for one in sessions]
    for one in sessions:
        one.close()
    again = [database.asking() for _ in range(MOST_IDLE + 1)]
    assert len({id(one) for one in drivers} & {id(driver(one)) for one in again}) == MOST_IDLE
    for one in again:
        one.close()


def test_another_register_is_followed(sqlite_database: Database) -> None:
    with sqlite_database.asking() as session:
        first = driver(session)
    new = sqlite_database.register_path.with_name("new.sqlite")
    with sqlite3.connect(new) as register:
        register.execute("CREATE TABLE only_here (number INTEGER)")
    register.close()
    os.replace(new, sqlite_database.register_path)
    with sqlite_database.asking(register=False) as session:
        assert driver(session) is first
    with sqlite_database.asking() as session:
        assert driver(session) is first
        assert first.execute("SELECT count(*) FROM register.only_here").fetchone() == (0,)


def driver(session: Session | Reading) -> Any:
    assert isinstance(session, Reading)
    return session.driver(alone=True).dbapi_connection
