"""The states of the pages for who is not here: on the phone, called back, and on paper."""

import re
from collections.abc import Callable
from io import BytesIO

from PIL import Image

from app.jobs.days import ask_for_the_day
from app.jobs.workshop import workshop_of
from tests.e2e import journeys
from tests.e2e.journeys import PERMITS_TO_PEETERS, TO_MAASLAND
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

Look = Callable[[Visitor, str], object]
BAKERY = "0199.000.151"


def _next(visitor: Visitor) -> Visitor:
    return visitor.press("Verder", exact=True)


def say_who_calls(clerk: Visitor, first_name: str = "Jan", last_name: str = "Peeters") -> Visitor:
    """The caller's name and what he is, as the clerk keys it."""
    clerk.write("Voornaam van de beller", first_name)
    clerk.page.get_by_label("Naam van de beller", exact=True).fill(last_name)
    return clerk.choose("Bestuurder, zaakvoerder")


def scan_of_a_sheet(size: tuple[int, int] = (900, 1270)) -> dict[str, object]:
    """A picture of a page, as a browser sends it along."""
    written = BytesIO()
    Image.new("RGB", size, "#fdfdf6").save(written, "PNG")
    return {"name": "blad.png", "mimeType": "image/png", "buffer": written.getvalue()}


def phone(town: Town, look: Look) -> None:
    """Somebody calls: with a letter, without one, or only to say that something is wrong."""
    dossier = journeys.give_at_home(town.come().sign_in("luc"), PERMITS_TO_PEETERS)
    town.print_letters()
    karim = town.come().sign_in("karim", "/loket")
    code = journeys.code_of(journeys.letters_of(karim), dossier)
    look(karim.press("Telefoon"), "phone")
    look(karim.press("De beller heeft geen brief"), "phone-facts")
    look(karim.press("Kijk na wie belt"), "phone-facts-refused")
    look(karim.go("/loket/telefoon").press("De beller heeft een brief"), "phone-code")
    look(karim.press("Kijk na wie belt"), "phone-code-refused")
    karim.write("Dossiernummer", dossier).write("Code", code)
    karim.write("Ondernemingsnummer van de beller", journeys.PEETERS)
    look(say_who_calls(karim).press("Kijk na wie belt").sees("Wat wil de beller"), "phone-talk")
    look(karim.press("Zoek waarom het niet werkt").sees("Waarom werkt het niet"), "phone-why")
    karim.press("Vorige")
    look(_next(karim), "phone-talk-refused")
    look(karim.press("Stuur een overzicht met de post").sees("Het overzicht is onderweg"), "phone-overview")
    karim.go("/loket/telefoon/gesprek")
    look(_next(karim.choose("Nee, het mandaat weigeren")).sees("Lees voor wat u noteerde"), "phone-check")
    look(karim.press("Mandaat weigeren en brief versturen"), "phone-check-refused")
    look(karim.tick_all().press("Mandaat weigeren en brief versturen").sees("Het mandaat is geweigerd"), "phone-done")
    karim.press("Het gesprek is gedaan").sees("Telefoon")
    look(karim.press("Er klopt iets niet"), "phone-contest")
    look(karim.press("Zet het mandaat nu stil"), "phone-contest-refused")
    karim.write("Dossiernummer", "260 9140 004 54").choose("Er mag te veel")
    look(karim.press("Zet het mandaat nu stil").sees("Het mandaat staat stil"), "phone-paused")


def phone_prepares(town: Town, look: Look) -> None:
    """A caller wants to give: it is prepared, and goes on at home with the letter."""
    karim = town.come().sign_in("karim", "/loket/telefoon").press("De beller heeft geen brief")
    karim.write("Dossiernummer", "260 9140 001 51").write("Ondernemingsnummer van de beller", "0199.000.151")
    karim.write("Met welke onderneming", "Boekhoudkantoor Peeters").page.locator("main summary").click()
    karim.choose("Hinderpremie aanvragen")
    say_who_calls(karim, "Maria", "Vermeulen").press("Kijk na wie belt").sees("Wat wil de beller")
    look(karim.press("Zet een nieuw mandaat klaar").sees("Aan wie"), "prepare-holder")
    look(_next(karim), "prepare-holder-refused")
    look(karim.press("Stoppen en niets versturen"), "prepare-stop")
    _next(karim.press("Vorige").write("Naam en gemeente", TO_MAASLAND.number)).sees("Is dit de juiste onderneming")
    look(karim.press("Bewaren en later verder").sees("Wij hebben alles bewaard"), "prepare-saved")
    look(karim.go("/loket/telefoon/gesprek"), "phone-talk-unready")
    karim.press("Dossier").press("Vorige")
    journeys.answer_giving(karim, TO_MAASLAND)
    look(karim.sees("Lees voor wat u klaarzet"), "prepare-check")
    look(karim.press("Klaarzetten en brief versturen").sees("Het mandaat staat klaar"), "prepare-done")
    dossier = journeys.dossier_number(karim)
    maria = town.come().sign_in("maria", "/hervatten").write("Dossiernummer", dossier)
    look(maria.press("Verdergaan").sees("Welkom terug"), "prepared-welcome")


