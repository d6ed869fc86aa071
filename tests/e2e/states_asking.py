"""Asking for a mandate: every question of the holder, and the giver who answers, online and with the letter."""

from collections.abc import Callable

from tests.e2e import journeys
from tests.e2e.journeys import PEETERS
from tests.e2e.states import Look, _next
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

VANHOUTTE = "0199.000.646"
WHY = "Wij vullen elk jaar uw aanvraag in."


def ask(peeters: Visitor, look: Callable[[str], object]) -> str:
    """From the start page to the done page; the dossier number."""
    look_at = lambda name: look(f"ask-{name}")  # noqa: E731 - one word in the lines below
    peeters.go("/").press("Een mandaat vragen").sees("Een mandaat vragen aan")
    look_at("begin")
    peeters.press("Beginnen").sees("Aan wie vraagt u het mandaat")
    look_at("giver")
    _next(peeters.write("Naam en gemeente", PEETERS))
    look_at("giver-own")
    _next(peeters.write("Naam en gemeente", VANHOUTTE)).sees("Is dit de juiste onderneming")
    look_at("giver-check")
    _next(peeters.choose("Ja, dit is de juiste")).sees("Wat wilt u voor")
    look_at("what")
    _next(peeters.choose("Ik kies zelf uit de lijst")).sees("Wat wilt u precies doen")
    look_at("types")
    _next(peeters.choose("Subsidies en premies raadplegen", "Vergunningen raadplegen")).sees("Vanaf wanneer")
    look_at("start")
    _next(peeters.choose("Zodra")).sees("Hoelang")
    _next(peeters.choose("1 jaar")).sees("Waarom vraagt u dit")
    look_at("reason")
    _next(peeters)
    look_at("reason-refused")
    _next(peeters.write("Uw uitleg", WHY)).sees("Kijk uw vraag na")
    look_at("check")
    peeters.choose("Ik heb dit gelezen").press("Mandaat vragen en brief versturen").sees("U hebt het mandaat gevraagd")
    look_at("done")
    return journeys.dossier_number(peeters)


def asking(town: Town, look: Look) -> None:
    """The holder asks and waits; the giver reads why, and gives it."""
    peeters = town.come().sign_in("peeters")
    ask(peeters, lambda name: look(peeters, name))
    look(peeters.press("Bekijk dit mandaat"), "mandate-asked-as-holder")
    town.print_letters()
    luc = town.come().sign_in("luc", "/mandaten")
    look(luc, "overview-asked")
    look(luc.go("/aanvaarden"), "asked-list")
    look(luc.press("Antwoorden"), "asked-decide")
    _next(luc.choose("Nee, ik weiger")).sees("Waarom weigert u")
    look(_next(luc), "asked-check-refuse")
    luc.go(luc.path.replace("/check", "/decide"))
    look(_next(luc.choose("Ja, ik geef dit mandaat")), "asked-check")
    less(luc.go(luc.path.replace("/check", "/decide")), look, "asked")
    look(luc.tick_all().press("Mandaat geven en brieven versturen"), "asked-done")
    look(luc.press("Bekijk dit mandaat"), "mandate-asked-active")


def less(luc: Visitor, look: Look, name: str) -> None:
    """The giver gives less than was asked: a part, until an earlier day; up to the check page."""
    look(_next(luc.choose("Ik geef iets anders of minder")).sees("Wat geeft u van wat"), f"{name}-parts")
    luc.option("Vergunningen raadplegen").uncheck()
    look(_next(luc).sees("Tot wanneer mag dit"), f"{name}-until")
    look(_next(luc.choose("Tot en met een vroegere dag")), f"{name}-until-refused")
    for box, text in (("day", "1"), ("month", "6"), ("year", "2027")):
        luc.page.locator(f"[name=day-{box}]").fill(text)
    look(_next(luc).sees("Kijk na en geef"), f"{name}-check-less")


def asked_by_letter(town: Town, look: Look) -> None:
    """The giver answers with the code of the letter, without signing in."""
    dossier = ask(town.come().sign_in("peeters"), lambda name: None)
    town.print_letters()
    clerk = town.come().sign_in("karim", "/loket")
    codes = {code for page in journeys.letters_of(clerk) if dossier in page for code in journeys.CODE.findall(page)}
    assert len(codes) == 1, codes
    luc = town.come().go("/brief")
    luc.write("Dossiernummer", dossier).write("Code", codes.pop())
    look(_next(luc.write("Uw ondernemingsnummer", VANHOUTTE)), "asked-letter-choose")
    look(_next(luc.choose("Ja, maar wij geven minder")), "asked-letter-parts")
    luc.option("Vergunningen raadplegen").uncheck()
    look(_next(luc), "asked-letter-until")
    look(journeys.say_who(_next(luc.choose("Zoals gevraagd"))), "asked-letter-check-less")
    luc.go("/brief/keuze")
    look(journeys.say_who(_next(luc.choose("Ja, wij"))), "asked-letter-check")
    look(luc.tick_all().press("Mandaat aanvaarden en brieven versturen"), "asked-letter-done")


def asking_many(town: Town, look: Look) -> None:
    """A list: what it needs, what is wrong with it, and what came of it."""
    peeters = town.come().sign_in("peeters", "/vragen").press("Vraag het aan veel klanten tegelijk")
    peeters.page.locator("summary").click()
    look(peeters, "many-ask")
    look(peeters.press("Kijk mijn lijst na"), "many-refused")
    rows = (f"{VANHOUTTE};Subsidies en premies raadplegen;1 jaar;{WHY}", f"{VANHOUTTE};Alles;1 jaar;{WHY}")
    peeters.write("Of plak uw lijst", "\n".join(("ondernemingsnummer;mandaten;duur;uitleg", *rows)))
    look(peeters.press("Kijk mijn lijst na").sees("Kijk uw lijst na"), "many-rows")
    look(peeters.press("Alle goede rijen vragen").sees("U vroeg 1 mandaat"), "many-asked")


ASKING = (asking, asking_many, asked_by_letter)
