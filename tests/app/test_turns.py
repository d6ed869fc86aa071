"""Taking turns leaves nothing out for ever, and every day has something of everything."""

from types import SimpleNamespace

import pytest

from tests.turns import TURNS, Turn, not_on, spread

CORE, LIVES, SCRIPTS, DOORS, STATES, GOLDEN, LETTER, SIZES, LARGE = TURNS
PAIRS = [f"tests/core/test_{word}.py::test_it[{engine}]" for engine in ("sqlite", "postgresql") for word in "abcdefgh"]
PLAYED = [f"tests/model/test_{word}.py::test_it[{engine}]" for engine in ("sqlite", "postgresql") for word in "abcd"]
WAYS, SIDES = ("scripts", "no-scripts"), ("giver", "holder")
WALKS = [f"tests/e2e/test_walk.py::test_{word}[{way}-1]" for word in "abc" for way in WAYS]
DOORED = [f"tests/e2e/test_acts_by_doors.py::test_it[{way}-{one}]" for one in "abc" for way in WAYS]
GROUPS = [f"tests/e2e/test_states.py::test_every_state_is_for_everybody[group_{number}]" for number in range(10)]
PICTURE = "tests/letters/test_golden.py::test_every_page_looks_like_its_golden_picture"
LETTERS = [f"{PICTURE}[given.{side}-{large}]" for side in SIDES for large in (False, True)]
SIZED = [
    f"tests/letters/test_sheet.py::test_{word}[given.{side}-{size}]"
    for word in "ab" for side in SIDES for size in ("five", "long")
]  # fmt: skip
IN_LARGE = [f"tests/letters/test_large_print.py::test_{word}[{kind}-usual]" for word in "ab" for kind in "cdef"]


ALL = [
    (LIVES, PLAYED), (SCRIPTS, WALKS), (DOORS, DOORED), (STATES, GROUPS), (GOLDEN, LETTERS), (SIZES, SIZED),
    (LARGE, IN_LARGE),
]  # fmt: skip


@pytest.mark.parametrize(("turn", "names"), ALL)
@pytest.mark.parametrize("first", [739_000, 739_001])
def test_in_as_many_turns_as_there_are_parts_each_test_has_one(turn: Turn, names: list[str], first: int) -> None:
    days = [set(names) - not_on(first + number, turn, names) for number in range(turn.parts)]
    assert sorted(name for day in days for name in day) == sorted(names)
    assert all(len(names) // turn.parts <= len(day) <= -(-len(names) // turn.parts) for day in days)


@pytest.mark.parametrize(("turn", "names", "words"), [(LIVES, PLAYED, "sqlite"), (SCRIPTS, WALKS, "[scripts")])
def test_every_day_each_test_plays_in_one_of_its_ways_and_both_ways_are_there(
    turn: Turn, names: list[str], words: str
) -> None:
    today = set(names) - not_on(739_000, turn, names)
    assert len({name.split("[")[0] for name in today}) == len(today) == len(names) // 2
    assert 0 < sum(words in name for name in today) < len(today)


@pytest.mark.parametrize("first", [739_000, 739_003])
def test_each_eighth_day_a_test_of_the_core_plays_on_the_other_engine_and_some_do_every_day(first: int) -> None:
    days = [set(PAIRS) - not_on(day, CORE, PAIRS) for day in range(first, first + 8)]
    for day in days:
        assert len({name.split("[")[0] for name in day}) == len(day) == len(PAIRS) // 2
        assert sum("postgresql" in name for name in day) == len(day) // 8
    assert set().union(*days) == set(PAIRS)


def test_the_tests_of_one_letter_have_their_turn_together() -> None:
    today = set(SIZED) - not_on(739_000, SIZES, SIZED)
    drawn = {name.split("[")[1] for name in today}
    assert len(drawn) == len(SIZED) // 4
    assert {name for name in SIZED if name.split("[")[1] in drawn} == today


def test_a_letter_has_all_its_tests_on_one_day_and_in_a_while_in_every_way() -> None:
    names = [*SIZED, *IN_LARGE, *LETTERS, *(f"tests/letters/test_words.py::test_a[given.{side}]" for side in SIDES)]
    days = [set(names).difference(*(not_on(day, turn, names) for turn in TURNS)) for day in range(739_000, 739_012)]
    assert set().union(*days) == set(names)
    for day in days:
        spoken_of = {side for side in SIDES for name in day if f"given.{side}" in name}
        assert all(f"tests/letters/test_words.py::test_a[given.{side}]" in day for side in spoken_of)


def test_who_has_no_other_way_plays_every_day() -> None:
    alone = ["tests/core/test_a.py::test_it[postgresql]", "tests/core/test_b.py::test_it"]
    assert not any(not_on(day, CORE, alone) for day in range(739_000, 739_004))


def test_dear_tests_stand_evenly_between_the_files_of_the_others() -> None:
    def item(file: str, number: int) -> SimpleNamespace:
        return SimpleNamespace(nodeid=f"{file}::test_{number}", path=file)

    dear = [item("tests/e2e/test_states.py", number) for number in range(4)]
    others = [item(f"tests/core/test_{file}.py", number) for file in range(20) for number in range(5)]
    items: list = [*others[:50], *dear, *others[50:]]
    spread(items)
    assert sorted(map(id, items)) == sorted(map(id, [*dear, *others]))
    assert [one for one in items if one not in dear] == others
    assert [place - number for number, place in enumerate(map(items.index, dear))] == [10, 35, 60, 85]
