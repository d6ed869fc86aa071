"""A bakery and an office between which mandates run, and their letters as the real press prints them."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.core.acts.answering import accept_mandate
from app.jobs.engine import Engine
from app.jobs.workshop import workshop_of
from app.models.mandate import Mandate
from tests.web.wizards.conftest import browser, counter, jan, maria
from tests.world import World

__all__ = ["browser", "counter", "jan", "maria"]


@pytest.fixture
def offered(world: World) -> Mandate:
    """Maria gave; Jan did not answer yet."""
    mandate = world.give("hinder.manage", "subsidy.view")
    world.session.commit()
    return mandate


@pytest.fixture
def active(world: World) -> Mandate:
    """Maria gave and Jan accepted."""
    mandate = world.give("hinder.manage", "subsidy.view")
    accept_mandate(world.session, world.holder, mandate.id, policy=world.policy, now=world.now)
    world.session.commit()
    return mandate


@pytest.fixture
def print_letters(app: Flask) -> Callable[[], None]:
    """A function that prints everything that waits, with the real press."""

    def drain() -> None:
        Engine(workshop_of(app)).drain()

    return drain


