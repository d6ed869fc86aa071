"""Passing on where two people sign, in a real browser, with and without scripts: one signs, then the other at home."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.clock import brussels_day
from app.models.function import Function
from tests.acting import accept
from tests.e2e.prepared import Prepared
from tests.e2e.visitor import Visitor
from tests.web.small_world import add_account
from tests.world import FARM, OFFICE, World

THIRD = "Hoeve Vanhoutte"
GIVER = "Bakkerij De Zoete Inval"


@pytest.fixture
def source(world: World) -> str:
    """The office may do for the bakery what it may pass on, and two of its people sign: Jan and Ann."""
    mandate = accept(world, world.give("permit.manage"))
    mandate.giver_posted_on = brussels_day(world.now) - timedelta(days=20)
    add_account(world, "ann", world.add_representative(OFFICE, "Ann", "Maes", signs="two"))
    world.session.query(Function).filter_by(enterprise_number=OFFICE).update({"signs": "two"})
    path = f"/mandaten/{mandate.id}"
    world.session.commit()
    return path


def test_jan_passes_it_on_and_ann_signs_too(
    prepared: Prepared, source: str, sign_in: Callable[[str, str], Visitor]
) -> None:
    jan = sign_in("jan", source)
    verder = lambda: jan.press("Verder", exact=True)  # noqa: E731 - one word in the lines below
    jan.press("Doorgeven").press("Beginnen").sees("Welk mandaat geeft u door")
    verder().sees("Aan wie geeft u door").write("Naam en gemeente", FARM)
    verder().sees("Is dit de juiste onderneming").choose("Ja, dit is de juiste")
    verder().sees("Wat geeft u door")
    verder().sees("Tot wanneer mag").choose("Zo lang als")
    verder().sees("Wie tekent er samen met u").choose("Ann Maes, later online")
    verder().sees("Kijk na wat u doorgeeft")
    jan.choose("Ik heb dit gelezen").press("Tekenen als eerste").sees("U hebt als eerste getekend")
    assert f"en {THIRD} krijgen pas nieuws na de tweede handtekening" in jan.text
    assert "passed_on" not in prepared.facts()

    maria = sign_in("maria", source)
    assert THIRD not in maria.text

    ann = sign_in("ann", "/mandaten")
    assert "U moet nog mee tekenen." in ann.text
    ann.go(source).press("Mee tekenen").sees("Tekent u mee?")
    assert f"doorgeven aan {THIRD}" in ann.text
    ann.press("Ja, ik teken mee").sees("U hebt mee getekend")
    assert f"{THIRD} mag nog niets doen" in ann.text
    assert "passed_on" in prepared.facts()
    assert f"U gaf dit door aan {THIRD}" in ann.go(source).text

    maria = sign_in("maria", source)
    assert THIRD in maria.text
