"""States of signing in with more than a password."""

from collections.abc import Callable
from dataclasses import replace

import pyotp

from tests.e2e.states import Look
from tests.e2e.test_passkeys import with_authenticator
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


def the_last_that_must_stay(town: Town, look: Look) -> None:
    """A clerk, where a password alone opens no desk: what he has besides is his only one, so it stays."""
    karim, kept = town.come().sign_in("karim", "/mijn-aanmelding"), town.app.extensions["settings"]
    karim.press("Een app aanzetten")
    app = pyotp.TOTP("".join(karim.page.locator(".ml-key").inner_text().split()))
    karim.write("Code uit uw app", app.at(town.app.extensions["clock"]())).press("Aanzetten").sees("Bewaar uw codes")
    access = replace(kept.sign_in.access, second_factor=True)
    town.app.extensions["settings"] = replace(kept, sign_in=replace(kept.sign_in, access=access))
    try:
        look(karim.press("Ik heb ze bewaard"), "own-sign-in-last-factor")
    finally:
        town.app.extensions["settings"] = kept


def passkeys_and_emergencies(town: Town, look: Look) -> None:
    """A passkey where the browser can bind one, proving again who one is, and the door for emergencies."""
    town.url = town.url.replace("127.0.0.1", "localhost")
    maria = town.come().sign_in("maria", "/mijn-aanmelding")
    with_authenticator(maria)
    look(maria.press("Een passkey toevoegen"), "own-new-passkey")
    look(maria.press("Passkey toevoegen"), "own-new-passkey-refused")
    maria.write("Naam van deze passkey", "mijn laptop").press("Passkey toevoegen").press("Ik heb ze bewaard")
    look(maria, "own-sign-in-with-passkey")
    look(maria.go("/opnieuw-aanmelden?next=/mijn-aanmelding"), "fresh-sign-in")
    look(maria.press("Verdergaan"), "fresh-sign-in-refused")
    nobody = town.come().go("/aanmelden")
    look(nobody, "sign-in-with-passkey")
    look(nobody.go("/aanmelden/noodtoegang"), "sign-in-emergency")
    look(nobody.press("Verder", exact=True), "sign-in-emergency-refused")
    said = town.app.test_cli_runner().invoke(args=["account", "break-glass", "nood"]).output.splitlines()
    printed = {name: value.strip() for name, _, value in (line.partition(":") for line in said)}
    nobody.write("Naam", "nood").write("Wachtwoord", printed["Passphrase"]).press("Verder", exact=True)
    app = pyotp.TOTP(printed["Key of app"].replace(" ", ""))
    nobody.write("Code", app.at(town.app.extensions["clock"]())).press("Aanmelden", exact=True)
    look(nobody.sees("Beheer"), "administration-emergency")


SIGNING_IN: tuple[Callable[[Town, Look], None], ...] = (
    own_sign_in, the_last_that_must_stay, passkeys_and_emergencies,
)  # fmt: skip
