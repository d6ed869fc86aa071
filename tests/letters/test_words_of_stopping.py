"""What a giver reads who stopped: whether somebody else may do it for him."""

import pytest

from app.adapters.press.samples import sample
from tests.letters.sheets import words_of

NOBODY = "Niemand doet dit nu voor u. Doe het zelf, of geef een mandaat aan iemand anders."
OTHERS = ["Claes Subsidieadvies", "Fiduciaire Maasland"]


@pytest.mark.parametrize(("facts", "words"), [
    ({}, NOBODY),
    ({"also_by": OTHERS[1:], "also_all": True},
     "Dit mag ook iemand anders voor u doen: Fiduciaire Maasland. Vraag uw papieren terug"),
    ({"also_by": OTHERS, "also_all": False},
     "Een deel mag ook iemand anders voor u doen: Claes Subsidieadvies en Fiduciaire Maasland. "
     "Doe de rest zelf, of geef een mandaat aan iemand anders. Vraag uw papieren terug"),
])  # fmt: skip
def test_the_letter_says_who_else_may_do_it(press, facts, words):
    said = words_of(press.print_pdf(sample("stopped.giver", **facts))[0])
    assert words in said
    assert (NOBODY in said) == (not facts)
