"""What the overview of a party says of its colleagues."""

import pytest

from app.adapters.press.samples import sample
from tests.letters.sheets import words_of


@pytest.mark.parametrize(
    ("only", "groups", "said"),
    [(None, 1, "van 1 mandaatgroep."), (2, 3, "van 2 mandaten en 3 mandaatgroepen."), (1, 0, "van 1 mandaat."),
     (None, 0, "van alle mandaten.")],
)  # fmt: skip
def test_an_overview_says_with_how_many_mandate_groups_somebody_works(press, only, groups, said):
    colleague = {"name": "Els Wouters", "right": "executor", "only": only} | ({"groups": groups} if groups else {})
    words = words_of(press.print_pdf(sample("overview.party", colleagues=[colleague]))[0])
    assert f"Els Wouters is mandaatuitvoerder {said}" in words
