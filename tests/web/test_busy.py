"""A database that is busy is nobody's mistake: a form is carried out once more, or the page says when to come back."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import Tag
from flask import Flask, Response, request
from sqlalchemy import event, text

from app import create_app
from app.adapters.press import Press
from app.config import read_settings
from app.db import Database, Session
from app.web.databases import database
from app.web.guards import public
from app.web.sessions import browser_session
from tests.web.client import LintingClient, install_client, page_of, words_of
from tests.web.small_world import START

OURS = {"Sec-Fetch-Site": "same-origin"}
IMPATIENT = 100  # milliseconds that SQLite waits for a lock here, instead of ten seconds
TYPED = {"name": "Bakkerij <Peeters>", "csrf_token": "x"}


def renamed(session: Session, key: str) -> None:
    session.execute(text("UPDATE entity SET name = name || '!' WHERE key = :key"), {"key": key})


def add_views(app: Flask, meanwhile: Callable[[], None] = lambda: None) -> None:
    """A form that changes two rows, one that did something before, and one with a savepoint."""

    @app.post("/rename")
    @public("a test")
    def rename() -> Response:
        browser_session()["tries"] = browser_session().get("tries", 0) + 1
        with database().writing.begin() as session:
            renamed(session, "a")
            meanwhile()
            renamed(session, "b")
        return Response(f"{request.form['name']}, {browser_session()['tries']}", mimetype="text/plain")

    @app.post("/after")
    @public("a test")
    def after() -> Response:
        with database().writing.begin() as session:
            renamed(session, "a")
        with database().writing.begin() as session:
            if not database().is_sqlite:
                session.execute(text("SELECT pg_advisory_xact_lock(7)"))
            meanwhile()
            renamed(session, "b")
        return Response("done", mimetype="text/plain")

    @app.post("/halfway")
    @public("a test")
    def halfway() -> Response:
        with database().writing.begin() as session:
            with session.begin_nested():
                renamed(session, "a")
            meanwhile()
            renamed(session, "b")
        return Response("done", mimetype="text/plain")

    for view in (rename, after, halfway):
        app.extensions["csrf"].exempt(view)


def ready(app: Flask) -> LintingClient:
    with app.extensions["database"].writing.begin() as session:
        for key in ("a", "b"):
            session.execute(text("INSERT INTO entity (key, name) VALUES (:key, :key)"), {"key": key})
    app.testing = False
    install_client(app)
    return app.test_client()  # type: ignore[return-value]


def names(app: Flask) -> list[str]:
    with app.extensions["database"].reading() as session:
        return list(session.execute(text("SELECT name FROM entity WHERE key IN ('a', 'b') ORDER BY key")).scalars())


def said(log: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(one.msg, one.kind) for one in log.records if hasattr(one, "kind")]


@contextmanager
def held(path: str) -> Iterator[None]:
    """Somebody else holds the write lock."""
    other = Database(f"sqlite:///{path}")
    with other.writing.begin() as session:
        session.connection()  # which takes it
        yield
    other.dispose()


@pytest.fixture
def impatient(app: Flask, sqlite_database: Database) -> LintingClient:
    """A browser for an application on SQLite that waits a tenth of a second for the lock."""
    event.listen(
        sqlite_database.engine, "checkout", lambda one, _record, _proxy: one.execute(f"PRAGMA busy_timeout={IMPATIENT}")
    )
    add_views(app)
    return ready(app)


def test_a_lock_that_is_not_had_in_time_is_a_calm_page_that_can_be_sent_again(
    impatient: LintingClient, app: Flask, sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with held(str(sqlite_database.url.database)):
        answer = impatient.post("/rename", data=TYPED, headers=OURS)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    page = page_of(answer, 503)
    assert words_of(page.h1) == "Het is nu erg druk"
    assert "Er is niets veranderd. Probeer het over een minuut opnieuw." in words_of(page.main)
    form = page.main.form
    assert isinstance(form, Tag)
    assert [one["value"] for one in form.select("input[name=name]")] == [TYPED["name"]]
    assert said(caplog) == [("database busy", "lock_timeout")]
    assert not [one for one in caplog.records if one.exc_info]
    assert names(app) == ["a", "b"]
    assert impatient.post("/rename", data=TYPED).text == "Bakkerij <Peeters>, 1"


def test_what_was_done_before_is_not_denied(
    app: Flask, sqlite_database: Database, impatient: LintingClient
) -> None:
    holding = held(str(sqlite_database.url.database))
    # Between the two transactions somebody takes the lock.
    event.listen(sqlite_database.writing, "after_commit", lambda _session: holding.__enter__(), once=True)
    page = page_of(impatient.post("/after", data=TYPED, headers=OURS), 503)
    holding.__exit__(None, None, None)
    assert "Wij weten niet of het gelukt is." in words_of(page.main)
    assert page.main.form is None
    assert names(app) == ["a!", "b"]


def test_a_password_is_not_written_in_the_page(impatient: LintingClient, sqlite_database: Database) -> None:
    with held(str(sqlite_database.url.database)):
        answer = impatient.post("/rename", data={**TYPED, "password": "geheim"}, headers=OURS)
    assert "geheim" not in answer.text


def test_what_came_with_a_file_is_not_offered_without_it(
    impatient: LintingClient, sqlite_database: Database
) -> None:
    with held(str(sqlite_database.url.database)):
        answer = impatient.post("/rename", data={**TYPED, "page": (BytesIO(b"x"), "blad.png")}, headers=OURS)
    page = page_of(answer, 503)
    assert "Er is niets veranderd. Probeer het over een minuut opnieuw." in words_of(page.main)
    assert page.main.form is None
    with held(str(sqlite_database.url.database)):
        answer = impatient.post("/rename", data={**TYPED, "page": (BytesIO(), "")}, headers=OURS)
    assert isinstance(page_of(answer, 503).main.form, Tag)


@pytest.fixture
def on_postgresql(
    make_database: Callable[[str], Database], tmp_path: Path, press: Press
) -> Iterator[tuple[Flask, Database]]:
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})
    one = make_database("postgresql")
    yield create_app(settings, database=one, clock=lambda: START, press=press), one
    one.dispose()


class Rival:
    """Somebody who locks the same rows the other way round, so many times."""

    def __init__(self, database: Database, times: int) -> None:
        self.database = Database(database.url.render_as_string(hide_password=False))
        self.left, self.threads = times, list[threading.Thread]()

    def __call__(self) -> None:
        """Called when we have the first row: he takes the second, and then waits for the first."""
        if not self.left:
            return
        self.left -= 1
        has_it = threading.Event()
        self.threads.append(threading.Thread(target=self._cross, args=(has_it,)))
        self.threads[-1].start()
        assert has_it.wait(10)

    def _cross(self, has_it: threading.Event) -> None:
        with self.database.writing.begin() as session:
            # He is patient, so it is we who are undone.
            session.execute(text("SET LOCAL deadlock_timeout = '60s'"))
            renamed(session, "b")
            has_it.set()
            renamed(session, "a")

    def wait(self) -> None:
        for one in self.threads:
            one.join(30)
        self.database.dispose()


def test_after_a_deadlock_a_form_is_carried_out_again_and_nobody_notices(
    on_postgresql: tuple[Flask, Database], caplog: pytest.LogCaptureFixture
) -> None:
    app, pg = on_postgresql
    rival = Rival(pg, 1)
    add_views(app, rival)
    client = ready(app)
    caplog.set_level(logging.INFO)
    answer = client.post("/rename", data=TYPED)
    rival.wait()
    assert (answer.status_code, answer.text) == (200, "Bakkerij <Peeters>, 1")
    assert names(app) == ["a!!", "b!!"]
    assert said(caplog) == [("tried again", "deadlock")]


def test_a_savepoint_is_no_commit_so_the_form_is_carried_out_again(on_postgresql: tuple[Flask, Database]) -> None:
    app, pg = on_postgresql
    rival = Rival(pg, 1)
    add_views(app, rival)
    answer = ready(app).post("/halfway", data=TYPED)
    rival.wait()
    assert (answer.status_code, names(app)) == (200, ["a!!", "b!!"])


def test_what_deadlocks_time_and_again_says_when_to_come_back(
    on_postgresql: tuple[Flask, Database], caplog: pytest.LogCaptureFixture
) -> None:
    app, pg = on_postgresql
    rival = Rival(pg, 3)
    add_views(app, rival)
    client = ready(app)
    page = page_of(client.post("/rename", data=TYPED, headers=OURS), 503)
    rival.wait()
    assert "Er is niets veranderd." in words_of(page.main)
    assert said(caplog)[-1] == ("database busy", "deadlock")
    assert names(app) == ["a!!!", "b!!!"]


def test_what_committed_something_before_is_not_carried_out_again(on_postgresql: tuple[Flask, Database]) -> None:
    app, pg = on_postgresql
    add_views(app, rival := _reversed(pg))
    page = page_of(ready(app).post("/after", data=TYPED, headers=OURS), 503)
    rival.wait()
    assert "Wij weten niet of het gelukt is." in words_of(page.main)


def _reversed(pg: Database) -> Rival:
    """One who makes even a single row deadlock: he holds it, and waits for what we hold since."""

    class Other(Rival):
        def _cross(self, has_it: threading.Event) -> None:
            with self.database.writing.begin() as session:
                session.execute(text("SET LOCAL deadlock_timeout = '60s'"))
                renamed(session, "b")
                has_it.set()
                session.execute(text("SELECT pg_advisory_xact_lock(7)"))

    return Other(pg, 1)


def test_a_database_that_nobody_answers_for_is_not_a_crash_either(
    tmp_path: Path, press: Press, caplog: pytest.LogCaptureFixture
) -> None:
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})
    gone = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    app = create_app(settings, database=gone, clock=lambda: START, press=press)
    add_views(app)
    app.testing = False
    answer = app.test_client().post("/rename", data=TYPED)
    assert (answer.status_code, said(caplog)) == (503, [("database busy", "unreachable")])
    assert "Er is niets veranderd." in answer.text
