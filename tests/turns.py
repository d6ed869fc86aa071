"""What takes turns in a whole run: some of it today, the rest on the next days, so that `make test` stays short.

- A test of the core plays on SQLite, and each eighth day on PostgreSQL. What commits (two at once, locks, workers) is
  tested on both every day. Random lives of transfers, rights, extensions and signatures, and scim2-tester, play on one
  engine; tomorrow on the other. Those of the whole lifecycle play on both.
- Who walks through Chromium with and without scripts does so in one of both ways; tomorrow in the other. Of the acts by
  doors, which the core tries all every day, a sixth is walked.
- Of the groups of page states a ninth is looked at.
- A third of the letters are printed: as they usually are, and with a long list, or three days later with long names; of
  those in large print half, and half of their golden pictures are compared. Whoever changes the words of a letter is
  stopped on any day by its digest.

`make soak` has everything, and so has whoever says which tests to run (`pytest tests/core`): a new test, or one that is
to be mended, never waits for its turn.
"""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

import pytest

# Of a run that takes turns; its workers inherit it, so after midnight all choose the same.
DAY = "MANDAATLOKET_TEST_DAY"


@dataclass(frozen=True)
class Turn:
    """Tests that differ in what `way` finds in their name; of each such family a part runs.

    Those of which `kin` is the same have the same turn, as what they share is dear. Where `seldom` names a way, it has
    its turn once in so many days, and its others on all days between. Where the turn is `by_name`, a way has the same
    turn in every family.
    """

    pattern: re.Pattern[str]
    parts: int
    unless: frozenset[str] = frozenset()  # fixtures; a test that uses one of them takes no turns
    seldom: str = ""
    by_name: bool = False


ENGINE = r"[\[-](?P<way>sqlite|postgresql)[\]-]"
STATE = r"tests/e2e/test_states\.py::test_every_state_is_for_everybody"
LETTER = r"tests/letters/test_(?:golden|large_print|pdf|sheet|words)\.py::\w+\[(?P<way>[a-z_]+\.[a-z]+)\b"
GOLDEN = r"tests/letters/test_golden\.py::test_every_page_looks_like_its_golden_picture"
TURNS = (
    Turn(re.compile(rf"tests/core/.*?{ENGINE}"), 8, frozenset({"fresh_database", "bare_database"}), "postgresql"),
    Turn(re.compile(rf"tests/(?:model/(?!test_lifecycle)|scim/|jobs/test_year_of_killed_workers).*?{ENGINE}"), 2),
    Turn(re.compile(r"tests/e2e/(?!test_acts_by_doors).*?[\[-](?P<way>no.scripts|scripts)[\]-]"), 2),
    Turn(re.compile(r"(?P<kin>tests/e2e/test_acts_by_doors)\.py::(?P<way>.+\[.+\])"), 6),
    Turn(re.compile(rf"{STATE}\[(?P<way>\w+)\]"), 9),
    Turn(re.compile(rf"{GOLDEN}\[(?P<way>.+)\]"), 2),
    Turn(re.compile(LETTER), 3, by_name=True),
    Turn(re.compile(r"tests/letters/test_(?:sheet|pdf)\.py::\w+\[(?P<kin>.+)-(?P<way>five|long)\]"), 2),
    Turn(re.compile(r"(?P<kin>tests/letters/test_large_print)\.py::\w+\[(?P<way>.+)\]"), 2),
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
    families: dict[str, list[tuple[str, str]]] = {}
    kin: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for name in names:
        if found := turn.pattern.match(name):
            family = name[: found.start("way")] + name[found.end("way") :]
            families.setdefault(family, []).append((found["way"], name))
            # Neighbours begin on different days, so that each day has about as many tests of each sort.
            number = kin.setdefault(found.groupdict().get("kin") or family, len(kin))
            numbers[family] = 0 if turn.by_name else number
    waiting: set[str] = set()
    for family, members in families.items():
        waiting |= _waiting(day + numbers[family], turn, members)
    return waiting


def _waiting(day: int, turn: Turn, members: Sequence[tuple[str, str]]) -> set[str]:
    if turn.seldom and len(members) > 1:
        turned = day % turn.parts == 0
        return {name for way, name in members if (way == turn.seldom) is not turned}
    if turn.by_name:
        return {name for way, name in members if (crc32(way.encode()) + day) % turn.parts}
    return {name for place, (_, name) in enumerate(members) if (place + day) % min(turn.parts, len(members))}


DEAR = ("tests/e2e/test_states.py", "tests/e2e/test_portal.py")


def spread(items: list[pytest.Item], dear: tuple[str, ...] = DEAR) -> None:
    """Let the tests of the dear files stand evenly between the others.

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
