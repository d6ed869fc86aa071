"""What is sought for a customer stands in no address: the browser of a counter keeps those too."""

import pytest

from app.models.mandate import Mandate
from tests import acting
from tests.many_customers import copy_for_many
from tests.web.client import LintingClient, page_of, words_of
from tests.web.counter.test_visit import hand_over, help_maria, start
from tests.web.wizards.walk import read
from tests.world import FARM, OFFICE, World

MANY = 30
DOTTED_NUMBER = "0199.000.448"
ADDRESSES = "a[href], form[action]"


@pytest.fixture
def active(world: World) -> Mandate:
    """What the office does for the bakery, and a mandate of the bakery that waits for a farm."""
    found = acting.accept(world, world.give("hinder.manage"))
    world.give("permit.view", other_number=FARM)
    world.session.commit()
    return found


def names(page: object) -> list[str]:
    return [words_of(one).split(",")[0] for one in page.select(".ml-mandate h3")]  # type: ignore[attr-defined]


def names_nobody(page: object, word: str) -> bool:
    """Whether no link of the page, and no form, leads to an address with this word."""
    found = page.select(ADDRESSES)  # type: ignore[attr-defined]
    return not [one for one in found if word in str(one.get("href") or one.get("action")).lower()]


def test_a_mandate_is_found_by_a_mark_until_the_next_customer(desk: LintingClient, active: Mandate) -> None:
    help_maria(desk)
    form = desk.see("/mandaten").select_one("form[role=search]")
    assert form is not None
    found = str(desk.send(form, "/mandaten", {"zoek": "hoeve", "volgorde": "naam"}).location)
    assert found.startswith("/mandaten?")
    assert "hoeve" not in found
    page = desk.see(found)
    assert (names(page), page.select_one("#zoek")["value"]) == (["Hoeve Vanhoutte"], "hoeve")  # type: ignore[index]
    assert names_nobody(page, "hoeve")
    again = str(desk.send(page.select_one("form[role=search]"), found, {"zoek": "hoeve"}).location)  # type: ignore[arg-type]
    assert found.endswith(again.partition("?")[2])
    hand_over(desk)
    help_maria(desk)
    assert len(names(desk.see(found))) == 2


def test_a_customer_of_an_office_is_found_by_a_mark(
    desk: LintingClient, world: World, active: Mandate
) -> None:
    copy_for_many(world.session, active.id, MANY)
    world.session.commit()
    start(desk, OFFICE)
    form = desk.see("/medewerkers").select_one("form[role=search]")
    assert form is not None
    found = str(desk.send(form, "/medewerkers", {"zoek": "klant 00"}).location)
    assert "klant" not in found
    page = page_of(desk.get(found), 200)
    assert "9 van de 31 passen bij “klant 00”." in read(page)
    assert names_nobody(page, "klant+00")
    assert names_nobody(page, "klant%2000")


def test_a_number_typed_in_why_it_does_not_work_is_a_mark_until_the_next_customer(
    desk: LintingClient, active: Mandate
) -> None:
    help_maria(desk)
    why = "/mandaten/waarom-werkt-het-niet"
    asked = str(desk.fill_in(f"{why}?kant=given", {"met": "number", "number": DOTTED_NUMBER}).location)
    answer = str(desk.fill_in(asked, {"wat": "hinder.manage"}).location)
    page = desk.see(answer)
    assert "VZW De Beekhoek" in read(page.main)  # type: ignore[arg-type]
    for number in (DOTTED_NUMBER, DOTTED_NUMBER.replace(".", "")):
        assert number not in asked + answer
        assert names_nobody(page, number)
    hand_over(desk)
    help_maria(desk)
    assert str(desk.get(answer).location) == f"{why}?kant=given&wat=hinder.manage"