def phone_unchecked(town: Town, look: Look) -> None:
    """A caller of whom nothing can be checked: a gift is prepared, and the party reads that on its pages."""
    karim = town.come().sign_in("karim", "/loket/telefoon").press("De beller heeft nog geen mandaat")
    look(karim, "phone-unchecked")
    look(_next(karim), "phone-unchecked-refused")
    karim.write("Ondernemingsnummer van de beller", BAKERY)
    look(_next(say_who_calls(karim, "Maria", "Vermeulen")).sees("U kunt alleen"), "phone-unchecked-talk")
    karim.press("Zet een mandaat klaar")
    journeys.answer_giving(karim, TO_MAASLAND)
    look(karim.sees("Lees voor wat u klaarzet"), "phone-unchecked-check")
    look(karim.press("Klaarzetten en brief versturen").sees("Het mandaat staat klaar"), "phone-unchecked-done")
    dossier = journeys.dossier_number(karim)
    maria = town.come().sign_in("maria", "/hervatten").write("Dossiernummer", dossier)
    look(maria.press("Verdergaan").sees("Welkom terug"), "unchecked-welcome")


def phone_card(town: Town, look: Look) -> None:
    """A caller has a resume card: of a gift, with which the clerk goes on, and of something else."""
    maria = town.come().sign_in("maria", "/geven").press("Beginnen")
    maria.press("Bewaren en later verder").press("Bekijk de hervatkaart")
    gift = journeys.dossier_number(maria)
    maria.go("/vragen").press("Beginnen").press("Bewaren en later verder")
    look(maria.press("Bekijk de hervatkaart").sees("Hervatkaart"), "card-of-a-request")
    request = journeys.dossier_number(maria)
    karim = town.come().sign_in("karim", "/loket/telefoon").press("De beller heeft geen brief")
    karim.write("Dossiernummer", "260 9140 001 51").write("Ondernemingsnummer van de beller", "0199.000.151")
    karim.write("Met welke onderneming", "Boekhoudkantoor Peeters").page.locator("main summary").click()
    karim.choose("Hinderpremie aanvragen")
    say_who_calls(karim, "Maria", "Vermeulen").press("Kijk na wie belt").sees("Wat wil de beller")
    look(karim.press("De beller heeft een hervatkaart"), "phone-card")
    look(_next(karim), "phone-card-refused")
    look(_next(karim.write("Dossiernummer", request)).sees("niet verder aan de telefoon"), "phone-card-elsewhere")
    karim.press("Vorige").write("Dossiernummer", gift)
    look(_next(karim).sees("Welkom terug"), "phone-card-welcome")


def phone_parts(town: Town, look: Look) -> None:
    """A caller stops what the phone may stop of his mandate, after a day."""
    karim = town.come().sign_in("karim", "/loket/telefoon").press("De beller heeft geen brief")
    karim.write("Dossiernummer", "260 9140 001 51").write("Ondernemingsnummer van de beller", "0199.000.151")
    karim.write("Met welke onderneming", "Boekhoudkantoor Peeters").page.locator("main summary").click()
    karim.choose("Hinderpremie aanvragen")
    say_who_calls(karim, "Maria", "Vermeulen").press("Kijk na wie belt").sees("Wat wil de beller")
    look(_next(karim.choose("Het mandaat stopzetten")).sees("Wat wil de beller stopzetten"), "phone-parts")
    look(_next(karim), "phone-parts-refused")
    karim.choose("Alleen een deel", "Hinderpremie aanvragen", "Na een dag")
    for name, text in (("day", "31"), ("month", "12"), ("year", "2026")):
        karim.page.locator(f"[name=day-{name}]").fill(text)
    look(_next(karim).sees("Lees voor wat u noteerde"), "phone-parts-check")
    look(karim.tick_all().press("Mandaat stopzetten en brieven versturen").sees("Dit stopt op"), "phone-parts-done")


