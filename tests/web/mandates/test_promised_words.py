"""No page promises a letter by post to who has no address: it is fetched at a counter."""

from tests.web.client import LintingClient
from tests.web.mandates.test_mandate_acts import give_to_homeless
from tests.web.wizards.conftest import Browser
from tests.web.wizards.walk import read
from tests.world import World

TO_FETCH = "Wij vinden geen adres van u in de KBO. U kunt uw brief aan een loket halen."


def test_who_has_no_address_reads_where_the_letter_is(browser: Browser, world: World) -> None:
    mandate = give_to_homeless(world)
    nora = browser("nora")
    for act in ("afstand-doen", "klopt-niet"):
        words = read(nora.see(f"/mandaten/{mandate.id}/{act}").main)
        assert f"1 voor u en 1 voor Bakkerij De Zoete Inval BV. {TO_FETCH}" in words
        assert "Wij sturen" not in words


def test_the_other_side_reads_when_its_own_letter_comes(maria: LintingClient, world: World) -> None:
    mandate = give_to_homeless(world)
    name = mandate.holder.name
    whole = read(maria.see(f"/mandaten/{mandate.id}/stopzetten").main)
    choose = f"/mandaten/{mandate.id}/stopzetten/kiezen"
    check = maria.fill_in(choose, {"what": "all", "when": "now"}).location
    for words in (whole, read(maria.see(check).main)):
        assert "Uw brief komt ten laatste op dinsdag 1 december 2026." in words
        assert f"{name} kan een brief aan een loket halen." in words


def test_one_letter_to_who_has_no_address_waits_at_a_counter(maria: LintingClient, world: World) -> None:
    mandate = give_to_homeless(world, accepted=False)
    words = read(maria.see(f"/mandaten/{mandate.id}/intrekken").main)
    assert f"Wij maken 1 brief voor {mandate.holder.name}. Die ligt klaar aan een loket." in words
