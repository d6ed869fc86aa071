"""Waarom werkt het niet: every question, and the answers that people meet most."""

from collections.abc import Callable

from tests.e2e import journeys
from tests.e2e.states import Look, _next
from tests.e2e.town import Town

MAASLAND = "0199.000.745"
TYPE = "Hinderpremie aanvragen"
WHY = "/mandaten/waarom-werkt-het-niet"


def why_it_does_not_work(town: Town, look: Look) -> None:
    """At home from a mandate and from the list, and at the counter."""
    peeters = town.come().sign_in("peeters", "/mandaten")
    peeters.press("Bouwwerken Ahmed").press("Waarom werkt het niet?")
    look(peeters.go(WHY).sees("Wij zoeken waarom het niet werkt"), "why")
    look(peeters.press("Verder"), "why-nothing-chosen")
    look(_next(peeters.choose("Boekhoudkantoor Peeters")), "why-other")
    look(_next(peeters.choose("Een andere onderneming")), "why-number-missing")
    peeters.write("Ondernemingsnummer", MAASLAND)
    if "Voor wie werkt het niet" in _next(peeters).text:
        look(peeters, "why-who")
        _next(peeters.choose("Voor mij"))
    look(peeters.sees("Wat lukt niet"), "why-what")
    look(_next(peeters.choose(TYPE)).sees("Daarom werkt het niet"), "why-no-mandate")
    look(peeters.go(f"{WHY}/antwoord?kant=held&met=0999999922&wie=self&wat=hinder.manage"), "why-unknown")
    maria = town.come().sign_in("maria", "/mandaten")
    _next(maria.go(WHY).choose("Iemand kan"))
    if "Voor wie werkt het niet" in maria.text:
        _next(maria.choose("Voor mij"))
    look(_next(maria.choose(TYPE)).sees("Het werkt"), "why-it-works")
    karim = town.come().sign_in("karim", "/loket")
    journeys.begin_visit(karim)
    _next(karim.go(WHY).choose("Een andere onderneming"))
    look(karim.sees("Wie moet iets doen voor u"), "why-other-at-the-counter")


WHY_NOT: tuple[Callable[[Town, Look], None], ...] = (why_it_does_not_work,)
