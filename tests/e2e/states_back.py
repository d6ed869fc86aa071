"""Taking back what was passed on without signing in: with the code of a letter, by phone and on paper."""

from collections.abc import Callable

from app.models.mandate_type import MandateType
from tests.e2e import journeys
from tests.e2e.journeys import PEETERS
from tests.e2e.states import Look, _next
from tests.e2e.states_distant import say_who_calls
from tests.e2e.states_passing import pass_on, take_back
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

DOSSIER = "260 9140 003 53"  # what Peeters holds of Ahmed
PASSED_ON = "permit.manage"
LETTER = "Fiduciaire Maasland aanvaardt wat u doorgaf"


def pass_it_on(town: Town) -> tuple[Visitor, str]:
    """Peeters passes it on to Maasland, which accepts; a clerk, and the code on the letter to Peeters about that."""
    peeters = town.come().sign_in("peeters", "/mandaten").press("Bouwwerken Ahmed")
    take_back(peeters.sees("Boekhoudkantoor Peeters en Bouwwerken Ahmed"), journeys.do_not_look)
    pass_on(peeters, journeys.do_not_look)
    ilse = town.come().sign_in("ilse", "/aanvaarden")
    ilse.push(ilse.page.locator(".ml-mandate", has_text="Ahmed").get_by_role("button"))
    _next(_next(ilse.choose("Ja, ik aanvaard")).choose("Ik kies later"))
    ilse.tick_all().press("Mandaat aanvaarden en brieven versturen").sees("U hebt het mandaat aanvaard")
    town.print_letters()
    karim = town.come().sign_in("karim", "/loket")
    pages = journeys.letters_of(karim)
    front = next(at for at, text in enumerate(pages) if text.startswith(LETTER))
    return karim, journeys.CODE.findall(" ".join(pages[front : front + 2]))[0]


def back_by_code(town: Town, look: Look) -> None:
    """The reader of the letter stops what went to Maasland; his own mandate stays."""
    _, code = pass_it_on(town)
    reader = _next(journeys.open_letter(town.come(), DOSSIER, code, PEETERS)).sees("Dit staat in uw brief")
    look(reader, "code-choose-passed-on")
    _next(reader.choose("Wij zetten stop wat wij doorgaven aan Fiduciaire Maasland"))
    look(journeys.say_who(reader).sees("Kijk na wat stopt"), "code-back-check")
    look(reader.press("Stopzetten en brieven versturen"), "code-back-check-refused")
    look(reader.tick_all().press("Stopzetten en brieven versturen").sees("Het is stopgezet"), "code-back-done")


def back_by_phone(town: Town, look: Look) -> None:
    """A caller with the letter, first about what the phone may not stop, then about what it may."""
    karim, code = pass_it_on(town)
    karim.go("/loket/telefoon/met-brief").write("Dossiernummer", DOSSIER).write("Code", code)
    karim.write("Ondernemingsnummer van de beller", PEETERS)
    look(say_who_calls(karim).press("Kijk na wie belt").sees("Wat wil de beller"), "phone-talk-passed-on-important")
    allow_by_phone(town)
    look(karim.go("/loket/telefoon/gesprek"), "phone-talk-passed-on")
    _next(karim.choose("Stopzetten wat doorgegeven is aan Fiduciaire Maasland"))
    look(karim.sees("Lees voor wat u noteerde"), "phone-back-check")
    look(karim.press("Stopzetten en brieven versturen"), "phone-back-check-refused")
    karim.tick_all().press("Stopzetten en brieven versturen").sees("Wat doorgegeven was, is stopgezet")
    look(karim, "phone-back-done")


def allow_by_phone(town: Town) -> None:
    """Let the type that may be passed on be stopped by phone, as whoever keeps the types can."""
    with town.app.extensions["database"].writing.begin() as session:
        session.get_one(MandateType, PASSED_ON).phone_allowed = True


def back_on_paper(town: Town, look: Look) -> None:
    """The slip of the letter about Maasland came back, and later a copy of it."""
    karim, _ = pass_it_on(town)
    look(find_slip(karim), "paper-sheet-passed-on")
    look(key_slip(karim), "paper-back-check")
    look(karim.press("Stopzetten en brieven versturen"), "paper-back-check-refused")
    karim.tick_all().press("Stopzetten en brieven versturen").sees("Wat doorgegeven was, is stopgezet")
    look(karim, "paper-back-done")
    find_slip(karim)
    look(key_slip(karim), "paper-back-again")
    karim.tick_all().press("Bewaar dit blad").sees("Dit antwoord hadden wij al")
    look(karim, "paper-back-again-done")


def find_slip(clerk: Visitor) -> Visitor:
    """Up to the question what stands on the slip."""
    _next(clerk.go("/loket/papier").write("Dossiernummer", DOSSIER)).sees("Bij welke brief")
    clerk.page.locator(".govuk-radios__item", has_text="Boekhoudkantoor Peeters").first.get_by_role("radio").check()
    return _next(clerk).sees("Wat staat er op het blad")


def key_slip(clerk: Visitor) -> Visitor:
    """The signed slip of Peeters, who takes back what he passed on."""
    clerk.choose("Stopzetten wat doorgegeven is", "Bestuurder, zaakvoerder").write("Voornaam op het blad", "Jan")
    clerk.page.get_by_role("radio", name="Ja", exact=True).check()
    clerk.page.get_by_label("Naam op het blad", exact=True).fill("Peeters")
    return clerk.press("Verder naar nakijken").sees("Vergelijk met het blad")


BACK: tuple[Callable[[Town, Look], None], ...] = (back_by_code, back_by_phone, back_on_paper)
