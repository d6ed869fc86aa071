"""A clerk at an empty desk, in the small world of the wizards' tests."""

import pytest
from flask import Flask

from app.models.person import Person
from app.models.staff import Staff
from tests.web.client import LintingClient
from tests.web.small_world import add_account
from tests.world import World


@pytest.fixture
def clerk(world: World) -> Staff:
    """Karim, who serves at the counter in Ghent, and Lotte, his colleague."""
    karim = world.add_clerk()
    add_account(world, "karim", world.session.get_one(Person, karim.person_id))
    lotte = world.add_clerk("Lotte", "4802")
    add_account(world, "lotte", world.session.get_one(Person, lotte.person_id))
    world.session.commit()
    return karim


@pytest.fixture
def desk(app: Flask, clerk: Staff) -> LintingClient:
    """Karim's browser, signed in, between two customers."""
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    client.come_in_as("karim")
    return client
