"""The tests' browser notices what a request leaves behind."""

import pytest
from flask import Flask

from app.core.people import persons
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
