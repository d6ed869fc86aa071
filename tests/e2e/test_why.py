"""Somebody finds out why it does not work, and takes the step that is his; with and without scripts, with keys only."""

import pytest

from tests.e2e import journeys
from tests.e2e.journeys import TO_MAASLAND
from tests.e2e.states_why import MAASLAND, TYPE
from tests.e2e.test_keyboard import Typist
from tests.e2e.town import Town


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_who_gave_reads_that_the_other_did_not_accept_yet(town: Town, scripts: bool) -> None:
    maria = town.come(scripts=scripts).sign_in("maria")
    journeys.give_at_home(maria, TO_MAASLAND)
    maria.go("/mandaten").push(maria.page.locator(".ml-mandate h3 a").first)
    maria.press("Waarom werkt het niet?").sees("Wat lukt niet")
    what = maria.page.get_by_role("radio").first
    what.check()
    maria.press("Verder").sees("Daarom werkt het niet")
    assert "Fiduciaire Maasland" in maria.text
    printed = maria.page.get_by_role("link", name="Druk dit af (pdf)").get_attribute("href")
    answer = maria.page.request.get(str(printed))
    assert (answer.ok, answer.headers["content-type"]) == (True, "application/pdf")


def test_it_can_be_asked_with_keys_alone(town: Town) -> None:
    maria = town.come().sign_in("maria", "/mandaten")
    typist = Typist(maria).press("Zoek waarom het niet werkt")
    typist.tab_to(maria.page.get_by_role("radio").first)
    maria.page.keyboard.press("ArrowDown")
    typist.press("Verder")
    maria.sees("Wie moet iets doen voor u")
    number = maria.option("Een andere onderneming")
    typist.tab_to(maria.page.get_by_role("radio").first)
    while not number.is_checked():
        maria.page.keyboard.press("ArrowDown")
    typist.tab_to(maria.page.get_by_label("Ondernemingsnummer"))
    maria.page.keyboard.type(MAASLAND)
    typist.press("Verder")
    maria.sees("Wat lukt niet").choose(TYPE)
    typist.press("Verder")
    maria.sees("Daarom werkt het niet")