def calls(town: Town, look: Look) -> None:
    """Calling back after a contest."""
    dossier = journeys.give_at_home(town.come().sign_in("maria"), TO_MAASLAND)
    karim = town.come().sign_in("karim", "/loket/telefoon/stilzetten")
    karim.write("Dossiernummer", dossier).choose("Er mag te veel").press("Zet het mandaat nu stil")
    look(karim.go("/loket/terugbellen"), "calls")
    karim.press("Bakkerij De Zoete Inval")
    look(karim, "call")
    look(karim.press("Ik doe deze oproep"), "call-taken")
    look(karim.press("Verder met dit gesprek"), "call-refused")
    look(karim.choose("053 00 00 51").press("Niemand nam op"), "call-not-answered")
    karim.choose("Maria Vermeulen", "053 00 00 51").press("Verder met dit gesprek")
    look(karim.sees("Wat beslist de mandaatgever"), "call-decide")
    look(karim.press("Beslissing uitvoeren"), "call-decide-refused")
    karim.choose("Het mandaat stopzetten", "De mandaatgever wil stoppen").tick_all()
    look(karim.press("Beslissing uitvoeren").sees("Terugbellen"), "calls-told")


def call_without_a_number(town: Town, look: Look) -> None:
    """What the register has of the giver is no number: nobody is called."""
    dossier = journeys.give_at_home(town.come().sign_in("luc"), PERMITS_TO_PEETERS)
    karim = town.come().sign_in("karim", "/loket/telefoon/stilzetten")
    karim.write("Dossiernummer", dossier).choose("Er mag te veel").press("Zet het mandaat nu stil")
    karim.go("/loket/terugbellen").press("Hoeve Vanhoutte").press("Ik doe deze oproep")
    look(karim.sees("Bel de mandaatgever terug"), "call-without-a-number")
    karim.press("Sluit de oproep af").sees("Terugbellen")


def paper(town: Town, look: Look) -> None:
    """An answer sheet came back with the post."""
    dossier = journeys.give_at_home(town.come().sign_in("luc"), PERMITS_TO_PEETERS)
    town.print_letters()
    karim = town.come().sign_in("karim", "/loket")
    look(karim.press("Antwoord op papier"), "paper")
    look(_next(karim), "paper-refused")
    look(_next(karim.write("Dossiernummer", dossier)).sees("Bij welke brief"), "paper-letter")
    look(_next(karim), "paper-letter-refused")
    look(_next(karim.choose("Brief van 23 november 2026 aan Boekhoud")).sees("Wat staat er"), "paper-sheet")
    look(karim.press("Verder naar nakijken"), "paper-sheet-refused")
    look(key_refusal(karim).sees("Vergelijk met het blad"), "paper-check")
    look(karim.press("Mandaat weigeren en brief versturen"), "paper-check-refused")
    look(karim.tick_all().press("Mandaat weigeren en brief versturen").sees("Het mandaat is geweigerd"), "paper-done")


def paper_late(town: Town, look: Look) -> None:
    """A sheet that came in time and is keyed after the last day."""
    dossier = journeys.give_at_home(town.come().sign_in("luc"), PERMITS_TO_PEETERS)
    town.print_letters()
    town.wait(days=33)
    karim = town.come().sign_in("karim", "/loket/papier")
    _next(karim.write("Dossiernummer", dossier))
    _next(karim.choose("Brief van 23 november 2026 aan Boekhoud"))
    look(key_late(karim).sees("Vergelijk met het blad"), "paper-late-check")
    karim.tick_all().press("Mandaat aanvaarden en brieven versturen").sees("Het mandaat is aanvaard")
    jan = town.come().sign_in("peeters", "/mandaten").press("Hoeve Vanhoutte")
    assert "U schreef: Els Wouters mag het uitvoeren." in jan.page.locator("main").inner_text()
    look(jan.sees("Boekhoudkantoor Peeters"), "paper-late-written")


def key_late(clerk: Visitor) -> Visitor:
    """The signed yes of Peeters, received on the last day to answer."""
    clerk.choose("Ja, het mandaat aanvaarden", "Bestuurder, zaakvoerder").write("Voornaam op het blad", "Jan")
    clerk.write("Wie mag het uitvoeren?", "Els Wouters").page.get_by_role("radio", name="Ja", exact=True).check()
    clerk.page.get_by_label("Naam op het blad", exact=True).fill("Peeters")
    for part, value in (("day", "23"), ("month", "12"), ("year", "2026")):
        clerk.page.locator(f"[name=received_on-{part}]").fill(value)
    return clerk.press("Verder naar nakijken")


