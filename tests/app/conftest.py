"""The application as a whole, on a database of its own."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app, migrations
from app.config import Settings, read_settings
from app.db import Database
from tests import postgres
from tests.conftest import ENGINES, worker_of
from tests.databases import copy_of, opened

_numbers = itertools.count(1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Those of a demo."""
    return read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})


@pytest.fixture
def app(settings: Settings, fresh_database: Database) -> Flask:
    """The application on each engine in turn."""
    return create_app(settings, database=fresh_database)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file on which every migration was run, which takes seconds; copy it, never write in it."""
    path = tmp_path_factory.mktemp("migrated") / "mandaatloket.sqlite"
    database = Database(f"sqlite:///{path}")
    migrations.upgrade(database)
    database.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(request: pytest.FixtureRequest) -> str:
    """The name of a PostgreSQL database on which every migration was run; a template for others."""
    name = f"migrated_{worker_of(request)}"
    database = Database(postgres.new_database(name).render_as_string(hide_password=False))
    migrations.upgrade(database)
    database.dispose()
    return name


@pytest.fixture(params=ENGINES)
def migrated_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database for this test alone, with the tables as migrations make them, on each engine in turn."""
    if request.param == "sqlite":
        yield from opened(copy_of(request.getfixturevalue("migrated_sqlite"), tmp_path))
    else:
        name = f"migrated_{worker_of(request)}_{next(_numbers)}"
        url = postgres.new_database(name, request.getfixturevalue("migrated_postgresql"))
        yield from opened(Database(url.render_as_string(hide_password=False)))
