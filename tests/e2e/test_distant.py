"""People who are not here: a contest by phone that is resolved after calling back, and a refusal on paper."""

from collections.abc import Callable

from tests.e2e import journeys
from tests.e2e.journeys import PERMITS_TO_PEETERS, TO_MAASLAND
from tests.e2e.states_distant import key_refusal
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

Come = Callable[[], Visitor]


def test_a_contest_by_phone_is_resolved_after_calling_back(come: Come, town: Town) -> None:
    maria = come().sign_in("maria")
    dossier = journeys.give_at_home(maria, TO_MAASLAND)
    karim = come().sign_in("karim", "/loket").press("Telefoon").sees("Telefoon").press("Er klopt iets niet")
    assert "Ik zet het mandaat nu stil. U hoeft niets te bewijzen." in karim.text
    karim.write("Dossiernummer", dossier).choose("Ik heb dit mandaat niet gegeven").press("Zet het mandaat nu stil")
    karim.sees("Het mandaat staat stil")
    karim.press("Terugbellen").sees("Terugbellen").press("Bakkerij De Zoete Inval").press("Ik doe deze oproep")
    karim.choose("Maria Vermeulen", "Een nummer uit een vroeger dossier").press("Verder met dit gesprek")
    karim.sees("Wat beslist de mandaatgever").choose("Het mandaat opnieuw aanzetten", "Het was een misverstand")
    karim.tick_all().press("Beslissing uitvoeren").sees("Terugbellen")
    assert "Het mandaat staat weer aan" in karim.text
    assert "De Zoete Inval" not in karim.text
    maria.press("Bekijk dit mandaat")
    assert "Iemand meldde dat dit mandaat niet klopt" in maria.text
    assert "Medewerker 4711 zette het mandaat opnieuw aan, na een gesprek met Maria Vermeulen" in maria.text
    assert "Dat gebeurde aan de telefoon, met hulp van medewerker 4711" in maria.text


def test_a_refusal_that_came_back_on_paper_is_keyed(come: Come, town: Town) -> None:
    luc = come().sign_in("luc")
    dossier = journeys.give_at_home(luc, PERMITS_TO_PEETERS)
    town.print_letters()
    karim = come().sign_in("karim", "/loket").press("Antwoord op papier").sees("Welk blad kwam terug")
    karim.write("Dossiernummer", dossier).press("Verder", exact=True).sees("Bij welke brief")
    karim.choose("Brief van 23 november 2026 aan Boekhoud").press("Verder", exact=True).sees("Wat staat er op het blad")
    key_refusal(karim).sees("Vergelijk met het blad")
    shown = karim.page.locator("img.ml-sheet")
    assert shown.evaluate("image => image.complete && image.naturalWidth") == 900
    karim.tick_all().press("Mandaat weigeren en brief versturen").sees("Het mandaat is geweigerd")
    luc.press("Bekijk dit mandaat")
    assert "Jan Peeters weigerde het mandaat voor Boekhoudkantoor Peeters" in luc.text
    assert "Dat gebeurde met een brief, nagekeken door medewerker 4711" in luc.text
