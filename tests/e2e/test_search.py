"""Searching while somebody types: only more comfortable, never in the way."""

import pytest
from playwright.sync_api import expect

from tests.e2e import journeys
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor
from tests.e2e.watched import check_for_everybody

HITS = "#treffers input[type=radio]"


@pytest.fixture
def maria(town: Town) -> Visitor:
    """Somebody who is asked to whom she gives."""
    maria = town.come().sign_in("maria", "/geven").press("Beginnen").sees("Aan wie")
    maria.page.get_by_label("Naam en gemeente").focus()
    return maria


def typed(visitor: Visitor) -> tuple[str, str]:
    """Where the focus is, and what stands there."""
    return tuple(visitor.page.evaluate("[document.activeElement.id, document.activeElement.value]"))


def test_what_is_found_appears_while_typing_goes_on(maria: Visitor) -> None:
    maria.page.keyboard.type("boekhoudkantoor peeters", delay=20)
    expect(maria.page.locator(HITS)).to_have_count(2)
    assert typed(maria) == ("q", "boekhoudkantoor peeters")
    expect(maria.page.locator("#treffers[aria-live=polite]")).to_contain_text("Wij vinden 2 ondernemingen")
    maria.page.keyboard.type(" genk", delay=20)
    expect(maria.page.locator(HITS).first).to_have_attribute("value", "1999000249")
    assert typed(maria) == ("q", "boekhoudkantoor peeters genk")
    maria.page.get_by_role("radio").first.check()
    maria.press("Verder", exact=True).sees("Is dit de juiste onderneming")
    assert "Genk" in maria.text


def test_what_is_not_found_is_said_without_an_error(maria: Visitor) -> None:
    maria.page.keyboard.type("qqqqqqqq", delay=20)
    expect(maria.page.locator("#treffers")).to_contain_text("Wij vinden geen onderneming met deze naam")
    assert typed(maria) == ("q", "qqqqqqqq")
    expect(maria.page.locator(".govuk-error-summary")).to_have_count(0)


def test_without_scripts_the_button_finds_the_same(town: Town) -> None:
    maria = town.come(scripts=False).sign_in("maria", "/geven").press("Beginnen")
    maria.write("Naam en gemeente", "boekhoudkantoor peeters").press("Zoeken")
    expect(maria.page.locator(HITS)).to_have_count(2)
    assert maria.page.get_by_label("Naam en gemeente").input_value() == "boekhoudkantoor peeters"
    assert journeys.PEETERS in maria.text


def test_the_clerk_finds_the_customer_while_typing(town: Town) -> None:
    karim = town.come().sign_in("karim", "/loket")
    karim.page.get_by_label("Naam, ondernemingsnummer").focus()
    karim.page.keyboard.type("vzw beekhoek", delay=20)
    expect(karim.page.locator(HITS)).to_have_count(1)
    assert typed(karim) == ("q", "vzw beekhoek")
    assert karim.path == "/loket"
    check_for_everybody(karim.page)
    karim.page.get_by_role("radio").first.check()
    karim.press("Help deze klant").sees("Wie is de klant")


def test_a_number_that_is_not_whole_yet_is_no_mistake(town: Town) -> None:
    karim = town.come().sign_in("karim", "/loket")
    karim.page.get_by_label("Naam, ondernemingsnummer").focus()
    for part in ("0199", ".000", ".349"):
        with karim.page.expect_response("**/loket/zoek"):
            karim.page.keyboard.type(part)
    expect(karim.page.locator(HITS)).to_have_count(1)
    assert karim.page.locator("[class*=error-message]").count() == 0
