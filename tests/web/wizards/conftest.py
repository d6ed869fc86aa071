"""A bakery that gives, an office that accepts, a clerk who helps; and a browser for each."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.core.actor import Actor
from app.models.mandate import Mandate
from app.models.person import Person
from app.models.visit import IdentityMethod
from tests.acting import accept, today
from tests.web.client import LintingClient
from tests.web.small_world import add_account
from tests.world import BAKERY, World

Browser = Callable[[str], LintingClient]


@pytest.fixture
def browser(app: Flask, world: World) -> Browser:
    """A function that gives a browser in which somebody is signed in, for his only party."""

    def open_browser(username: str) -> LintingClient:
        client: LintingClient = app.test_client()  # type: ignore[assignment]
        client.come_in_as(username)
        return client

    return open_browser


@pytest.fixture
def maria(browser: Browser) -> LintingClient:
    """Maria's browser: she gives for her bakery."""
    return browser("maria")


@pytest.fixture
def jan(browser: Browser) -> LintingClient:
    """Jan's browser: he answers for his office."""
    return browser("jan")


@pytest.fixture
def counter(app: Flask, world: World) -> Callable[..., LintingClient]:
    """A function that gives the browser of a clerk who helps Maria, identified in the way you name."""

    def open_visit(method: IdentityMethod = IdentityMethod.EID_READ, number: str = BAKERY) -> LintingClient:
        clerk = world.add_clerk()
        add_account(world, "karim", world.session.get_one(Person, clerk.person_id))
        function = world.add_function(number, "Mia", "Vermeulen")
        _visit(world, clerk, number, function, method)
        world.session.commit()
        client: LintingClient = app.test_client()  # type: ignore[assignment]
        client.come_in_as("karim")
        return client

    return open_visit


def _visit(world: World, clerk: object, number: str, function: object, method: IdentityMethod) -> Actor:
    return world.visit(clerk, number, function, method)  # type: ignore[arg-type]


@pytest.fixture
def source(world: World) -> Mandate:
    """What the office may do for the bakery for a year, with a part that may be passed on, past its cooling-off."""
    mandate = accept(world, world.give("permit.manage", "permit.view"))
    mandate.giver_posted_on = today(world) - timedelta(days=20)
    world.session.commit()
    return mandate
