"""The tokens of the directory: shown once, kept as a hash, two open at most, closed at once."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.config import read_settings
from app.core.directory.tokens import find_token
from app.db import Database
from app.models.directory import DirectoryToken
from tests.world import NOON


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    """The application on an empty database."""
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})
    return create_app(settings, database=sqlite_database, clock=lambda: NOON)


def run(app: Flask, *words: str, code: int = 0) -> str:
    result = app.test_cli_runner().invoke(args=["scim", "token", *words])
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.output


def opens(app: Flask, database: Database, token: str, **later: int) -> bool:
    with database.reading() as session:
        return find_token(session, token, app.extensions["vault"], now=NOON + timedelta(**later)) is not None


def test_a_token_is_shown_once_and_only_its_hash_is_kept(app: Flask, sqlite_database: Database) -> None:
    token = run(app, "create", "entra", "--days", "30").strip()
    assert len(token) >= 43  # signs: 32 random bytes
    assert opens(app, sqlite_database, token, days=29)
    assert not opens(app, sqlite_database, token, days=30)
    assert not opens(app, sqlite_database, token[:-1])
    with sqlite_database.reading() as session:
        kept = session.scalars(select(DirectoryToken)).one()
    assert token not in str(vars(kept))
    assert run(app, "list") == "entra: open, until 2026-12-23, last used never\n"


def test_nothing_is_settled_where_no_directory_says_anything(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["scim", "settle"])
    assert (result.exit_code, "SCIM: is not 1" in result.output) == (1, True)


def test_a_second_takes_over_before_the_first_is_closed(app: Flask, sqlite_database: Database) -> None:
    first, second = (run(app, "create", name).strip() for name in ("one", "two"))
    assert "al een open sleutel met deze naam" in run(app, "create", "one", code=1)
    assert "al 2 open sleutels" in run(app, "create", "three", code=1)
    run(app, "revoke", "one")
    assert (opens(app, sqlite_database, first), opens(app, sqlite_database, second)) == (False, True)
    assert "geen open sleutel met deze naam" in run(app, "revoke", "one", code=1)
    run(app, "create", "one")
    shown = sorted(line.split(",")[0] for line in run(app, "list").splitlines())
    assert shown == ["one: open", "one: revoked", "two: open"]
