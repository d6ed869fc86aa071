"""A real server and a real browser."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from app.config import read_settings
from app.db import Database
from tests.conftest import create_tables

CHROMIUM = "/usr/bin/chromium"
# Chromium refuses to run as root inside its sandbox, and tests often run as root in a container.
ARGUMENTS = ["--no-sandbox"]


class QuietHandler(WSGIRequestHandler):
    """Keeps the connection open between requests, as production servers do, and writes no log."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *values: object) -> None:
        """Say nothing."""


@pytest.fixture
def live_app(tmp_path: Path, sqlite_database: Database) -> Flask:
    """The application of a demo, on a database of its own."""
    return create_app(read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)}), database=sqlite_database)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a demo as it is on its first day, letters printed; copy it, never write in it."""
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(read_settings({"DEMO": "1", "DATA_DIR": str(folder)}))
    create_tables(app.extensions["database"])
    result = app.test_cli_runner().invoke(args=["demo", "load"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    app.extensions["database"].dispose()
    return folder


@pytest.fixture
def demo_app(demo_folder: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application of a demo with all its people and mandates, on a copy of its own."""
    shutil.copytree(demo_folder, tmp_path / "demo")
    app = create_app(read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path / "demo")}))
    yield app
    app.extensions["database"].dispose()


@pytest.fixture
def live_url(live_app: Flask) -> Iterator[str]:
    """Where the application answers."""
    server = make_server("127.0.0.1", 0, live_app, threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who was never here before: empty cache, no cookies."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-BE")
    yield context
    context.close()
