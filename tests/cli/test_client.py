"""The applications that may call, by command: added, given a key, replaced, revoked, listed."""

import json
import tomllib
from pathlib import Path

import pytest
from flask import Flask
from joserfc.jwk import ECKey

from app import create_app
from app.config import read_settings
from app.core.clients.proving import find_client
from app.core.mandates.catalogue_file import load_catalogue
from app.db import Database
from tests.app.test_settings import ANSWERS
from tests.world import CATALOGUE, NOON

ADD = ("add", "loket", "Het loket", "--domain", "subsidies", "--scope", "checks")


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    """The application on a database with a catalogue and nobody in it."""
    with sqlite_database.writing.begin() as session:
        load_catalogue(session, tomllib.loads(CATALOGUE.read_text(encoding="utf-8")))
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})
    return create_app(settings, database=sqlite_database, clock=lambda: NOON)


def run(app: Flask, *words: str, code: int = 0) -> str:
    result = app.test_cli_runner().invoke(args=["client", *words])
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.output


def key_file(folder: Path, kid: str) -> str:
    key = ECKey.generate_key("P-256", {"kid": kid}, private=True)
    path = folder / f"{kid}.json"
    path.write_text(json.dumps(key.as_dict(private=False)), encoding="utf-8")
    return str(path)


def test_an_application_is_added_gets_keys_and_is_shut_out(
    app: Flask, sqlite_database: Database, tmp_path: Path
) -> None:
    run(app, *ADD, "--entity", "ondernemen", "--return", "https://loket.example/terug")
    run(app, "key", "loket", key_file(tmp_path, "one"))
    run(app, "key", "loket", key_file(tmp_path, "two"), "--replace")
    assert run(app, "list").splitlines() == [
        "loket: Het loket, ondernemen, checks in subsidies",
        "  one: open, until 2026-11-24",
        "  two: open, without end",
    ]
    run(app, "revoke", "loket", "--kid", "one")
    with sqlite_database.reading() as session:
        known = find_client(session, "loket", now=NOON)
        assert known is not None
        assert [one.kid for one in known.keys] == ["two"]
    run(app, "revoke", "loket")
    assert run(app, "list").splitlines()[:2] == ["loket: Het loket, revoked, checks in subsidies", "  one: closed"]


def test_what_is_wrong_is_said(app: Flask, tmp_path: Path) -> None:
    assert "minstens 1 domein" in run(app, *ADD, "--domain", "nothing", code=1)
    run(app, *ADD)
    assert "al een toepassing met dit kenmerk" in run(app, *ADD, code=1)
    path = tmp_path / "private.pem"
    path.write_bytes(ECKey.generate_key("P-256", private=True).as_pem(private=True))
    assert "geheime sleutel" in run(app, "key", "loket", str(path), code=1)
    assert "kennen wij niet" in run(app, "revoke", "other", code=1)


def test_a_secret_is_shown_once_and_in_a_demo_only(
    app: Flask, sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(app, *ADD)
    assert len(run(app, "secret", "loket").strip()) >= 43
    monkeypatch.setitem(app.extensions, "settings", _serious(tmp_path))
    assert "alleen in een demo" in run(app, "secret", "loket", code=1)


def _serious(folder: Path) -> object:
    key = "c2Vjc2Vjc2Vjc2Vjc2Vjc2Vjc2Vjc2Vjc2Vjc2VjcyE="
    return read_settings({"DATA_DIR": str(folder), "SECRET_KEY": key, "LETTER_KEY": key[:-2] + "I="} | ANSWERS)
