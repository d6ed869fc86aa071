"""The log tells an operator what happened, and a reader of the log nothing about anybody."""

import io
import json
import logging

import pytest
from flask import Flask, abort, request
from sqlalchemy import text

from app import create_app
from app.config import Settings
from app.db import Database
from app.web.guards import public

PERSONAL = ("Godelieve", "D'Hondt", "0200.065.765", "0200065765", "203112604877", "KX7M2PQ4", "godelieve@voorbeeld.be")
ADDRESS = "/brief/203112604877?code=KX7M2PQ4&naam=Godelieve"


@pytest.fixture
def app(settings: Settings, sqlite_database: Database) -> Flask:
    """The application with three pages that go wrong in ways that could tell too much."""
    app = create_app(settings, database=sqlite_database)

    @app.post("/brief/<dossier>")
    @public("only in this test")
    def letter(dossier: str) -> str:
        raise ValueError(f"{dossier} {request.args['code']} {request.form['naam']}")

    @app.get("/rij/<name>")
    @public("only in this test")
    def row(name: str) -> str:
        with sqlite_database.writing.begin() as session:
            session.execute(text("INSERT INTO person (id, first_name) VALUES (:id, :name)"), {"id": "1", "name": name})
        return ""

    @app.get("/weg/<name>")
    @public("only in this test")
    def gone(name: str) -> str:
        abort(404, f"{name} is niet gevonden")

    return app


def lines(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_no_name_number_or_code_reaches_the_log(app: Flask, written: io.StringIO) -> None:
    client = app.test_client()
    form = {"naam": "Godelieve D'Hondt", "nummer": "0200.065.765", "mail": "godelieve@voorbeeld.be"}
    headers = {"User-Agent": "Godelieve", "Referer": "http://x/203112604877", "X-Request-ID": "D'Hondt"}
    statuses = [
        client.post(ADDRESS, data=form, headers=headers).status_code,
        client.get("/rij/Godelieve D'Hondt").status_code,
        client.get("/weg/0200065765").status_code,
        client.get("/nergens/godelieve@voorbeeld.be").status_code,
    ]
    assert statuses[1:] == [500, 404, 404]
    assert statuses[0] in {400, 500}  # the form has no token; either way it is logged
    text_ = written.getvalue()
    assert len(lines(written)) >= len(statuses)
    assert [word for word in PERSONAL if word in text_] == []


def test_what_a_library_fills_in_into_its_message_is_left_out(written: io.StringIO) -> None:
    logging.getLogger("weasyprint").warning("Failed to load %s", "brief van Godelieve")
    logging.getLogger("app.jobs").info("letter printed", extra={"kind": "given", "ms": 61, "giver": "Godelieve"})
    logging.getLogger("flask").error(f"Exception on {ADDRESS}")  # noqa: G004 (as Flask does)
    first, second, third = lines(written)
    assert first["message"] == "Failed to load %s"
    assert third["message"] == ""
    assert "test_logs.py" in str(third["place"])
    assert (second["message"], second["kind"], second["ms"]) == ("letter printed", "given", 61)
    assert "Godelieve" not in written.getvalue()


def test_an_error_is_told_by_its_kind_and_its_place(written: io.StringIO) -> None:
    try:
        try:
            int("Godelieve")
        except ValueError as error:
            raise RuntimeError("D'Hondt") from error
    except RuntimeError:
        logging.getLogger("app").exception("a mishap")
    told = lines(written)[0]["error"]
    assert isinstance(told, list)
    assert [line for line in told if ":" not in line] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert any("test_logs.py" in line for line in told)
    assert [word for word in PERSONAL if word in written.getvalue()] == []


def test_a_request_is_one_line_with_its_route_and_not_its_address(app: Flask, written: io.StringIO) -> None:
    app.test_client().get("/health/live")
    (line,) = [line for line in lines(written) if line["message"] == "request"]
    assert line["route"] == "/health/live"
    assert (line["method"], line["status"], line["level"]) == ("GET", 200, "info")
    assert len(str(line["request_number"])) == 8
    assert str(line["time"]).endswith("Z")


def test_the_number_on_the_page_of_a_mishap_is_the_number_in_the_log(app: Flask, written: io.StringIO) -> None:
    page = app.test_client().get("/rij/Zoë").get_data(as_text=True)
    mishap = next(line for line in lines(written) if line["level"] == "error")
    assert str(mishap["request_number"]) in page.replace(" ", "").replace("\u00a0", "")
