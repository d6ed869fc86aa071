"""A clerk at an empty desk, in the small world of the wizards' tests."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.db import Database
from app.models.person import Person
from app.models.staff import Staff
from tests.web.client import LintingClient
from tests.web.wizards.conftest import _account, make_world
from tests.world import World


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    """The small world, committed; its session is for changing the world while pages look on: commit it."""
    world = make_world(sqlite_database)
    yield world
    world.session.close()


@pytest.fixture
def clerk(world: World) -> Staff:
    """Karim, who serves at the counter in Ghent, and Lotte, his colleague."""
    karim = world.add_clerk()
    _account(world, "karim", world.session.get_one(Person, karim.person_id))
    lotte = world.add_clerk("Lotte", "4802")
    _account(world, "lotte", world.session.get_one(Person, lotte.person_id))
    world.session.commit()
    return karim


@pytest.fixture
def desk(app: Flask, clerk: Staff) -> LintingClient:
    """Karim's browser, signed in, between two customers."""
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    client.come_in_as("karim")
    return client
