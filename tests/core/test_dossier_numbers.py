"""Dossier numbers: found by people, hard to guess, and a slip of the pen is seen at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.acts.drafts import start_draft
from app.core.errors import Invalid
from app.core.mandates.dossier_numbers import check_digits, is_dossier_number, new_dossier_number, parse_dossier_number
from tests.world import World

BODIES = st.integers(0, 10**10 - 1).map(lambda number: f"{number:010}")


@given(BODIES)
def test_a_number_with_its_check_digits_is_one(body: str) -> None:
    assert is_dossier_number(body + check_digits(body))


@given(BODIES, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(body: str, place: int, shift: int) -> None:
    number = body + check_digits(body)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    # 00 never stands behind a body: its remainder 0 is written 97.
    assert not is_dossier_number(wrong)


@given(BODIES, st.integers(0, 10))
def test_two_neighbours_that_changed_places_are_always_seen(body: str, place: int) -> None:
    number = body + check_digits(body)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or not is_dossier_number(swapped)


@pytest.mark.parametrize("text", ["123-4567-890-02", "123 4567 890 02", " 1234567890/02 ", "123\u00a04567\u00a0890.02"])
def test_a_number_may_be_typed_with_any_marks(text: str) -> None:
    assert parse_dossier_number(text) == "123456789002"


@pytest.mark.parametrize("text", ["", "12345678900", "123456789003", "12345678900a", "١٢٣٤٥٦٧٨٩٠٠٢"])
def test_what_cannot_be_a_number_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Invalid, match="dossier_number_wrong") as caught:
        parse_dossier_number(text, field="number")
    assert caught.value.field == "number"


def test_every_draft_and_mandate_has_a_number_of_its_own(world: World) -> None:
    numbers = {start_draft(world.session, world.giver, "give", now=world.now).dossier_number for _ in range(20)}
    numbers |= {world.give(key).dossier_number for key in ("hinder.manage", "subsidy.view")}
    numbers.add(new_dossier_number(world.session))
    assert len(numbers) == 23
    assert all(is_dossier_number(number) for number in numbers)
