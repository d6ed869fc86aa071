"""The world in which the core's tests play."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.people.parties import ensure_enterprise_party
from app.db import Database
from tests.databases import opened, undone
from tests.world import OTHER, World


@pytest.fixture(scope="session")
def settled(database: Database, make_database: Callable[[str], Database]) -> Iterator[Database]:
    """A database in which the world is built and committed, because building it takes longer than most tests do."""
    for settled in opened(make_database("sqlite" if database.is_sqlite else "postgresql")):
        with settled.writing.begin() as session:
            World(session)
        yield settled


@pytest.fixture
def session(request: pytest.FixtureRequest, database: Database) -> Iterator[Session]:
    """A writing session whose transaction is undone after the test; the world is in it when the test asks for it."""
    yield from undone(request.getfixturevalue("settled") if "world" in request.fixturenames else database)


@pytest.fixture
def world(session: Session) -> World:
    """A register, a catalogue and people, on each engine in turn."""
    return World(session, settled=True)


@pytest.fixture
def third(world: World) -> Actor:
    """Wim, of the office in Genk."""
    wim = world.add_representative(OTHER, "Wim", "Claes")
    return world.at_home(wim, ensure_enterprise_party(world.session, OTHER))
