"""The application with a database of its own, a clock that stands still, and a few people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.adapters.press import Press
from app.config import Settings, read_settings
from app.core.people import accounts, persons
from app.core.rights.granting import grant_right
from app.db import Database
from app.models.party import Party
from app.models.staff import Office, Staff
from app.models.user_right import RightKind
from tests.databases import copy_of, opened
from tests.web.client import LintingClient, install_client
from tests.web.small_world import START, make_world
from tests.world import World

PARTIES = {"0199000250": "Boekhoudkantoor Peeters BV", "0199000448": "VZW De Beekhoek"}


@dataclass
class StillClock:
    """A clock that moves when a test says so."""

    moment: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.moment

    def wait(self, duration: timedelta) -> None:
        """Let time pass."""
        self.moment += duration


@pytest.fixture
def still_clock() -> StillClock:
    """Monday 23 November 2026, 10 o'clock in Brussels."""
    return StillClock()


@pytest.fixture
def web_settings(tmp_path: Path) -> Settings:
    """Those of a demo."""
    return read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})


@pytest.fixture(scope="session")
def settled(make_database: Callable[[str], Database]) -> Path:
    """A database in which the small world is built: copy it, never write in it."""
    database = make_database("sqlite")
    make_world(database).session.close()
    database.dispose()
    return Path(str(database.url.database))


@pytest.fixture
def sqlite_database(
    request: pytest.FixtureRequest, settled: Path, tmp_path: Path, make_database: Callable[[str], Database]
) -> Iterator[Database]:
    """A database for this test alone; the small world is in it when the test asks for it."""
    with_world = "world" in request.fixturenames
    yield from opened(copy_of(settled, tmp_path) if with_world else make_database("sqlite"))


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """The real press of a demo: one for all tests, because it reads its fonts at its first letter."""
    return Press(read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path_factory.mktemp("press"))}))


@pytest.fixture
def app(web_settings: Settings, sqlite_database: Database, still_clock: StillClock, press: Press) -> Flask:
    """The application. Pages do not depend on the engine, so they are tested on one."""
    app = create_app(web_settings, database=sqlite_database, clock=still_clock, press=press)
    app.testing = True
    install_client(app)
    return app


@pytest.fixture
def client(app: Flask) -> LintingClient:
    """A browser that looks at every page it fetches."""
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    return client


@pytest.fixture
def maria(sqlite_database: Database) -> str:
    """An account of someone without any function; its name."""
    with sqlite_database.writing.begin() as session:
        person = persons.ensure_person(session, "demo-maria", "Maria", "Vermeulen")
        accounts.create_account(session, "maria", "demo", person.id, demo_note="Geeft een mandaat.")
    return "maria"


@pytest.fixture
def els(sqlite_database: Database) -> str:
    """An account of someone who manages the mandates of two parties; its name."""
    with sqlite_database.writing.begin() as session:
        person = persons.ensure_person(session, "demo-els", "Els", "Wouters")
        accounts.create_account(session, "els", "demo", person.id)
        for number, name in PARTIES.items():
            party = Party(enterprise_number=number, name=name)
            session.add(party)
            session.flush()
            grant_right(session, person.id, party.id, RightKind.MANAGER, first_day=START.date())
    return "els"


@pytest.fixture
def karim(sqlite_database: Database) -> str:
    """An account of a clerk at a counter; its name."""
    with sqlite_database.writing.begin() as session:
        person = persons.ensure_person(session, "demo-karim", "Karim", "Bouazza")
        accounts.create_account(session, "karim", "demo", person.id, demo_note="Helpt klanten aan het loket.")
        office = Office(name="Loket Gent (demo)", town="Gent")
        session.add(office)
        session.flush()
        session.add(Staff(person_id=person.id, number="4711", office_id=office.id))
    return "karim"


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    """The small world, committed; its session is for changing the world while pages look on: commit it."""
    world = World(sqlite_database.writing(), START, settled=True)
    world.session.commit()
    yield world
    world.session.close()
