"""The clerk's desk between two customers: no name is in sight until the clerk asks for it, however he does that."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e import journeys
from tests.e2e.visitor import Visitor
from tests.e2e.watched import is_narrow_enough

NAMES = ("Ahmed", "El Amrani", "0199.000.349")


@pytest.fixture
def karim(come: Callable[[], Visitor]) -> Visitor:
    """A clerk at his desk, who helped Ahmed and kept what Ahmed began."""
    karim = come().sign_in("karim", "/loket")
    journeys.begin_visit(karim).press("Een mandaat geven").press("Beginnen")
    karim.write("Naam en gemeente", journeys.MAASLAND).press("Verder", exact=True)
    journeys.hand_over(karim, "Klant komt terug")
    return karim.press("Begin met een nieuwe klant").sees("Wie helpt u")


def test_no_name_is_in_sight_until_it_is_unfolded_by_keyboard(karim: Visitor) -> None:
    assert not [name for name in NAMES if name in karim.text]
    for label in ("Bezoeken van vandaag (1)", "Dossiers om verder te gaan (2)"):
        summary = karim.page.locator("summary", has_text=label)
        summary.focus()
        karim.page.keyboard.press("Enter")
        expect(summary.locator("xpath=..")).to_have_attribute("open", "")
    assert "Ahmed El Amrani" in karim.text
    karim.page.set_viewport_size({"width": 320, "height": 800})
    assert is_narrow_enough(karim.page)


def test_a_page_that_is_loaded_again_is_folded_again(karim: Visitor) -> None:
    karim.page.locator("summary").first.click()
    assert "Ahmed" in karim.text
    karim.page.reload()
    assert "Ahmed" not in karim.text


def test_what_was_kept_goes_on_at_the_desk(karim: Visitor) -> None:
    karim.page.locator("summary", has_text="Dossiers om verder te gaan").click()
    karim.press("Verdergaan").sees("Wie is de klant").choose("Ahmed El Amrani").press("Verder", exact=True)
    karim.choose("Identiteitskaart gelezen met", "Identiteitskaart").write("Laatste 4 tekens", "4821")
    karim.page.get_by_role("radio", name="Identiteitskaart", exact=True).check()
    karim.press("Verder", exact=True).sees("Wat wilt u doen voor")
    karim.press("Verdergaan").sees("Is dit de juiste onderneming")
    assert "Fiduciaire Maasland" in karim.text
