"""Who is shown under another name than the one that was typed is still known again."""

import pytest

from app.core.register.enterprises import Enterprise
from app.core.register.other_names import known_as
from app.models.register import Situation

BUILDER = Enterprise("0199000349", "Bouwwerken Ahmed", True, Situation.NORMAL, person_name="El Amrani Ahmed")
BRANDS = ("Frituur Aan Zee", "Peeters & Zonen")
FIRM = Enterprise("0199000250", "Café Aerts", False, Situation.NORMAL, other_names=BRANDS)


@pytest.mark.parametrize("typed", ["ahmed el amrani", "bouwwerken", "0199.000.349"])
def test_of_a_natural_person_the_name_of_the_person_stands_beside_the_trade_name(typed: str) -> None:
    assert known_as(BUILDER, typed) == "El Amrani Ahmed"


@pytest.mark.parametrize(("typed", "shown"), [
    ("peeters", "Peeters & Zonen"), ("Peters Gent", "Peeters & Zonen"), ("frituur zee", "Frituur Aan Zee"),
    ("cafe aerts", None), ("aert", None), ("café aerts peeters", None), ("0199.000.250", None), ("", None),
])  # fmt: skip
def test_another_name_stands_there_only_when_it_explains_what_was_found(typed: str, shown: str | None) -> None:
    assert known_as(FIRM, typed) == shown


def test_one_name_needs_no_other() -> None:
    same = Enterprise("0199000646", "Vanhoutte Luc", True, Situation.NORMAL, person_name="Vanhoutte Luc")
    assert known_as(same, "vanhoutte") is None
