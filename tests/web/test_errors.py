"""Pages for when something is refused or goes wrong: each says what to do, none shows its insides."""

import logging
import re

import pytest
from flask import Flask, abort

from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.web.guards import public
from tests.web.client import LintingClient, page_of, words_of

REFUSALS = {
    "unknown": (NotFound("enterprise_unknown"), 404, "Wij vinden deze pagina niet"),
    "forbidden": (NotAllowed("enterprise_unknown"), 403, "U mag dit niet doen"),
    "conflict": (Conflict("username_taken", username="maria"), 409, "Dit kan nu niet"),
    "wrong": (Invalid("enterprise_number_check", field="number"), 422, "Er klopt iets niet"),
}


@pytest.fixture
def client(app: Flask) -> LintingClient:
    """A browser for an application in which everything goes wrong."""

    @app.get("/refusal/<name>")
    @public("a test")
    def refusal(name: str) -> str:
        raise REFUSALS[name][0]

    @app.get("/http/<int:status>")
    @public("a test")
    def http(status: int) -> str:
        abort(status)

    @app.get("/mishap")
    @public("a test")
    def mishap() -> str:
        raise ZeroDivisionError("insides")

    app.testing = False
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    return client


@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_a_refusal_of_the_core_is_a_page_with_its_sentence(client: LintingClient, name: str) -> None:
    error, status, heading = REFUSALS[name]
    page = client.see(f"/refusal/{name}", status)
    assert words_of(page.h1) == heading
    assert (error.sentence in words_of(page.main)) == (status != 404)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 418, 429])
def test_an_error_of_the_web_is_a_page_of_ours(client: LintingClient, status: int) -> None:
    page = client.see(f"/http/{status}", status)
    assert page.select_one("a[href='/']") is not None
    assert re.search(r"Bel gratis 1700 en geef het nummer \d{8}\.", words_of(page.main))
    assert "bewaard" not in words_of(page.main)  # a stranger answered nothing yet


def test_a_mishap_of_ours_has_a_number_and_the_help_line_and_no_insides(
    client: LintingClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client.get("/mishap")
    words = words_of(page_of(answer, 500).main)
    assert "Dit ligt niet aan u." in words
    assert "Bel gratis 1700 en geef het nummer" in words
    assert "Wij weten niet of het gelukt is." in words
    assert not re.search("is niets verstuurd|zijn bewaard", words)  # it may have come after the act
    assert "insides" not in answer.get_data(as_text=True)
    assert "Traceback" not in answer.get_data(as_text=True)


def test_a_database_that_does_not_answer_is_a_page_too(client: LintingClient, app: Flask) -> None:
    client.see("/aanmelden")
    database = app.extensions["database"]
    with database.writing.begin() as session:
        session.connection().exec_driver_sql("ALTER TABLE web_session RENAME TO gone")
    assert "Dit ligt niet aan u." in words_of(client.see("/aanmelden", 500).main)


def test_a_post_that_is_too_large_says_so(client: LintingClient) -> None:
    page = page_of(client.post("/aanmelden", data={"username": "x" * 1_100_000}), 413)
    assert words_of(page.h1) == "Dit is te groot om te versturen"
