"""Databases for every test, on both engines.

`session` is for the core: its transaction is undone after the test. `fresh_database` is for tests that commit (pages,
jobs, commands): a database of its own, copied from an empty one with all tables.
"""

import gc
import io
import itertools
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session

from app.db import Database
from app.logs import harmless_handler
from tests import postgres, turns
from tests.databases import copy_of, create_tables, opened, undone
from tests.quick_passwords import hash_quickly
from tests.quick_routes import share_routes
from tests.quick_statements import share_statements

ENGINES = ("sqlite", "postgresql")
_numbers = itertools.count(1)
_broken: list[str] = []
LAST_WORDS = 20  # lines


def pytest_configure(config: pytest.Config) -> None:
    """Give the run its place for a PostgreSQL cluster; the workers of xdist inherit it."""
    # Started in the background, a shell lets us ignore Ctrl-C, and so would every process whose stopping is tested.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    share_routes()
    share_statements()
    hash_quickly()
    # On a busy machine the first draw, for which hypothesis reads all our files, takes seconds; that is no failure.
    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")
    # Every test leaves applications and sessions that name each other in circles; with Python's own thresholds a fifth
    # of the time of a test goes to looking for them among all that stays.
    gc.set_threshold(10_000, 20, 50)
    if not hasattr(config, "workerinput"):
        turns.begin(config)
        folder = postgres.prepare()
        config.add_cleanup(lambda: postgres.finish(folder))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to another day what has no turn in a whole run, and spread what needs a browser for long."""
    turns.leave_out(config, items)
    turns.spread(items)


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Iterator[None]:
    """Let every report reach the process that counts: half a sign in the text of a page (U+D83D) would end the run."""
    return _sendable((yield))


def _sendable(value: object) -> object:
    if isinstance(value, dict):
        return {_sendable(key): _sendable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_sendable(one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value).encode("utf-8", "backslashreplace").decode("utf-8")


def pytest_internalerror(excrepr: object) -> None:
    """Keep what went wrong in pytest itself: of several, the first is the cause, and the last is what people see."""
    _broken.append(str(excrepr))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say again, as the last thing, what broke the run first."""
    for text in [] if hasattr(config, "workerinput") else _broken[:1]:
        sys.stderr.write("\nThe run broke here first:\n" + "\n".join(text.splitlines()[-LAST_WORDS:]) + "\n")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests recorded with `record_property("figure", "...")`, whichever worker they ran on."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    for report in reports:
        if getattr(report, "when", None) == "call":
            for name, value in report.user_properties:
                if name == "figure":
                    terminalreporter.write_line(f"{value}")
    if turns.said():
        terminalreporter.write_line(turns.said())


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no rows; copy it, never write in it."""
    path = tmp_path_factory.mktemp("empty") / "mandaatloket.sqlite"
    database = Database(f"sqlite:///{path}")
    create_tables(database)
    database.dispose()
    return path


@pytest.fixture(scope="session")
def empty_postgresql(request: pytest.FixtureRequest) -> str:
    """The name of a PostgreSQL database with all tables and no rows; a template for others."""
    name = f"empty_{worker_of(request)}"
    database = Database(postgres.new_database(name).render_as_string(hide_password=False))
    create_tables(database)
    database.dispose()
    return name


def worker_of(request: pytest.FixtureRequest) -> str:
    """The name of this xdist worker, or "main" when there is only one process."""
    workerinput = getattr(request.config, "workerinput", {"workerid": "main"})
    return str(workerinput["workerid"])


@pytest.fixture(scope="session")
def make_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Database]:
    """A function that makes an empty database with all tables on the engine you name."""

    def make(engine: str) -> Database:
        if engine == "sqlite":
            return copy_of(request.getfixturevalue("empty_sqlite"), tmp_path_factory.mktemp("database"))
        name = f"test_{worker_of(request)}_{next(_numbers)}"
        url = postgres.new_database(name, request.getfixturevalue("empty_postgresql"))
        return Database(url.render_as_string(hide_password=False))

    return make


@pytest.fixture(scope="session", params=ENGINES)
def database(request: pytest.FixtureRequest, make_database: Callable[[str], Database]) -> Iterator[Database]:
    """One database for the whole run, on each engine in turn; leave no rows behind (see `session`)."""
    yield from opened(make_database(request.param))


@pytest.fixture(params=ENGINES)
def fresh_database(request: pytest.FixtureRequest, make_database: Callable[[str], Database]) -> Iterator[Database]:
    """A database for this test alone, on each engine in turn; commit what you like."""
    yield from opened(make_database(request.param))


@pytest.fixture
def sqlite_database(make_database: Callable[[str], Database]) -> Iterator[Database]:
    """A SQLite database for this test alone, for what does not depend on the engine (pages)."""
    yield from opened(make_database("sqlite"))


@pytest.fixture(params=ENGINES)
def bare_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a single table, on each engine in turn."""
    if request.param == "sqlite":
        yield from opened(Database(f"sqlite:///{tmp_path / 'bare.sqlite'}"))
    else:
        url = postgres.new_database(f"bare_{worker_of(request)}_{next(_numbers)}")
        yield from opened(Database(url.render_as_string(hide_password=False)))


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session whose transaction is undone after the test; committing it is an error, as in the core."""
    yield from undone(database)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the service writes in its log, as an operator reads it, and every library with all it has to say."""
    stream = io.StringIO()
    handler = harmless_handler(stream)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)
