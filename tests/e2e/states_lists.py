"""States of lists, sheets and figures, and of the page that tells whether a letter is real."""

from collections.abc import Callable

from tests.e2e import journeys
from tests.e2e.journeys import TO_MAASLAND
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

Look = Callable[[Visitor, str], object]
NEVER_GIVEN = "123 4567 890 02"


def lists_and_figures(town: Town, look: Look) -> None:
    """The overview narrowed in every way, the sheet about one party, and the figures for a party and for staff."""
    maria = town.come().sign_in("maria", "/mandaten")
    look(maria.press("Actief ("), "overview-active")
    look(maria.go("/mandaten?zoek=peeters&einde=60&volgorde=einde"), "overview-searched")
    look(maria.write("Naam of nummer", "niemand").press("Toon", exact=True), "overview-nothing-fits")
    maria.press("Toon alle mandaten")
    look(maria.press("Alles met Boekhoudkantoor").sees("voor u doen, en wat niet"), "partner-of-giver")
    look(maria.go("/mandaten/cijfers?periode=alles"), "figures-of-a-party")
    look(maria.go("/mandaten/nieuws").choose("Met een brief in grote letters").press("Bewaren"), "notices-kept")
    maria.choose("Met een e-mail").press("Bewaren")
    look(maria, "notices-without-address")
    look(maria.write("E-mailadres", "maria@voorbeeld.be").press("Bewaren"), "notices-to-confirm")
    look(maria.press("E-mailadres bevestigen"), "notices-number-missing")
    look(maria.go("/mandaten"), "overview-address-waits")
    peeters = town.come().sign_in("peeters", "/mandaten")
    look(peeters.press("Alles met Bakkerij").sees("Wat mag u doen voor"), "partner-of-holder")
    karim = town.come().sign_in("karim", "/loket")
    look(karim.press("Bekijk de cijfers"), "figures-of-all")
    journeys.begin_visit(karim.go("/loket"))
    look(karim.go("/mandaten/cijfers"), "figures-of-a-customer")
    look(karim.go("/mandaten/nieuws"), "notices-of-a-customer")


def letter_check(town: Town, look: Look) -> None:
    """Is my letter real? Every answer, and every refusal."""
    maria = town.come().sign_in("maria")
    dossier = journeys.give_at_home(maria, TO_MAASLAND)
    town.print_letters()
    karim = town.come().sign_in("karim", "/loket/post")
    karim.tick_all("post-letters").press("Deze brieven zijn op de post")
    reader = town.come()
    look(reader.go("/hulp").press("Is mijn brief echt?"), "letter-check")
    look(reader.press("Kijk na"), "letter-check-empty")
    look(_ask(reader, dossier).sees("van ons en geldt nog"), "letter-check-valid")
    look(_ask(reader, NEVER_GIVEN).sees("Wij kennen deze brief niet"), "letter-check-unknown")
    _withdraw(maria)
    look(_ask(reader, dossier).sees("maar geldt niet meer"), "letter-check-over")
    for _ in range(10):
        _ask(reader, NEVER_GIVEN)
    look(reader.sees("U probeerde te vaak"), "letter-check-too-often")


def _ask(reader: Visitor, dossier: str) -> Visitor:
    reader.go("/controle").write("Dossiernummer", dossier)
    return reader.write("Dag", "23").write("Maand", "11").write("Jaar", "2026").press("Kijk na")


def _withdraw(maria: Visitor) -> None:
    maria.go("/mandaten").push(maria.page.locator(".ml-mandate h3 a").first)
    maria.press("Dit mandaat intrekken").press("Mandaat intrekken en brief versturen")


LISTS: tuple[Callable[[Town, Look], None], ...] = (lists_and_figures, letter_check)
