"""The running application, with a directory that speaks SCIM to it over the network."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from app import create_app
from app.adapters.press import Press
from app.clock import now
from app.config import read_settings
from app.core.directory.tokens import make_token
from app.core.vault import Vault
from app.db import Database
from tests.oidc.issuers import settings_for

ISSUERS = ("https://acm.example/op", "https://entra.example/tenant/v2.0")


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """The press of a demo; nothing is printed here."""
    return Press(read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path_factory.mktemp("press"))}))


@dataclass(frozen=True)
class Served:
    """Where the application listens, and the token that opens the door."""

    address: str
    token: str


@pytest.fixture
def serve(tmp_path: Path, press: Press) -> Iterator[Callable[[Database], Served]]:
    """A function that runs the application on a database."""
    stops: list[Callable[[], None]] = []

    def run(database: Database) -> Served:
        server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
        address = f"http://127.0.0.1:{server.server_port}"
        environment = settings_for(*ISSUERS, tmp_path, address) | {"DEMO": "1", "DATA_DIR": str(tmp_path), "SCIM": "1"}
        environment["SCIM_REQUESTS_PER_MINUTE"] = "60000"
        server.app = app = create_app(read_settings(environment), database=database, clock=now, press=press)
        server.log = lambda *_: None  # type: ignore[method-assign]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        stops.append(lambda: (server.shutdown(), thread.join(), server.server_close()))
        return Served(address, token_of(app, database))

    yield run
    for stop in stops:
        stop()


def token_of(app: Flask, database: Database, name: str = "entra") -> str:
    """A token for the directory."""
    vault: Vault = app.extensions["vault"]
    with database.writing.begin() as session:
        return make_token(session, name, vault, now=app.extensions["clock"](), days=1)
