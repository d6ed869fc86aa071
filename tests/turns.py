"""What takes turns in a whole run: some of it today, the rest on the next days, so that `make test` stays short.

- A test of the core, and a random life, plays on one engine; tomorrow on the other. Each day half of them are on each
  engine. What commits (two at once, locks, workers) is tested on both every day.
- Who walks through Chromium with and without scripts does so in one of both ways; tomorrow in the other.
- Of the groups of page states a third is looked at, and of the golden pictures of letters a third is compared. To a
  third of the operations of the API is sent what their contract suggests.

`make soak` has everything, and so has whoever says which tests to run (`pytest tests/core`): a new test, or one that is
to be mended, never waits for its turn.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pytest

# Of a run that takes turns; its workers inherit it, so after midnight all choose the same.
DAY = "MANDAATLOKET_TEST_DAY"


@dataclass(frozen=True)
class Turn:
    """Tests that differ in what the group of the pattern finds in their name; of each such family a part runs."""

    pattern: re.Pattern[str]
    parts: int
    unless: frozenset[str] = frozenset()  # fixtures; a test that uses one of them takes no turns


ENGINE = r"[\[-](sqlite|postgresql)[\]-]"
TURNS = (
    Turn(re.compile(rf"tests/(?:core|model)/.*?{ENGINE}"), 2, frozenset({"fresh_database", "bare_database"})),
    Turn(re.compile(rf"tests/(?:scim/|jobs/test_year_of_killed_workers).*?{ENGINE}"), 2),
    Turn(re.compile(r"tests/e2e/.*?[\[-](no.scripts|scripts)[\]-]"), 2),
    Turn(re.compile(r"tests/e2e/test_states\.py::test_every_state_is_for_everybody\[(\w+)\]"), 3),
    Turn(re.compile(r"tests/api/test_schemathesis\.py::test_what_the_contract_suggests.*\[(\d)\]"), 3),
    Turn(re.compile(r"tests/letters/test_golden\.py::test_every_page_looks_like_its_golden_picture\[(.+)\]"), 3),
)


def begin(config: pytest.Config) -> None:
    """Remember the day if this run takes turns: a whole one does, and no other."""
    os.environ.pop(DAY, None)
    named = config.args_source is not pytest.Config.ArgsSource.TESTPATHS or config.option.keyword
    if not named and os.environ.get("SOAK") != "1":
        os.environ[DAY] = str(date.today().toordinal())


def said() -> str:
    """What a run that takes turns says at its end; nothing if it does not."""
    day = os.environ.get(DAY)
    return f"Some tests had no turn today ({date.fromordinal(int(day))}): see tests/turns.py." if day else ""


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take those out of `items` that do not have their turn in this run."""
    if DAY not in os.environ:
        return
    waiting: set[str] = set()
    for turn in TURNS:
        names = [item.nodeid for item in items if not turn.unless.intersection(getattr(item, "fixturenames", ()))]
        waiting |= not_on(int(os.environ[DAY]), turn, names)
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in waiting])
    items[:] = [item for item in items if item.nodeid not in waiting]


def not_on(day: int, turn: Turn, names: Iterable[str]) -> set[str]:
    """The tests among `names` that do not have their turn on this day; of a family of one, never."""
    families: dict[str, list[str]] = {}
    for name in names:
        if found := turn.pattern.match(name):
            families.setdefault(name[: found.start(1)] + name[found.end(1) :], []).append(name)
    # Neighbours begin on different days, so that each day has about as many tests of each sort.
    return {
        name
        for number, family in enumerate(families.values())
        for place, name in enumerate(family)
        if (place + number + day) % min(turn.parts, len(family))
    }


def spread(items: list[pytest.Item], dear: str = "tests/e2e/test_states.py") -> None:
    """Let the tests of the dear file stand evenly between the others.

    They need a browser for long, and together at the end all browsers would stand in each other's way. They stand
    between two files and never within one, as what the tests of a file share would be made again.
    """
    apart = [item for item in items if item.nodeid.startswith(dear)]
    rest = [item for item in items if not item.nodeid.startswith(dear)]
    if not apart or not rest:
        return
    ends = [place for place in range(1, len(rest)) if rest[place - 1].path != rest[place].path] + [len(rest)]
    before: dict[int, list[pytest.Item]] = {}
    for number, item in enumerate(apart):
        wish = len(rest) * (number + 0.5) / len(apart)
        before.setdefault(min(ends, key=lambda end: abs(end - wish)), []).append(item)
    items[:] = [
        item
        for place in range(len(rest) + 1)
        for item in (*before.get(place, ()), *rest[place : place + 1])
    ]
