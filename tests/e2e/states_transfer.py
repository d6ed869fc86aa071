"""Changing accountants: every question of the giver, what both holders read, and what follows from the answer.

Also where two people sign, and where a clerk asks a colleague to look too.
"""

from collections.abc import Callable

from tests.e2e import journeys
from tests.e2e.four_eyes import ASK
from tests.e2e.journeys import HINDER_TO_MAASLAND
from tests.e2e.states import Look, _next
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

MAASLAND = "0199.000.745"


def change(maria: Visitor, look: Callable[[str], object]) -> str:
    """From the start page to the done page; the dossier number of the new mandate."""
    look_at = lambda name: look(f"transfer-{name}")  # noqa: E731 - one word in the lines below
    maria.go("/").press("Ik verander van boekhouder").sees("Van boekhouder veranderen")
    look_at("begin")
    maria.press("Beginnen").sees("Bij welke boekhouder gaat u weg")
    look_at("old")
    _next(maria.choose("Boekhoudkantoor Peeters")).sees("Wie wordt uw nieuwe boekhouder")
    look_at("holder")
    _next(maria.write("Naam en gemeente", MAASLAND)).sees("Is dit de juiste onderneming")
    _next(maria.choose("Ja, dit is de juiste")).sees("Wat neemt Fiduciaire Maasland over")
    look_at("types")
    _next(maria).sees("Wanneer stopt")
    look_at("start")
    _next(maria.choose("Op een dag die ik kies"))
    look_at("start-without-day")
    _next(maria.choose("Zodra")).sees("Hoe wilt u nieuws krijgen")
    look_at("notice")
    _next(maria.choose("Met een e-mail"))
    look_at("notice-without-address")
    _next(maria.choose("Met een brief in grote letters")).sees("Kijk de verandering na")
    look_at("check")
    maria.choose("Ik heb dit gelezen").press("Veranderen en brieven versturen").sees("Uw verandering is verstuurd")
    look_at("done")
    return journeys.dossier_number(maria)


def changing(town: Town, look: Look) -> None:
    """The giver asks; both mandates of the demo's carrier tell that he asked, and the new one can be answered."""
    maria = town.come().sign_in("maria")
    change(maria, lambda name: look(maria, name))
    look(maria.press("Bekijk het nieuwe mandaat"), "mandate-taking-over")
    claire = town.come().sign_in("claire", "/mandaten")
    look(claire.press("Claes Subsidieadvies"), "mandate-that-moves")
    claire.press("Alles met Claes Subsidieadvies").sees("Wat mag Claes Subsidieadvies")
    look(claire, "partner-that-moves")
    claes = town.come().sign_in("claes", "/mandaten")
    look(claes.press("Transports Élégance"), "mandate-that-moves-as-holder")


def taking_a_part(town: Town, look: Look) -> None:
    """The new accountant takes over a part, and the rest stays with the old one."""
    ilse = town.come().sign_in("ilse")
    look(ilse, "start-with-an-answer")
    ilse.press("Aanvaarden of weigeren").press("Antwoorden")
    look(ilse, "decide-about-taking-over")
    _next(ilse.choose("Ik neem een deel over")).sees("Wat neemt u over")
    look(ilse, "taking-parts")
    look(_next(ilse), "taking-parts-all-ticked")
    ilse.page.locator("input[name=types]").first.uncheck()
    _next(ilse).sees("Wie mag dit mandaat uitvoeren")
    _next(ilse.choose("Ik kies later")).sees("Kijk na en aanvaard")
    look(ilse, "taking-a-part-check")
    look(ilse.press("Mandaat aanvaarden en brieven versturen"), "taking-a-part-done")
    claire = town.come().sign_in("claire", "/mandaten")
    look(claire.press("Claes Subsidieadvies"), "mandate-of-which-a-part-moved")


