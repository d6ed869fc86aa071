"""We prove to a certified provider that it is us with a key of our own; no secret is agreed with it."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from joserfc.jwk import ECKey, RSAKey

from app import clock, create_app
from app.config import read_settings
from app.db import Database
from tests.oidc.browser import Browser
from tests.oidc.issuers import Issuers, running_issuers, settings_for
from tests.web.client import install_client, page_of, words_of
from tests.web.sign_in.coming_back import reasons
from tests.web.small_world import make_world


@pytest.fixture
def issuers() -> Iterator[Issuers]:
    with running_issuers() as issuers:
        yield issuers


def app_with(key: RSAKey | ECKey, issuers: Issuers, database: Database, folder: Path) -> Flask:
    """An application with this key in a file, where it had a secret."""
    path = folder / "own.pem"
    path.write_bytes(key.as_pem(private=True))
    environment = settings_for(issuers.citizen, issuers.staff, folder, "http://127.0.0.1:1")
    environment |= {"OIDC_CITIZEN_CLIENT_SECRET": "", "OIDC_CITIZEN_CLIENT_KEY_FILE": str(path)}
    environment |= {"DEMO": "1", "DATA_DIR": str(folder)}
    app = create_app(read_settings(environment), database=database, clock=clock.now)
    app.testing = True
    install_client(app)
    return app


def test_a_citizen_signs_in_where_only_our_key_counts(
    issuers: Issuers, sqlite_database: Database, tmp_path: Path, written: io.StringIO
) -> None:
    make_world(sqlite_database).session.close()
    for key in (RSAKey.generate_key(2048), ECKey.generate_key("P-256")):
        app = app_with(key, issuers, sqlite_database, tmp_path)
        told = app.test_cli_runner().invoke(args=["provider", "key", "citizen"])
        public = json.loads(told.output)
        assert "d" not in public
        issuers.trust("citizen", public)
        browser = Browser(app)
        browser.sign_in("els")
        assert "Els Wouters" in words_of(browser.ours.see("/mandaten").select_one(".ml-who"))
    # Another key than the one that was agreed lets nobody in, and the log says so at once.
    browser = Browser(app_with(ECKey.generate_key("P-256"), issuers, sqlite_database, tmp_path))
    back, _ = browser.answer(browser.leave("/aanmelden/bij/citizen"), "els")
    assert "Aanmelden lukt nu niet" in words_of(page_of(browser.ours.get(back), 503).main)
    assert reasons(written) == ["client_refused"]


def test_without_a_key_there_is_nothing_to_show(
    issuers: Issuers, sqlite_database: Database, tmp_path: Path
) -> None:
    app = app_with(ECKey.generate_key("P-256"), issuers, sqlite_database, tmp_path)
    told = app.test_cli_runner().invoke(args=["provider", "key", "staff"])
    assert told.exit_code == 1
    assert "OIDC_STAFF_CLIENT_KEY_FILE is not set" in told.output
