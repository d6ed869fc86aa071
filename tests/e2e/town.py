"""A demo on its first Monday, served on this machine, and the people who come to use it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from app.config import read_settings
from app.jobs.engine import Engine
from app.jobs.workshop import workshop_of
from tests.databases import create_tables, hurry
from tests.e2e.visitor import Visitor
from tests.e2e.watched import Watched

PATIENCE = 60_000  # milliseconds; a machine that is busy with other tests may take its time
MONDAY = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)


class MondayClock:
    """A clock that runs like any other, starts on the same Monday morning in every run, and can be put forward."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.skipped = timedelta()

    def __call__(self) -> datetime:
        return MONDAY + self.skipped + timedelta(seconds=time.monotonic() - self.began)


class QuietHandler(WSGIRequestHandler):
    """Keeps the connection open between requests, as production servers do, and writes no log."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *values: object) -> None:
        """Say nothing."""


def make_demo_app(folder: Path) -> Flask:
    """The application of the demo in `folder`."""
    # On a slow machine a test lets a clerk wait for longer than a person would.
    patient = {"COUNTER_HIDE_MINUTES": "20", "COUNTER_SIGN_OUT_MINUTES": "30"}
    app = create_app(read_settings({"DEMO": "1", "DATA_DIR": str(folder)} | patient), clock=MondayClock())
    hurry(app.extensions["database"])
    return app


def load_demo(folder: Path) -> None:
    """Fill `folder` with the demo, as `make run` does, and let the worker do what waits."""
    app = make_demo_app(folder)
    create_tables(app.extensions["database"])
    result = app.test_cli_runner().invoke(args=["demo", "load"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    Engine(workshop_of(app)).drain()
    app.extensions["database"].dispose()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve `app` on a free port of this machine, as long as the block lasts."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Town:
    """The demo while people use it: who comes gets a browser of his own, and a worker prints when it is asked to."""

    def __init__(self, app: Flask, url: str, browser: Browser) -> None:
        self.app, self.url, self.browser = app, url, browser
        self.watched: list[Watched] = []

    def come(self, *, scripts: bool = True, width: int = 1280, height: int = 800) -> Visitor:
        """Somebody who was never here before."""
        context = self.browser.new_context(
            base_url=self.url,
            java_script_enabled=scripts,
            locale="nl-BE",
            viewport={"width": width, "height": height},
        )
        context.set_default_timeout(PATIENCE)
        self.watched.append(Watched(context, self.url))
        return Visitor(context.new_page(), self.app, self.url, scripts=scripts)

    def print_letters(self) -> int:
        """Let the worker do all that waits; how many things that were."""
        return Engine(workshop_of(self.app)).drain()

    def wait(self, **time: int) -> None:
        """Let so much time pass."""
        self.app.extensions["clock"].skipped += timedelta(**time)

    def close(self) -> None:
        """Everybody goes home; nobody may have complained, or have talked to anybody else."""
        for one in self.watched:
            one.check_quiet()
            one.context.close()
