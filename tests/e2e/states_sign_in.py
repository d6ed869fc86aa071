"""States of signing in with more than a password."""

from collections.abc import Callable

import pyotp

from tests.e2e.states import Look
from tests.e2e.town import Town


def own_sign_in(town: Town, look: Look) -> None:
    """An app that makes codes: added, asked when signing in, and taken off."""
    maria = town.come().sign_in("maria", "/mijn-aanmelding")
    look(maria, "own-sign-in")
    look(maria.press("Een app aanzetten"), "own-new-app")
    app = pyotp.TOTP("".join(maria.page.locator(".ml-key").inner_text().split()))
    look(maria.press("Aanzetten"), "own-new-app-refused")
    maria.write("Code uit uw app", app.at(town.app.extensions["clock"]())).press("Aanzetten")
    look(maria.sees("Bewaar uw codes"), "own-codes")
    look(maria.press("Ik heb ze bewaard"), "own-sign-in-with-app")
    look(maria.press("Nieuwe codes maken"), "own-codes-ask")
    look(maria.go("/mijn-aanmelding").press("De app uitzetten"), "own-app-off")
    look(maria.press("App uitzetten"), "own-app-off-refused")
    again = town.come().go("/aanmelden").write("Naam", "maria").write("Wachtwoord", "demo").press("Aanmelden")
    look(again.sees("Vul uw code in"), "sign-in-code")
    look(again.press("Aanmelden"), "sign-in-code-refused")


SIGNING_IN: tuple[Callable[[Town, Look], None], ...] = (own_sign_in,)
