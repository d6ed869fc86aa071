"""How fast pages of the wizard are: the whole application with session, database and form, against the bare template.

Run: python -m bench.page
"""

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, template_rendered
from werkzeug.test import EnvironBuilder

from app import create_app
from app.config import read_settings
from app.db import Database
from app.web.layout import service_words
from bench.baseline.page import constant_form, plain_application
from bench.figure import Figure, in_turns, table
from tests.conftest import create_tables
from tests.web.client import LintingClient, install_client
from tests.web.small_world import START, make_world
from tests.web.wizards.walk import to_check

GOAL = 0.5
ROUNDS, EACH = 30, 10
PAGES = {"what": "question page, 5 cards", "types": "question page, every type", "check": "check page"}
TOKEN = re.compile(rb'(?<=name="csrf_token" value=")[^"]+')
READ_OF_THE_SCENE = ("holder_name", "other_name", "can_be_kept", "was_begun_unchecked")
FRAME_FROM_OURS = ("capacities", "seen")


def measure_pages() -> list[Figure]:
    """Milliseconds of processor time a page, for two questions and the check page of giving."""
    with tempfile.TemporaryDirectory() as folder:
        app = _application(Path(folder))
        client: LintingClient = app.test_client()  # type: ignore[assignment]
        client.sign_in("maria")
        check = to_check(client)
        return [_measured(app, client, check.replace("/check", f"/{page}"), page) for page in PAGES]


def _measured(app: Flask, client: LintingClient, address: str, page: str) -> Figure:
    ours = _caller(app, client, address)
    with _rendered(app) as seen:
        answer = ours()
    template, given = seen[0]
    plain = _caller(_baseline(app, template, given, answer), client, address)
    if TOKEN.sub(b"", answer) != TOKEN.sub(b"", plain()):
        raise AssertionError(f"the baseline of {address} answers something else")
    mine, theirs = in_turns(ours, plain, ROUNDS, EACH)
    return Figure(PAGES[page], mine, theirs, "ms a page", theirs / mine, goal=GOAL)


def _application(folder: Path) -> Flask:
    database = Database(f"sqlite:///{folder / 'mandaatloket.sqlite'}")
    create_tables(database)
    make_world(database).session.close()
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(folder)})
    app = create_app(settings, database=database, clock=lambda: START)
    install_client(app)
    return app


def _caller(app: Flask, client: LintingClient, address: str) -> Callable[[], bytes]:
    """A function that asks the application for a page as a server would, and gives its bytes."""
    cookies = "; ".join(f"{one.key}={one.value}" for one in client._cookies.values())
    environ = EnvironBuilder(path=address, headers={"Cookie": cookies}).get_environ()

    def call() -> bytes:
        statuses: list[str] = []
        parts = app.wsgi_app(dict(environ), lambda status, headers: statuses.append(status))
        body = b"".join(parts)
        parts.close()  # type: ignore[attr-defined]
        if not statuses[0].startswith("200"):
            raise AssertionError(f"{address} answered {statuses[0]}")
        return body

    return call


@contextmanager
def _rendered(app: Flask) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """Which templates are rendered inside the block, and with what."""
    seen: list[tuple[str, dict[str, Any]]] = []

    def note(_: object, template: Any, context: dict[str, Any], **more: object) -> None:  # noqa: ANN401
        seen.append((template.name, context))

    with template_rendered.connected_to(note, app):
        yield seen


def _baseline(app: Flask, template: str, given: dict[str, Any], answer: bytes) -> Flask:
    token = TOKEN.search(answer)
    user = given["current_user"]
    who = {name: getattr(user, name) for name in ("is_authenticated", "is_clerk", "desk", "name")}
    settings = app.extensions["settings"]
    closing = START + timedelta(minutes=settings.session_minutes)
    frame = {
        "service": service_words(settings),
        "has_page": lambda _: True,
        "party_of_today": lambda: "Bakkerij De Zoete Inval BV",
        "closes_at": lambda: closing,
        "csrf_token": lambda: token[0].decode() if token else "",
        "current_user": SimpleNamespace(**who),
        "customer_at_the_counter": lambda: None,
        **{name: app.jinja_env.globals[name] for name in FRAME_FROM_OURS},
    }
    constants = {name: value for name, value in given.items() if name not in {"request", "session", "g"} | frame.keys()}
    scene = given["scene"]
    read = {name: getattr(scene, name) for name in READ_OF_THE_SCENE}
    constants["scene"] = SimpleNamespace(**read, draft=SimpleNamespace(id=scene.draft.id))
    return plain_application(app, template, frame, constants | {"form": constant_form(given["form"])})


if __name__ == "__main__":
    print(table(measure_pages()))
