"""Two clerks on two screens: what one asks, the other reads; the customer goes home and comes back meanwhile."""

from collections.abc import Callable

from tests.e2e import journeys
from tests.e2e.four_eyes import ASK, LOOK_AGAIN, ask_colleague
from tests.e2e.journeys import HINDER_TO_MAASLAND
from tests.e2e.visitor import Visitor

Come = Callable[[], Visitor]


def test_lotte_looks_at_what_karim_prepared_and_he_sends_it_when_the_customer_is_back(come: Come) -> None:
    karim, lotte = come().sign_in("karim", "/loket"), come().sign_in("lotte", "/loket")
    journeys.begin_visit(karim).press("Een mandaat geven").press("Beginnen")
    journeys.read_aloud(journeys.answer_giving(karim, HINDER_TO_MAASLAND))
    assert "Belangrijk mandaat" in karim.sees("Kijk alles na").text
    assert "Wacht op een collega" in karim.press(ASK).sees("Kijk alles na").text
    dossier = karim.press("Bewaren en later verder").text
    journeys.hand_over(karim, "Klant komt terug")

    lotte.press("Nakijken").sees("Nakijken voor een collega").press("Bouwwerken Ahmed geeft een mandaat")
    facts = lotte.sees("Kijkt u dit mee na").text
    for words in ("Karim Bouazza vraagt uw controle", "Ahmed El Amrani", "4821", "Fiduciaire Maasland"):
        assert words in facts
    lotte.choose("Ik twijfel").press("Bewaar wat u vond")
    lotte.write("Korte notitie", "Ik spreek de klant nog.").press("Bewaar wat u vond")
    lotte.choose("Ik keek het na").press("Bewaar wat u vond")
    assert "Nagekeken: het klopt" in lotte.sees("Kijkt u dit mee na").text

    journeys.begin_visit(karim).push(karim.page.get_by_role("link", name="Verdergaan").first)
    check = journeys.read_aloud(karim).sees("Kijk alles na").text
    assert "Medewerker 4802 keek dit na" in check
    assert karim.page.get_by_role("link", name=LOOK_AGAIN).count() == 0
    assert journeys.send_gift(karim) in dossier
    karim.press("Bekijk dit mandaat")
    assert "met hulp van medewerker 4711. Tweede medewerker: 4802." in karim.text


def test_lotte_knows_the_customer_too_and_that_is_told_to_the_giver_only(come: Come) -> None:
    karim, lotte = come().sign_in("karim", "/loket"), come().sign_in("lotte", "/loket")
    begin_without_a_document(karim)
    karim.choose("Ik ken deze klant, en een collega ook").press("Verder", exact=True)
    lotte.press("Nakijken").press("Kent een collega Ahmed El Amrani ook").sees("Kent u deze klant ook")
    lotte.choose("Ik ken deze klant ook").press("Bewaar wat u vond")
    karim.press(LOOK_AGAIN).press("Bewaar dit bewijs").sees("Wat wilt u doen voor")
    karim.press("Een mandaat geven").press("Beginnen")
    journeys.read_aloud(journeys.answer_giving(karim, HINDER_TO_MAASLAND))
    ask_colleague(karim)
    journeys.send_gift(karim)
    known = "Medewerkers 4711 en 4802 kennen de klant."
    assert known in karim.press("Bekijk dit mandaat").text
    other = come().sign_in("ilse", karim.path).text
    assert "met hulp van medewerker 4711" in other
    assert known not in other


def begin_without_a_document(clerk: Visitor) -> Visitor:
    """Ahmed came, and the clerk is asked how he saw that."""
    clerk.write("Naam, ondernemingsnummer", journeys.AHMED).press("Zoek de klant")
    clerk.page.get_by_role("radio").first.check()
    clerk.press("Help deze klant").sees("Wie is de klant").choose("Ahmed El Amrani")
    return clerk.press("Verder", exact=True).sees("Hoe zag u wie de klant is")
