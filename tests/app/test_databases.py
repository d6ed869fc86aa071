"""The fixtures that all other tests stand on."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db import Database, is_reachable


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