def until_when(
    giver: Visitor, when: str, look: Callable[[str], object] = journeys.do_not_look, *, only: str = ""
) -> Visitor:
    """Up to the question how to get news, or past it; everything goes over, or one type alone."""
    giver.go("/veranderen").press("Beginnen")
    _next(giver.choose("Boekhoudkantoor Peeters")).sees("Wie wordt uw nieuwe boekhouder")
    _next(giver.write("Naam en gemeente", MAASLAND))
    _next(giver.choose("Ja, dit is de juiste")).sees("Wat neemt Fiduciaire Maasland over")
    if only:
        for box in giver.page.locator("input[name=types]").all():
            box.uncheck()
        giver.choose(only)
    _next(giver).sees("Wanneer stopt").choose(when)
    look("start-at-once")
    return journeys.choose_news(_next(giver))


def leave_at_once(maria: Visitor, look: Callable[[str], object]) -> None:
    """The old accountant stops today; before sending the page says that he does not come back."""
    until_when(maria, "Nu meteen", look).sees("Kijk de verandering na")
    look("check-at-once")
    maria.choose("Ik heb dit gelezen").press("Veranderen en brieven versturen").sees("Uw verandering is verstuurd")
    look("done-at-once")


def a_colleague_looks(town: Town, look: Look) -> None:
    """A customer at a counter wants to leave at once: the colleague reads whom she leaves, and that it is at once."""
    karim, lotte = town.come().sign_in("karim", "/loket"), town.come().sign_in("lotte", "/loket")
    journeys.begin_visit(karim, "0199.000.151", "Maria Vermeulen")
    journeys.read_aloud(until_when(karim, "Nu meteen"))
    look(karim.sees("Kijk de verandering na"), "counter-transfer-check-at-once")
    karim.press(ASK)
    lotte.press("Nakijken").press("zet een mandaat nu meteen stop").sees("Kijkt u dit mee na")
    look(lotte, "look-leaving-at-once")


def two_leave(town: Town, look: Look) -> None:
    """Two directors leave their accountant: what waits for the second, and what does not when it is at once."""
    johan = town.come().sign_in("johan", "/mandaten").press("Boekhoudkantoor Peeters").press("Mee tekenen")
    johan.press("Ja, ik teken mee")
    peeters = town.come().sign_in("peeters", "/aanvaarden")
    peeters.push(peeters.page.locator(".ml-mandate", has_text="Beekhoek").get_by_role("button"))
    _next(_next(peeters.choose("Ja, ik aanvaard")).choose("Ik kies later"))
    peeters.tick_all().press("Mandaat aanvaarden en brieven versturen").sees("U hebt het mandaat aanvaard")
    godelieve = town.come().sign_in("godelieve")
    until_when(godelieve, "Zodra").sees("Wie tekent")
    _next(godelieve.choose("Johan De Smet, later online"))
    look(godelieve.sees("Kijk de verandering na"), "transfer-joint-check")
    until_when(godelieve, "Nu meteen").sees("Wie tekent")
    _next(godelieve.choose("Johan De Smet, later online"))
    look(godelieve.sees("Kijk de verandering na"), "transfer-joint-check-at-once")
    look(godelieve.tick_all().press("Tekenen als eerste"), "transfer-joint-done-at-once")


def leaving_at_once(town: Town, look: Look) -> None:
    """The old accountant is stopped, and the new one has to answer; before that the same at a counter, not sent."""
    a_colleague_looks(town, look)
    maria = town.come().sign_in("maria")
    journeys.give_at_home(maria, HINDER_TO_MAASLAND)
    until_when(maria, "Nu meteen", only=HINDER_TO_MAASLAND.types[0])
    look(maria.sees("doet dit al"), "transfer-already-at-once")
    leave_at_once(maria, lambda name: look(maria, f"transfer-{name}"))
    look(maria.press("Bekijk het nieuwe mandaat"), "mandate-in-place-of-one-that-stopped")


TRANSFERS: tuple[Callable[[Town, Look], None], ...] = (changing, taking_a_part, leaving_at_once, two_leave)
