"""The world in which the core's tests play."""

import pytest
from sqlalchemy.orm import Session

from tests.world import World


@pytest.fixture
def world(session: Session) -> World:
    """A register, a catalogue and people, on each engine in turn."""
    return World(session)
