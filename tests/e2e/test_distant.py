"""People who are not here: a contest by phone that is resolved after calling back, and a refusal on paper."""

from collections.abc import Callable, Sequence

from app.jobs.days import ask_for_the_day
from app.jobs.workshop import workshop_of
from tests.e2e import journeys
from tests.e2e.journeys import PERMITS_TO_PEETERS, TO_MAASLAND, Gift
from tests.e2e.states_distant import key_late, key_refusal, say_who_calls
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

Come = Callable[[], Visitor]
FARM = "0199.000.646"
LOOK_AT = ("Vergunningen raadplegen", "Erkenningen raadplegen", "Subsidies en premies raadplegen")


def test_a_contest_by_phone_is_resolved_after_calling_back(come: Come, town: Town) -> None:
    maria = come().sign_in("maria")
    dossier = journeys.give_at_home(maria, TO_MAASLAND)
    karim = come().sign_in("karim", "/loket").press("Telefoon").sees("Telefoon").press("Er klopt iets niet")
    assert "Ik zet het mandaat nu stil. U hoeft niets te bewijzen." in karim.text
    karim.write("Dossiernummer", dossier).choose("Ik heb dit mandaat niet gegeven").press("Zet het mandaat nu stil")
    karim.sees("Het mandaat staat stil")
    karim.press("Terugbellen").sees("Terugbellen").press("Bakkerij De Zoete Inval").press("Ik doe deze oproep")
    karim.choose("Maria Vermeulen", "053 00 00 51").press("Verder met dit gesprek")
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


def give_each(luc: Visitor, types: Sequence[str]) -> list[str]:
    """A mandate to Peeters for each of these types; their dossier numbers."""
    return [journeys.give_at_home(luc, Gift("Boekhoudkantoor Peeters", journeys.PEETERS, (one,))) for one in types]


def code_on(clerk: Visitor, dossier: str, subject: str) -> str:
    """The code on the letter of this dossier that begins with these words: on its front or on its back."""
    pages = journeys.letters_of(clerk)
    front = next(at for at, text in enumerate(pages) if dossier in text and text.startswith(subject))
    return journeys.CODE.findall(" ".join(pages[front : front + 2]))[0]


def key_sheet(clerk: Visitor, dossier: str, to: str, box: str, button: str, kind: str = "") -> Visitor:
    """A signed sheet of the newest letter to this party, with this box ticked; ends on the page after it."""
    clerk.go("/loket/papier").write("Dossiernummer", dossier).press("Verder", exact=True).sees("Bij welke brief")
    letters = clerk.page.locator(".govuk-radios__item", has_text=to)
    (letters.filter(has_text=kind) if kind else letters).first.get_by_role("radio").check()
    clerk.press("Verder", exact=True).sees("Wat staat er op het blad").choose(box, "Bestuurder, zaakvoerder")
    clerk.page.get_by_role("radio", name="Ja", exact=True).check()
    clerk.write("Voornaam op het blad", "Jan").page.get_by_label("Naam op het blad", exact=True).fill("Afzender")
    clerk.press("Verder naar nakijken").sees("Vergelijk met het blad").tick_all()
    return clerk.press(button)


def ask_by_phone(clerk: Visitor, dossier: str, code: str, number: str, wish: str, button: str) -> Visitor:
    """Somebody with the code of his letter asks something; ends on the page after it, hung up."""
    clerk.go("/loket/telefoon").press("De beller heeft een brief").write("Dossiernummer", dossier)
    clerk.write("Code", code).write("Ondernemingsnummer van de beller", number)
    say_who_calls(clerk, "Luc", "Vanhoutte").press("Kijk na wie belt").sees("Wat wil de beller")
    clerk.choose(wish).press("Verder", exact=True)
    if "stopzetten" in wish:
        clerk.sees("Wanneer stopt het").choose("Nu meteen").press("Verder", exact=True)
    clerk.sees("Lees voor").tick_all().press(button)
    return clerk.press("Het gesprek is gedaan").sees("Telefoon")


def test_what_paper_accepts_the_phone_stops_or_paper_renounces(come: Come, town: Town) -> None:
    luc = come().sign_in("luc")
    stopped, renounced, withdrawn = give_each(luc, LOOK_AT)
    town.print_letters()
    karim = come().sign_in("karim", "/loket")
    for dossier in (stopped, renounced):
        key_sheet(karim, dossier, "Peeters", "Ja, het mandaat", "Mandaat aanvaarden").sees("Het mandaat is aanvaard")
    ask_by_phone(
        karim, withdrawn, code_on(karim, withdrawn, "U gaf een mandaat"), FARM, "Het mandaat intrekken", "Mandaat intr"
    )
    town.print_letters()
    code = code_on(karim, stopped, "Boekhoudkantoor Peeters mag")
    ask_by_phone(karim, stopped, code, FARM, "Het mandaat stopzetten", "Mandaat stopzetten")
    key_sheet(karim, renounced, "Peeters", "Afstand doen", "Afstand doen", "Mandaat actief").sees("Het mandaat is stop")
    luc.go("/mandaten")
    ends = [luc.page.locator(".ml-mandate", has_text=words).inner_text() for words in ("vergunningen", "erkenningen")]
    assert all("Stopgezet" in text for text in ends)
    assert "Ingetrokken" in luc.page.locator(".ml-mandate", has_text="subsidies").first.inner_text()


def test_a_yes_that_came_in_time_and_is_keyed_later_still_holds(come: Come, town: Town) -> None:
    dossier = journeys.give_at_home(come().sign_in("luc"), PERMITS_TO_PEETERS)
    town.print_letters()
    town.wait(days=33)
    ask_for_the_day(workshop_of(town.app))
    town.print_letters()
    karim = come().sign_in("karim", "/loket/papier").write("Dossiernummer", dossier).press("Verder", exact=True)
    karim.choose("Brief van 23 november 2026 aan Boekhoud").press("Verder", exact=True).sees("Wat staat er op het blad")
    key_late(karim).sees("Vergelijk met het blad").tick_all()
    assert "Het blad kwam op tijd." in karim.text
    karim.press("Mandaat aanvaarden en brieven versturen").sees("Het mandaat is aanvaard")
    town.print_letters()
    luc = come().sign_in("luc", "/mandaten").sees("Mijn mandaten")
    luc.page.locator(".ml-mandate", has_text="vergunningen").first.get_by_role("link").first.click()
    assert "Niemand antwoordde op tijd." in luc.text
    assert "Jan Peeters aanvaardde het mandaat voor Boekhoudkantoor Peeters" in luc.text
    assert "Dat gebeurde met een brief die op 23 december 2026 binnenkwam" in luc.text
