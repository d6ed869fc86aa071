"""The small world with accounts, as the pages see it, and the moment in which it plays."""

from datetime import UTC, datetime
from functools import cache

from app.core.people import accounts
from app.core.register.search_index import index_enterprises
from app.db import Database
from app.models.account import Account
from app.models.person import Person
from tests.world import BAKERY, DUO, FARM, HOMELESS, OFFICE, OTHER, World

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def make_world(database: Database) -> World:
    """Enterprises that can be found by name, and accounts for Maria and Jan."""
    world = World(database.writing(), START)
    index_enterprises(world.session.connection(), [BAKERY, OFFICE, OTHER, FARM, DUO, HOMELESS])
    add_account(world, "maria", world.maria)
    add_account(world, "jan", world.jan)
    world.session.commit()
    return world


@cache
def _hash() -> str:
    # Hashing a password is slow on purpose; all accounts of all tests share one.
    return accounts.HASHER.hash("demo")


def add_account(world: World, username: str, person: Person) -> None:
    """Somebody can sign in with this name and the password "demo"."""
    world.session.add(Account(username=username, password_hash=_hash(), person_id=person.id))
