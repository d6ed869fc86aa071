"""States of the pages with which one clerk asks and another looks."""

import uuid
from collections.abc import Callable

from tests.e2e import journeys
from tests.e2e.four_eyes import ASK, LOOK_AGAIN
from tests.e2e.journeys import HINDER_TO_MAASLAND
from tests.e2e.states import HIGH_RISK_TO_PEETERS, _next
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

Look = Callable[[Visitor, str], object]
SAY = "Bewaar wat u vond"


def one_asks_another_looks(town: Town, look: Look) -> None:
    """From the question to the answer, on both screens, with a doubt between them."""
    karim, lotte = town.come().sign_in("karim", "/loket"), town.come().sign_in("lotte", "/loket")
    journeys.begin_visit(karim).press("Een mandaat geven").press("Beginnen")
    journeys.read_aloud(journeys.answer_giving(karim, HINDER_TO_MAASLAND))
    look(karim.sees("Kijk alles na"), "counter-check-to-be-looked-at")
    look(karim.press(ASK).sees("Kijk alles na"), "counter-check-waits-for-a-look")
    look(lotte.press("Nakijken").sees("Nakijken voor een collega"), "looks")
    look(lotte.press("Bouwwerken Ahmed geeft").sees("Kijkt u dit mee na"), "look")
    look(lotte.press(SAY), "look-refused")
    look(lotte.choose("Ik twijfel").write("Korte notitie", "Ik bel eerst.").press(SAY), "look-doubts")
    look(karim.press(LOOK_AGAIN), "counter-check-doubts")
    look(lotte.choose("Ik keek het na").press(SAY), "look-agrees")
    look(karim.press(LOOK_AGAIN), "counter-check-looked-at")
    journeys.hand_over(karim, "Klant komt terug")
    look(karim.go(lotte.path).sees("Kijkt u dit mee na"), "look-of-who-asked")
    look(karim.go("/loket/nakijken"), "looks-asked")
    look(karim.go(f"/loket/nakijken/{uuid.uuid4()}").sees("Dit kunt u niet nakijken"), "look-unknown")


def a_look_outside_a_wizard(town: Town, look: Look) -> None:
    """A later end waits for a colleague, who refuses."""
    karim, lotte = town.come().sign_in("karim", "/loket"), town.come().sign_in("lotte")
    journeys.begin_visit(karim, "0199.000.151", "Maria Vermeulen").go("/mandaten?einde=60")
    karim.push(karim.page.locator(".ml-mandate h3 a").first)
    longer = karim.path + "/verlengen/nakijken?maanden=12"
    karim.go(longer).choose("Voorgelezen.", "De mandaatnemer is").press("Mandaat verlengen en brieven")
    look(karim.sees("Een collega kijkt mee na"), "counter-act-waits-for-a-look")
    asked = karim.path
    lotte.go(asked.replace("/klant", "")).choose("Dit mag niet door").write("Korte notitie", "Ik ken de klant.")
    look(lotte.press(SAY), "look-refuses")
    look(karim.go(asked).sees("Een collega keek dit na"), "counter-act-not-through")
    karim.go(longer).choose("Voorgelezen.", "De mandaatnemer is").press("Mandaat verlengen en brieven")
    assert "dit mag niet door" in karim.sees("Dit kan nu niet").text
    accepted_with_executors(town, karim, lotte, look)


def accepted_with_executors(town: Town, karim: Visitor, lotte: Visitor, look: Look) -> None:
    """The next customer accepts something important and says who will carry it out: a colleague looks at those too."""
    journeys.give_at_home(town.come().sign_in("luc"), HIGH_RISK_TO_PEETERS)
    journeys.hand_over(karim, "Klant komt terug")
    journeys.begin_visit(karim, journeys.PEETERS, "Jan Peeters").go("/aanvaarden").press("Antwoorden")
    _next(_next(karim.choose("Ja, ik aanvaard")).choose("Els Wouters"))
    journeys.read_aloud(karim).sees("Kijk na en aanvaard").press(ASK)
    lotte.go("/loket/nakijken").press("Het mandaat van Hoeve Vanhoutte")
    assert "Els Wouters" in lotte.sees("Kijkt u dit mee na").text
    look(lotte, "look-executors")


def who_is_known(town: Town, look: Look) -> None:
    """A customer without a document: a colleague knows her too, and another time somebody vouches."""
    karim, lotte = town.come().sign_in("karim", "/loket"), town.come().sign_in("lotte", "/loket")
    karim.write("Naam, ondernemingsnummer", "0199.000.151").press("Zoek de klant")
    karim.page.get_by_role("radio").first.check()
    karim.press("Help deze klant").sees("Wie is de klant").choose("Maria Vermeulen").press("Verder", exact=True)
    karim.choose("Ik ken deze klant, en een collega ook").press("Verder", exact=True)
    look(karim.sees("Een collega bevestigt wie de klant is"), "known-asked")
    look(lotte.press("Nakijken").press("Kent een collega Maria Vermeulen ook").sees("Kent u deze klant ook"), "known")
    look(lotte.press(SAY), "known-refused")
    lotte.choose("Ik ken deze klant ook").press(SAY)
    look(karim.press(LOOK_AGAIN), "known-agreed")
    karim.press("Bewaar dit bewijs").sees("Wat wilt u doen voor")
    karim.go("/loket/klant/bewijs").choose("Iemand staat borg").press("Verder", exact=True)
    look(karim.sees("Wie staat borg"), "voucher")
    look(karim.press("Verder", exact=True), "voucher-refused")
    karim.write("Voornaam", "Nadia").choose("Sociaal werker", "Paspoort", "Gevraagd, en dit klopt")
    karim.page.get_by_label("Naam", exact=True).fill("Claesen")
    karim.write("Laatste 4 tekens", "77AB").press("Verder", exact=True).sees("Wat wilt u doen voor")
    # Who vouched stays on file when something was done on his word.
    karim.go("/mandaten").press("Claes Subsidieadvies").press("Dit mandaat intrekken")
    karim.tick_all().press("Mandaat intrekken en brief versturen")
    karim.go("/loket/klant/bewijs").choose("Identiteitskaart gelezen met").write("Laatste 4 tekens", "4821")
    karim.page.get_by_role("radio", name="Identiteitskaart", exact=True).check()
    journeys.hand_over(karim.press("Verder", exact=True).sees("Wat wilt u doen voor"), "Klant komt terug")
    karim.go("/loket/bezoeken").push(karim.page.get_by_role("link", name="Wie was hier?").last)
    karim.choose("De klant heeft een klacht")
    look(karim.press("Toon wie hier was"), "counter-log-with-a-voucher-that-left")


LOOKS: tuple[Callable[[Town, Look], None], ...] = (
    one_asks_another_looks, a_look_outside_a_wizard, who_is_known,
)  # fmt: skip
