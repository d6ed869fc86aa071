"""The fixtures that all other tests stand on."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.db import Database, is_reachable
from app.models.staff import Office


def test_a_session_answers_on_both_engines(session: Session) -> None:
    assert is_reachable(session)


def test_a_session_refuses_to_commit_but_lets_a_savepoint_go(session: Session) -> None:
    with session.begin_nested():
        session.execute(text("SELECT 1"))
    with pytest.raises(AssertionError, match="never commit"):
        session.commit()


def test_a_fresh_database_keeps_what_was_committed(fresh_database: Database) -> None:
    with fresh_database.writing.begin() as session:
        session.execute(text("CREATE TABLE kept (day INTEGER)"))
    with fresh_database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM kept")).scalar_one() == 0


def test_columns_and_objects_are_read_in_one_transaction(fresh_database: Database) -> None:
    with fresh_database.writing.begin() as session:
        session.add(Office(name="Loket Gent (demo)", town="Gent"))
    with fresh_database.reading() as session:
        town = session.connection().execute(select(Office.__table__.c.town)).scalar_one()
        office = session.scalars(select(Office)).one()
        assert session.connection() is office_connection(session)
    assert (town, office.town) == ("Gent", "Gent")
    assert checked_out(fresh_database) == 0


def test_what_only_reads_waits_for_nobody_and_holds_up_nobody(fresh_database: Database) -> None:
    with fresh_database.writing.begin() as session:
        session.add(Office(name="Loket Gent (demo)", town="Gent"))
    with fresh_database.glance() as glance:
        towns = select(Office.__table__.c.town)
        assert glance.execute(towns).scalar_one() == "Gent"
        with fresh_database.writing.begin() as session:
            session.scalars(select(Office)).one().town = "Aalst"
        glance.rollback()
        assert glance.execute(towns).scalar_one() == "Aalst"
    assert checked_out(fresh_database) == 0


def office_connection(session: Session) -> object:
    return session.get_bind(Office)


def checked_out(database: Database) -> int:
    return database.engine.pool.checkedout()  # type: ignore[attr-defined]


def test_postgresql_compiles_no_statement_of_ours(fresh_database: Database) -> None:
    if fresh_database.is_sqlite:
        return
    for connection in (fresh_database.engine.connect(), fresh_database.glance()):
        with connection:
            assert connection.scalar(text("SHOW jit")) == "off"
