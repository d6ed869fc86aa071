"""Two customers in a row at one screen: the second sees nothing of the first, whatever is pressed."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Playwright

from tests.e2e import journeys
from tests.e2e.conftest import ARGUMENTS, CHROMIUM
from tests.e2e.town import Town, serving
from tests.e2e.visitor import Visitor

OF_AHMED = ("Ahmed", "El Amrani", "0199.000.349", "4821", "Maasland")


@pytest.fixture
def browser(driver: Playwright) -> Iterator[Browser]:
    """Chromium as people have it. Playwright switches off that Back shows a page as it was left; here it may."""
    browser = driver.chromium.launch(
        executable_path=CHROMIUM, args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


@pytest.fixture
def karim(demo_app: Flask, browser: Browser) -> Iterator[Visitor]:
    """A clerk who just helped Ahmed to give a mandate."""
    with serving(demo_app) as url:
        town = Town(demo_app, url, browser)
        karim = town.come().sign_in("karim", "/loket")
        journeys.begin_visit(karim).press("Een mandaat geven").press("Beginnen")
        journeys.answer_giving(karim, journeys.HINDER_TO_MAASLAND)
        journeys.send_gift(journeys.read_aloud(karim))
        yield karim
        town.close()


def shows_nothing_of_ahmed(visitor: Visitor) -> bool:
    """Whether neither the page nor its source nor its address holds anything of him.

    What the desk between two customers has folded away is for the clerk alone, and left out.
    """
    visitor.page.evaluate("document.querySelectorAll('details:not([open])').forEach(one => one.remove())")
    whole = visitor.page.content() + visitor.page.url + visitor.page.title()
    return not any(text in whole for text in OF_AHMED)


def test_going_back_after_the_hand_over_shows_nothing(karim: Visitor) -> None:
    journeys.hand_over(karim)
    assert shows_nothing_of_ahmed(karim)
    assert karim.page.evaluate("localStorage.length + sessionStorage.length") == 0
    steps = int(karim.page.evaluate("history.length")) - 2  # the empty tab and the desk came first
    assert steps > 10
    for _ in range(steps):
        with karim.page.expect_navigation(wait_until="load"):
            karim.page.evaluate("history.back()")
        assert shows_nothing_of_ahmed(karim), karim.path


def test_the_next_customer_begins_with_a_clean_sheet(karim: Visitor) -> None:
    addresses = ("/loket/klant", "/loket/klant/wie", "/loket/klant/bewijs", "/mandaten", "/geven", karim.path)
    before = karim.cookie
    journeys.hand_over(karim)
    assert karim.cookie != before
    for address in addresses:
        assert shows_nothing_of_ahmed(karim.go(address)), address
    journeys.begin_visit(karim, "0199.000.646", "Luc Vanhoutte")
    for address in addresses:
        assert shows_nothing_of_ahmed(karim.go(address)), address
    karim.go(addresses[-1]).sees("Wij vinden deze pagina niet")
    karim.go("/loket/klant").press("Een mandaat geven").press("Beginnen").sees("Aan wie")
    assert karim.page.get_by_label("Naam en gemeente").input_value() == ""
