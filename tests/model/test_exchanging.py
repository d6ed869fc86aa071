"""A rule is switched off in functions that live already, and whatever else it stands in is not taken for one."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tests.model.exchanging import NotInFunctions, exchange, functions_by_code

NAME = "rules_of_a_house"
SOURCE = '''"""Rules of a house."""
from functools import cache
MOST = 3

@cache
def allowed(number):
    return number < MOST

class Door:
    @property
    def open(self):
        return all(one > 0 for one in (1, 0))

def last():
    return "the end"
'''


@pytest.fixture
def house(tmp_path: Path) -> ModuleType:
    path = tmp_path / f"{NAME}.py"
    path.write_text(SOURCE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(NAME, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def switch_off(house: ModuleType, original: str, replacement: str) -> None:
    assert SOURCE.count(original) == 1
    exchange(str(house.__file__), SOURCE, SOURCE.replace(original, replacement), functions_by_code(NAME))


def test_a_function_does_what_it_would_do_without_the_rule_wherever_somebody_holds_it(house: ModuleType) -> None:
    held = house.allowed
    switch_off(house, "number < MOST", "True")
    assert held(7)


def test_what_stands_in_a_property_or_in_a_function_in_it_is_exchanged_too(house: ModuleType) -> None:
    door = house.Door()
    assert not door.open
    switch_off(house, "one > 0", "one >= 0")
    assert door.open


def test_lines_that_move_everything_down_leave_the_rest_as_it_was(house: ModuleType) -> None:
    switch_off(house, "    return number < MOST\n", "    number += 0\n\n    return True\n")
    assert house.allowed(7)
    assert house.last() == "the end"
    assert not house.Door().open


@pytest.mark.parametrize(
    ("original", "replacement"), [("MOST = 3", "MOST = 9"), ("@cache\n", ""), ('"the end"', '"the end"  # again')]
)
def test_what_is_more_than_functions_or_nothing_at_all_is_not_exchanged(
    house: ModuleType, original: str, replacement: str
) -> None:
    with pytest.raises(NotInFunctions):
        switch_off(house, original, replacement)
    assert not house.allowed(7)
