"""The customer after this one begins with a clean sheet, wherever he goes. Back is tried in `test_hand_over`."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.e2e import journeys
from tests.e2e.test_hand_over import helping_ahmed, shows_nothing_of_ahmed
from tests.e2e.visitor import Visitor


@pytest.fixture
def karim(demo_app: Flask, browser: Browser) -> Iterator[Visitor]:
    """A clerk who just helped Ahmed to give a mandate, in the bare Chromium: nothing here needs what is around it."""
    yield from helping_ahmed(demo_app, browser)


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