def paper_missing(town: Town, look: Look) -> None:
    """An answer sheet on which the signature is missing."""
    dossier = journeys.give_at_home(town.come().sign_in("luc"), PERMITS_TO_PEETERS)
    town.print_letters()
    karim = town.come().sign_in("karim", "/loket/papier")
    _next(karim.write("Dossiernummer", dossier))
    _next(karim.choose("Brief van 23 november 2026 aan Boekhoud"))
    karim.choose("Ja, het mandaat aanvaarden", "Bestuurder, zaakvoerder")
    karim.page.get_by_role("radio", name="Nee", exact=True).check()
    karim.page.get_by_role("checkbox", name="De handtekening").check()
    karim.write("Voornaam op het blad", "Jan")
    karim.page.get_by_label("Naam op het blad", exact=True).fill("Peeters")
    look(karim.press("Verder naar nakijken").sees("Op dit blad ontbreekt nog iets"), "paper-missing")
    look(karim.press("Brief met nieuw blad versturen").sees("wacht op aanvulling"), "paper-asked")
    look(karim.go("/loket/papier").sees("Welk blad kwam terug"), "paper-waiting")


def paper_overview(town: Town, look: Look) -> None:
    """A party asks for an overview, and sends it back."""
    maria = town.come().sign_in("maria", "/mandaten/overzicht-op-papier")
    look(maria.sees("Een overzicht met de post"), "overview-ask")
    look(maria.press("Overzicht versturen").sees("Uw overzicht is onderweg"), "overview-ordered")
    town.print_letters()
    karim = town.come().sign_in("karim", "/loket/post")
    tray = karim.sees("Te posten").page.locator("main").inner_text()
    (number,) = re.findall(r"Overzicht van alle mandaten, dossiernummer ([\d\s]+\d)", tray)
    karim.go("/loket/papier").write("Dossiernummer", number)
    look(_next(karim).sees("Wat staat er op het overzicht"), "paper-overview")
    look(karim.press("Verder naar nakijken"), "paper-overview-refused")
    karim.page.get_by_role("checkbox").first.check()
    karim.page.get_by_role("radio", name="Ja", exact=True).check()
    karim.write("Voornaam op het blad", "Maria")
    karim.page.get_by_label("Naam op het blad", exact=True).fill("Vermeulen")
    look(karim.press("Verder naar nakijken").sees("Vergelijk met de bladen"), "paper-overview-check")
    look(karim.press("Stopzetten en brieven versturen"), "paper-overview-check-refused")
    look(karim.tick_all().press("Stopzetten en brieven versturen").sees("is stopgezet"), "paper-overview-done")


def paper_extends(town: Town, look: Look) -> None:
    """The slip of a reminder came back: somebody wants it longer."""
    town.wait(days=13)
    ask_for_the_day(workshop_of(town.app))
    town.print_letters()
    karim = town.come().sign_in("karim", "/loket/papier").write("Dossiernummer", "260 9140 004 54")
    _next(_next(karim).sees("Bij welke brief").choose("Brief van 6 december 2026 aan Bakkerij")).sees("Wat staat er")
    karim.choose("Het mandaat verlengen", "Bestuurder, zaakvoerder").write("Voornaam op het blad", "Maria")
    karim.page.get_by_role("radio", name="Ja", exact=True).check()
    karim.page.get_by_label("Naam op het blad", exact=True).fill("Vermeulen")
    look(karim.press("Verder naar nakijken").sees("Vergelijk met het blad"), "paper-extend-check")
    look(karim.press("Verlenging vragen en brieven versturen"), "paper-extend-check-refused")
    karim.choose("1 jaar langer").tick_all().press("Verlenging vragen en brieven versturen")
    look(karim.sees("De vraag om te verlengen is verstuurd"), "paper-extend-done")


def key_refusal(clerk: Visitor) -> Visitor:
    """The signed refusal of Peeters, with its picture."""
    clerk.choose("Nee, het mandaat weigeren", "Bestuurder, zaakvoerder")
    clerk.page.get_by_role("radio", name="Ja", exact=True).check()
    clerk.write("Voornaam op het blad", "Jan")
    clerk.page.get_by_label("Naam op het blad", exact=True).fill("Peeters")
    clerk.page.get_by_label("Foto of scan van het blad").set_input_files(scan_of_a_sheet())  # type: ignore[arg-type]
    return clerk.press("Verder naar nakijken")


DISTANT: tuple[Callable[[Town, Look], None], ...] = (
    phone, phone_prepares, phone_unchecked, phone_card, phone_parts, calls, call_without_a_number, paper, paper_missing,
    paper_late, paper_overview, paper_extends,
)  # fmt: skip
