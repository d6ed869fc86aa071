"""A passkey in a real browser, with an authenticator that it makes up: added, used without a password, taken off."""

from playwright.sync_api import CDPSession

from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def with_authenticator(visitor: Visitor) -> tuple[CDPSession, str]:
    """Give the browser a device that recognises its owner, until a test says otherwise."""
    devtools = visitor.page.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return devtools, str(made["authenticatorId"])


def test_a_passkey_is_added_used_and_taken_off(town: Town) -> None:
    town.url = town.url.replace("127.0.0.1", "localhost")  # a passkey binds to a name, never to an address
    maria = town.come().sign_in("maria", "/mijn-aanmelding")
    devtools, device = with_authenticator(maria)
    maria.press("Een passkey toevoegen").sees("Voeg een passkey toe")
    maria.write("Naam van deze passkey", "mijn laptop").press("Passkey toevoegen").sees("Bewaar uw codes op papier")
    maria.press("Ik heb ze bewaard")
    assert "mijn laptop" in maria.text

    maria.press("Afmelden").go("/aanmelden?next=/mijn-aanmelding")
    assert "Het lukte niet" not in maria.text
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    maria.page.get_by_role("button", name="Aanmelden met een passkey").click()
    maria.page.get_by_text("Het lukte niet met uw passkey.").wait_for()
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    maria.press("Aanmelden met een passkey").sees("Hoe meldt u zich aan?")
    assert "Laatst gebruikt op" in maria.text

    town.wait(minutes=11)
    maria.press("Verwijderen").sees("Toon opnieuw dat u het bent")
    maria.press("Met mijn passkey").sees("Hoe meldt u zich aan?")
    assert "mijn laptop" not in maria.press("Verwijderen").text
    maria.press("Afmelden").go("/aanmelden")
    maria.page.get_by_role("button", name="Aanmelden met een passkey").click()
    maria.page.get_by_text("Het lukte niet met deze passkey.").first.wait_for()


def test_without_scripts_the_page_says_so_and_the_other_ways_stay(town: Town) -> None:
    town.url = town.url.replace("127.0.0.1", "localhost")
    maria = town.come(scripts=False).go("/aanmelden")
    assert "Die werkt alleen met JavaScript aan." in maria.text
    assert not maria.page.get_by_role("button", name="Aanmelden met een passkey").is_visible()
    maria.write("Naam", "maria").write("Wachtwoord", "demo").press("Aanmelden", exact=True)
    assert "Die werkt alleen met JavaScript aan." not in maria.text
