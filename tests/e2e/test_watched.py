"""What the watched browser takes for a complaint, and what not."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.e2e.watched import Watched

FAILED = "htmx: htmx:error: Failed to fetch TypeError: Failed to fetch"


class Events:
    """Of a browser, what it tells."""

    def __init__(self) -> None:
        self.handlers: dict[str, Callable[[Any], None]] = {}

    def on(self, name: str, handler: Callable[[Any], None]) -> None:
        """Somebody wants to know."""
        self.handlers[name] = handler

    def fail(self, kind: str, why: str) -> None:
        """A request that got no answer, and what the page wrote about it."""
        self.handlers["requestfailed"](SimpleNamespace(resource_type=kind, failure=why))
        self.handlers["console"](SimpleNamespace(text=FAILED))


@pytest.fixture
def events() -> Events:
    """A browser that did nothing yet."""
    return Events()


@pytest.fixture
def watched(events: Events) -> Watched:
    """Who listens to it."""
    return Watched(events, "http://127.0.0.1:1")  # type: ignore[arg-type]


def test_a_question_that_was_broken_off_by_the_next_page_is_no_complaint(events: Events, watched: Watched) -> None:
    events.fail("fetch", "net::ERR_ABORTED")
    watched.check_quiet()


@pytest.mark.parametrize(("kind", "why"), [("fetch", "net::ERR_CONNECTION_REFUSED"), ("image", "net::ERR_ABORTED")])
def test_an_answer_that_did_not_come_is_a_complaint(events: Events, watched: Watched, kind: str, why: str) -> None:
    events.fail(kind, why)
    with pytest.raises(AssertionError):
        watched.check_quiet()


def test_one_question_broken_off_excuses_one_complaint(events: Events, watched: Watched) -> None:
    events.fail("fetch", "net::ERR_ABORTED")
    events.handlers["console"](SimpleNamespace(text=FAILED))
    with pytest.raises(AssertionError):
        watched.check_quiet()
