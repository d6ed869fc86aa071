"""A bakery that gives, an office that accepts, a clerk who helps; and a browser for each."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from flask import Flask

from app.core.actor import Actor
from app.core.people import accounts
from app.core.register.search_index import index_enterprises
from app.db import Database
from app.models.account import Account
from app.models.person import Person
from app.models.visit import IdentityMethod
from tests.web.client import LintingClient
from tests.web.conftest import START
from tests.world import BAKERY, DUO, FARM, HOMELESS, OFFICE, OTHER, World

Browser = Callable[[str], LintingClient]


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    """The small world, committed; its session is for changing the world while pages look on: commit it."""
    world = make_world(sqlite_database)
    yield world
    world.session.close()


def make_world(database: Database) -> World:
    """Enterprises that can be found by name, and accounts for Maria and Jan."""
    world = World(database.writing(), now=START)
    index_enterprises(world.session.connection(), [BAKERY, OFFICE, OTHER, FARM, DUO, HOMELESS])
    _account(world, "maria", world.maria)
    _account(world, "jan", world.jan)
    world.session.commit()
    return world


@cache
def _hash() -> str:
    # Hashing a password is slow on purpose; all accounts of all tests share one.
    return accounts.HASHER.hash("demo")


def _account(world: World, username: str, person: Person) -> None:
    world.session.add(Account(username=username, password_hash=_hash(), person_id=person.id))


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
        _account(world, "karim", world.session.get_one(Person, clerk.person_id))
        function = world.add_function(number, "Mia", "Vermeulen")
        _visit(world, clerk, number, function, method)
        world.session.commit()
        client: LintingClient = app.test_client()  # type: ignore[assignment]
        client.come_in_as("karim")
        return client

    return open_visit


def _visit(world: World, clerk: object, number: str, function: object, method: IdentityMethod) -> Actor:
    return world.visit(clerk, number, function, method)  # type: ignore[arg-type]


