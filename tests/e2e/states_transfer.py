"""Changing accountants: every question of the giver, what both holders read, and what follows from the answer."""

from collections.abc import Callable

from tests.e2e import journeys
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
    ilse = town.come().sign_in("ilse", "/aanvaarden").press("Antwoorden")
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


def leave_at_once(maria: Visitor, look: Callable[[str], object]) -> None:
    """The old accountant stops today; before sending the page says that he does not come back."""
    maria.go("/veranderen").press("Beginnen")
    _next(maria.choose("Boekhoudkantoor Peeters")).sees("Wie wordt uw nieuwe boekhouder")
    _next(maria.write("Naam en gemeente", MAASLAND))
    _next(_next(maria.choose("Ja, dit is de juiste"))).sees("Wanneer stopt")
    maria.choose("Nu meteen")
    look("start-at-once")
    _next(_next(maria).choose("Met een brief")).sees("Kijk de verandering na")
    look("check-at-once")
    maria.choose("Ik heb dit gelezen").press("Veranderen en brieven versturen").sees("Uw verandering is verstuurd")
    look("done-at-once")


def leaving_at_once(town: Town, look: Look) -> None:
    """The old accountant is stopped, and the new one has to answer."""
    maria = town.come().sign_in("maria")
    leave_at_once(maria, lambda name: look(maria, f"transfer-{name}"))
    look(maria.press("Bekijk het nieuwe mandaat"), "mandate-in-place-of-one-that-stopped")


TRANSFERS: tuple[Callable[[Town, Look], None], ...] = (changing, taking_a_part, leaving_at_once)
