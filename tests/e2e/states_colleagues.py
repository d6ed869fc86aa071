"""Wie mag wat: the matrix of the demo's accountant, every question about a colleague, and taking a right back."""

from collections.abc import Callable
from urllib.parse import urlsplit

from tests.e2e import journeys
from tests.e2e.four_eyes import ASK, LOOK_AGAIN
from tests.e2e.states import Look, _next
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor


def appoint(peeters: Visitor, look: Callable[[str], object]) -> None:
    """Els gets all customers: every question, and every question that refuses its answer."""
    peeters.press("Een medewerker aanduiden").sees("Welke medewerker duidt u aan")
    look("who")
    look_after(_next(peeters), look, "who-refused")
    _next(peeters.choose("Els Wouters")).sees("Voor welke klanten")
    look("customers")
    look_after(_next(peeters), look, "customers-refused")
    look_after(_next(peeters.choose("Alleen voor deze klanten")), look, "customers-none-ticked")
    _next(peeters.choose("Voor alle klanten")).sees("Wat mag Els Wouters doen")
    look("level")
    look_after(_next(peeters), look, "level-refused")
    _next(peeters.choose("Ook mandaten geven")).sees("Hoelang mag dit")
    look("period")
    look_after(_next(peeters), look, "period-refused")
    _next(peeters.choose("Tot en met een dag"))
    look("period-without-day")
    _next(peeters.choose("Tot iemand het recht intrekt")).sees("Kijk de aanduiding na")
    look("check")
    peeters.press("Medewerker aanduiden").sees("Els Wouters is aangeduid")
    look("done")


def look_after(_visitor: Visitor, look: Callable[[str], object], name: str) -> None:
    """What the page says of an answer that is missing."""
    look(name)


def colleagues(town: Town, look: Look) -> None:
    """The matrix before and after, a change, a right that is taken back, and somebody who leaves."""
    peeters = town.come().sign_in("peeters", "/medewerkers").sees("Wie mag wat")
    at = lambda name: look(peeters, f"colleague-{name}")  # noqa: E731 - one word in the lines below
    at("matrix")
    appoint(peeters, at)
    peeters.press("Bekijk wie wat mag").sees("Wie mag wat")
    at("matrix-after")
    peeters.press("Wijzigen").sees("Wat verandert er")
    at("change")
    _next(peeters).sees("Voor welke klanten")
    peeters.go("/medewerkers").press("Intrekken").sees("Trekt u het recht")
    at("dismiss")
    peeters.press("Recht intrekken").sees("Het recht is ingetrokken")
    at("dismissed")
    peeters.go("/medewerkers").press("Gaat weg").sees("gaat weg")
    at("leave")
    peeters.press("Alle rechten intrekken").sees("Het recht is ingetrokken")
    at("left")


def newcomer(town: Town, look: Look) -> None:
    """Somebody new: the name, the invitation that waits, and the page on which it is taken back."""
    peeters = town.come().sign_in("peeters", "/medewerkers").press("Een medewerker aanduiden")
    _next(peeters.choose("Een nieuwe medewerker")).sees("Wie is de nieuwe medewerker")
    look(peeters, "newcomer-name")
    look(_next(peeters), "newcomer-name-refused")
    peeters.write("Voornaam", "Nora").page.get_by_label("Naam", exact=True).fill("Claes")
    _next(peeters).sees("Voor welke klanten mag Nora Claes")
    _next(peeters.choose("Voor alle klanten"))
    _next(peeters.choose("Alleen kijken"))
    _next(peeters.choose("Tot iemand het recht intrekt")).sees("Kijk de aanduiding na")
    look(peeters, "newcomer-check")
    peeters.press("Medewerker aanduiden").sees("U nodigde Nora Claes uit")
    look(peeters, "newcomer-done")
    done = urlsplit(peeters.page.url).path
    peeters.press("Bekijk wie wat mag").sees("Wie mag wat")
    look(peeters, "newcomer-waits")
    peeters.press("Intrekken").sees("Trekt u de aanduiding van Nora Claes in")
    look(peeters, "newcomer-take-back")
    peeters.press("Aanduiding intrekken").sees("Wie mag wat")
    look(peeters.go(done).sees("is ingetrokken"), "newcomer-done-withdrawn")
    maria = town.come().sign_in("maria", "/uitgenodigd")
    look(maria, "invited")
    look(_next(maria), "invited-refused")


def at_the_counter(town: Town, look: Look) -> None:
    """A manager is appointed at the counter: read aloud, and looked at by a colleague."""
    karim, lotte = town.come().sign_in("karim", "/loket"), town.come().sign_in("lotte", "/loket")
    journeys.begin_visit(karim, "0199.000.250", "Jan Peeters").go("/medewerkers").sees("Wie mag wat")
    look(karim, "counter-colleague-matrix")
    _next(karim.press("Een medewerker aanduiden").choose("Els Wouters"))
    _next(karim.choose("Voor alle klanten"))
    _next(karim.choose("Ook mandaten geven"))
    _next(karim.choose("Tot iemand het recht intrekt")).sees("Lees dit voor aan de klant")
    look(karim, "counter-colleague-consent")
    look(_next(karim), "counter-colleague-consent-refused")
    _next(karim.choose("Voorgelezen.", "De klant vindt het goed")).sees("Kijk de aanduiding na")
    look(karim, "counter-colleague-check")
    look(karim.press(ASK).sees("Kijk de aanduiding na"), "counter-colleague-waits-for-a-look")
    look(lotte.press("Nakijken").press("Els Wouters aanduiden").sees("Kijkt u dit mee na"), "look-at-rights")
    lotte.choose("Ik keek het na").press("Bewaar wat u vond")
    karim.press(LOOK_AGAIN).press("Medewerker aanduiden").sees("Els Wouters is aangeduid")
    look(karim, "counter-colleague-done")


COLLEAGUES: tuple[Callable[[Town, Look], None], ...] = (colleagues, newcomer, at_the_counter)
