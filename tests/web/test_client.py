"""The tests' browser notices what a request leaves behind."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.people import persons
from app.models.person import Person
from app.web.databases import database
from app.web.guards import public
from tests.web.client import LintingClient, PageError


def test_a_request_that_forgets_to_commit_fails(app: Flask) -> None:
    @app.get("/forgets")
    @public("a test")
    def forgets() -> str:
        with database().writing() as session:
            persons.add_person(session, "Maria", "Vermeulen")
            session.close()
        return ""

    client: LintingClient = app.test_client()  # type: ignore[assignment]
    with pytest.raises(PageError, match="did not commit"):
        client.get("/forgets")


def test_a_request_that_leaves_a_connection_open_fails(app: Flask) -> None:
    kept = []

    @app.get("/keeps")
    @public("a test")
    def keeps() -> str:
        session = database().reading()
        kept.append(session)
        session.connection()
        return ""

    client: LintingClient = app.test_client()  # type: ignore[assignment]
    with pytest.raises(PageError, match="connections open"):
        client.get("/keeps")
    kept[0].close()


@pytest.mark.parametrize(("second", "fails"), [("of the request", False), ("of its own", True)])
def test_a_request_that_reads_on_two_connections_at_once_fails(app: Flask, second: str, fails: bool) -> None:
    """On SQLite both can wait, with who is about to write between them: ten seconds, and then an act is lost."""

    @app.get("/reads-twice")
    @public("a test")
    def reads_twice() -> tuple[str, int]:
        there = database() if second == "of the request" else app.extensions["database"]
        with database().reading() as outer:
            maria = outer.scalars(select(Person)).first()
            with there.reading() as inner, there.glance() as glance:
                inner.scalars(select(Person)).all()
                glance.execute(select(Person.id)).all()
            assert outer.scalars(select(Person)).first() is maria
        return "", 204

    client: LintingClient = app.test_client()  # type: ignore[assignment]
    if fails:
        with pytest.raises(PageError, match="second connection"):
            client.get("/reads-twice")
    else:
        assert client.get("/reads-twice").status_code == 204
