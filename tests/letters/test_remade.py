"""A letter that was made anew says so, in every kind and size, on the sheet and in words."""

import pytest

from app.adapters.press.samples import sample
from app.core.letters.data import KINDS
from tests.letters.sheets import words_of

SAYS = "Deze brief vervangt onze brief van 14 september 2026, die wij niet meer kunnen lezen."


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_which_letter_it_stands_in_for(press, kind):
    letter = sample(kind, in_place_of="2026-09-14")
    pdf, _ = press.print_pdf(letter)
    assert SAYS in words_of(pdf)
    assert SAYS in " ".join(press.text_version(letter).striptags().split())


@pytest.mark.parametrize("kind", ["given.giver", "overview.party", "round.party", "suspended.giver"])
def test_so_do_long_ones_in_large_print(press, kind):
    pdf, _ = press.print_pdf(sample(kind, "long", large_print=True, in_place_of="2026-09-14"))
    assert SAYS in words_of(pdf)


def test_a_first_letter_does_not(press):
    assert "vervangt" not in words_of(press.print_pdf(sample("given.giver"))[0])
