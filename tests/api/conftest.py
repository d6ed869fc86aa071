"""The application with the small world in it, and applications that call it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.adapters.press import Press
from app.config import read_settings
from app.db import Database
from app.models.mandate import Mandate
from tests.acting import accept
from tests.api.callers import Callers
from tests.api.client import ApiClient
from tests.databases import copy_of, opened
from tests.web.conftest import StillClock
from tests.web.small_world import START, make_world
from tests.world import World


@pytest.fixture
def still_clock() -> StillClock:
    """Monday 23 November 2026, 10 o'clock in Brussels."""
    return StillClock()


@pytest.fixture(scope="session")
def settled(make_database: Callable[[str], Database]) -> Path:
    """A database in which the small world is built: copy it, never write in it."""
    database = make_database("sqlite")
    make_world(database).session.close()
    database.dispose()
    return Path(str(database.url.database))


@pytest.fixture
def sqlite_database(settled: Path, tmp_path: Path) -> Iterator[Database]:
    """A database with the small world, for this test alone."""
    yield from opened(copy_of(settled, tmp_path))


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """The press of a demo; nothing is printed here."""
    return Press(read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path_factory.mktemp("press"))}))


@pytest.fixture
def app(tmp_path: Path, sqlite_database: Database, still_clock: StillClock, press: Press) -> Flask:
    """The application; what it does with the engines is tested in the core."""
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})
    app = create_app(settings, database=sqlite_database, clock=still_clock, press=press)
    # A mishap must look as it does for a caller, so that the client of the tests sees one as such.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    """The small world; its session is for changing the world while applications look on: commit it."""
    world = World(sqlite_database.writing(), START, settled=True)
    world.session.commit()
    yield world
    world.session.close()


@pytest.fixture
def callers(app: Flask, world: World) -> Callers:
    """Makes tokens."""
    return Callers(app, world)


@pytest.fixture
def api(app: Flask, callers: Callers) -> ApiClient:
    """Calls for Maria, who decides for the bakery."""
    return ApiClient(app, callers.portal())


@pytest.fixture
def mandate(world: World) -> Mandate:
    """A mandate of the bakery to the office that runs, of one part."""
    mandate = accept(world, world.give())
    world.session.commit()
    return mandate
