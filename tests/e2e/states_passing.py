"""Passing on: what the demo's accountant passed on, stopped and passed on anew, and what two of them read."""

from collections.abc import Callable

from tests.e2e import journeys
from tests.e2e.journeys import Gift
from tests.e2e.states import Look, _next
from tests.e2e.states_colleagues import two_appoint
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

MAASLAND = "0199.000.745"
GIVER = "Bouwwerken Ahmed"
TO_THE_DUO = Gift("De Beekhoek", "0199.000.448", ("Omgevingsvergunning aanvragen",))


def take_back(peeters: Visitor, look: Callable[[str], object]) -> None:
    """From the own mandate to the page that says that what was passed on has stopped."""
    peeters.press("Stop wat u doorgaf aan").sees("Wilt u stopzetten wat u doorgaf")
    look("take-back")
    peeters.press("Ja, stopzetten").sees("Gestopt")
    look("take-back-done")
    peeters.press("Bekijk uw eigen mandaat").sees("Boekhoudkantoor Peeters en Bouwwerken Ahmed")


def pass_on(peeters: Visitor, look: Callable[[str], object]) -> None:
    """From the own mandate to the done page."""
    look_at = lambda name: look(f"pass-on-{name}")  # noqa: E731 - one word in the lines below
    peeters.press("Doorgeven").sees("Een mandaat doorgeven")
    look_at("begin")
    peeters.press("Beginnen").sees("Welk mandaat geeft u door")
    look_at("source")
    _next(peeters).sees("Aan wie geeft u door")
    look_at("holder")
    _next(peeters.write("Naam en gemeente", MAASLAND)).sees("Is dit de juiste onderneming")
    _next(peeters.choose("Ja, dit is de juiste")).sees("Wat geeft u door aan Fiduciaire Maasland")
    look_at("types")
    _next(peeters).sees("Tot wanneer mag")
    look_at("until")
    _next(peeters.choose("Korter"))
    look_at("until-without-day")
    _next(peeters.choose("Zo lang als")).sees("Kijk na wat u doorgeeft")
    look_at("check")
    peeters.choose("Ik heb dit gelezen").press("Doorgeven en brieven versturen").sees("U hebt het doorgegeven")
    look_at("done")


def passing_on(town: Town, look: Look) -> None:
    """The third and the passer of the demo; then the passer stops it and asks another."""
    claes = town.come().sign_in("claes", "/mandaten")
    claes.press(GIVER).sees("Claes Subsidieadvies en Bouwwerken Ahmed")
    look(claes, "mandate-passed-on-as-third")
    peeters = town.come().sign_in("peeters", "/mandaten")
    peeters.press(GIVER).sees("Boekhoudkantoor Peeters en Bouwwerken Ahmed")
    look(peeters, "mandate-that-was-passed-on")
    take_back(peeters, lambda name: look(peeters, name))
    pass_on(peeters, lambda name: look(peeters, name))


def two_pass_on(town: Town, look: Look) -> None:
    """Two directors hold something and pass it on: the first signs, the second reads to whom it goes, and signs.

    Nobody else has customers and two who sign: what both read about a colleague is looked at here too.
    """
    journeys.give_at_home(town.come().sign_in("maria"), TO_THE_DUO)
    godelieve, johan = town.come().sign_in("godelieve", "/aanvaarden"), town.come().sign_in("johan")
    _next(_next(godelieve.press("Antwoorden").choose("Ja, ik aanvaard")).choose("Ik kies later"))
    _next(godelieve.choose("Johan De Smet, later online")).tick_all().press("Tekenen als eerste")
    mandate = godelieve.press("Bekijk dit mandaat").path
    johan.go(f"{mandate}/mee-tekenen").press("Ja, ik teken mee")
    _next(godelieve.go(mandate).press("Doorgeven").press("Beginnen")).sees("Aan wie geeft u door")
    _next(_next(godelieve.write("Naam en gemeente", MAASLAND)).choose("Ja, dit is de juiste"))
    _next(_next(godelieve).choose("Zo lang als")).sees("Wie tekent")
    look(godelieve, "pass-on-joint")
    _next(godelieve.choose("Johan De Smet, later online")).sees("Kijk na wat u doorgeeft")
    look(godelieve, "pass-on-joint-check")
    look(godelieve.tick_all().press("Tekenen als eerste"), "pass-on-joint-done")
    look(godelieve.go(mandate), "mandate-of-which-a-part-waits-for-the-second")
    look(johan.go(f"{mandate}/mee-tekenen"), "pass-on-sign")
    look(johan.press("Ja, ik teken mee"), "pass-on-sign-done")
    two_appoint(town, mandate, johan, look)


PASSING: tuple[Callable[[Town, Look], None], ...] = (passing_on, two_pass_on)
