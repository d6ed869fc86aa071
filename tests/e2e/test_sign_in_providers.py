"""Signing in at real providers (certified ones, on this machine), in a real browser, with and without scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext

from app import create_app
from app.adapters.oidc import kept
from app.config import read_settings
from app.db import Database
from tests.e2e.town import PATIENCE, serving
from tests.e2e.visitor import Visitor
from tests.e2e.watched import check_for_everybody
from tests.oidc.issuers import Issuers, running_issuers, settings_for
from tests.web.small_world import make_world

WIDTHS = (1280, 390)
NOBODY = "http://127.0.0.1:1"  # where nothing answers
AT_CITIZENS, AT_STAFF = "Aanmelden bij citizen", "Aanmelden bij staff"

Come = Callable[[bool], Visitor]
Make = Callable[..., Flask]


class Later:
    """An application that is made when its address is known: it has to tell the providers where to send people back."""

    app: Flask | None = None

    def __call__(self, environ: Any, start: Any) -> Any:
        assert self.app is not None
        return self.app(environ, start)


@pytest.fixture(scope="module")
def issuers() -> Iterator[Issuers]:
    """Both providers, for all tests here."""
    with running_issuers() as issuers:
        yield issuers


@pytest.fixture(scope="module")
def settled(make_database: Callable[[str], Database]) -> Iterator[Database]:
    """A database with the small world: who comes in a test stays known in the next one, as in life."""
    database = make_database("sqlite")
    make_world(database).session.close()
    yield database
    database.dispose()


@pytest.fixture
def served(settled: Database, tmp_path: Path) -> Iterator[tuple[str, Make]]:
    """Where an application answers, and a function that makes it for two issuers."""
    later = Later()
    with serving(later) as url:  # type: ignore[arg-type]

        def make(citizen: str, staff: str, **more: str) -> Flask:
            environment = settings_for(citizen, staff, tmp_path, url) | {"DEMO": "1", "DATA_DIR": str(tmp_path)}
            later.app = create_app(read_settings(environment | more), database=settled)
            return later.app

        yield url, make


@pytest.fixture
def come(served: tuple[str, Make], issuers: Issuers, browser: Browser) -> Iterator[Come]:
    """Somebody who was never here before, with scripts or without."""
    url, make = served
    app = make(issuers.citizen, issuers.staff)
    contexts: list[BrowserContext] = []

    def newcomer(scripts: bool = True) -> Visitor:
        contexts.append(browser.new_context(base_url=url, java_script_enabled=scripts, locale="nl-BE"))
        contexts[-1].set_default_timeout(PATIENCE)
        return Visitor(contexts[-1].new_page(), app, url, scripts=scripts)

    yield newcomer
    for context in contexts:
        context.close()


def sign_in(visitor: Visitor, name: str, way: str = "Met eID of itsme", at: str = AT_CITIZENS) -> Visitor:
    """Press the way, and say at the provider who one is."""
    return visitor.press(way).sees(at).write("Naam", name).press("Verder")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_representative_works_for_the_enterprise_at_once(come: Come, scripts: bool) -> None:
    els = come(scripts).go("/mandaten").sees("Hoe wilt u zich aanmelden?")
    sign_in(els, "els").sees("Mijn mandaten")
    assert "Els Wouters voor Boekhoudkantoor Peeters BV" in els.page.locator(".ml-who").inner_text()
    assert els.path == "/mandaten"
    # Cookies know no ports, so those of the provider on this machine are among them; a token begins with eyJ.
    assert not any("eyJ" in one["value"] for one in els.page.context.cookies())
    assert els.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_clerk_comes_in_by_the_directory(come: Come, scripts: bool) -> None:
    karim = sign_in(come(scripts).go("/loket"), "karim", "Met mijn werkaccount", AT_STAFF)
    assert "medewerker Karim Bouazza (4711)" in karim.page.locator(".ml-who").inner_text()
    assert karim.path == "/loket"


def test_who_has_no_group_and_who_goes_away_are_not_let_in(come: Come) -> None:
    lotte = sign_in(come(True).go("/loket"), "lotte", "Met mijn werkaccount", AT_STAFF)
    assert "in geen enkele groep" in lotte.sees("U bent niet aangemeld").text
    maria = come(False).go("/aanmelden").press("Met eID of itsme").sees(AT_CITIZENS).press("Annuleren")
    assert "U brak het aanmelden af" in maria.sees("U bent niet aangemeld").text
    sign_in(maria.press("Opnieuw proberen"), "maria").sees("Wat wilt u doen?")


def test_the_provider_gets_a_new_key_while_people_sign_in(
    come: Come, issuers: Issuers, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(come(True).go("/aanmelden"), "maria").sees("Wat wilt u doen?")
    issuers.rotate("citizen")
    monkeypatch.setattr(kept, "ASKED_AGAIN_AFTER", 0.0)
    sign_in(come(True).go("/aanmelden"), "maria").sees("Wat wilt u doen?")


def test_who_passes_by_a_counter_does_not_come_in_with_the_sign_in_of_the_clerk(come: Come) -> None:
    karim = sign_in(come(True).go("/loket"), "karim", "Met mijn werkaccount", AT_STAFF).sees("Wie helpt u?")
    karim.page.get_by_role("button", name="Afmelden").first.click()
    # He breaks off what the provider asks, so there the clerk is still signed in.
    karim.sees("Afmelden bij staff").go("/aanmelden/bij/staff").sees(AT_STAFF)
    karim.go("/loket").sees("Hoe wilt u zich aanmelden?")
    sign_in(karim, "karim", "Met mijn werkaccount", AT_STAFF).sees("Wie helpt u?")


def test_a_citizen_who_is_signed_in_at_the_provider_is_not_asked_anew(come: Come) -> None:
    els = sign_in(come(True).go("/mandaten"), "els").sees("Mijn mandaten")
    els.page.context.clear_cookies(name="mandaatloket")
    els.go("/mandaten").press("Met eID of itsme").sees("Mijn mandaten")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_who_signs_out_leaves_at_both_ends(come: Come, issuers: Issuers, scripts: bool) -> None:
    els = sign_in(come(scripts).go("/mandaten"), "els").sees("Mijn mandaten")
    els.page.get_by_role("button", name="Afmelden").first.click()
    els.sees("Afmelden bij citizen").press("Ja").sees("U bent afgemeld")
    # The provider asks again who it is: nobody is signed in there any more.
    els.go("/mandaten").press("Met eID of itsme").sees(AT_CITIZENS)


def test_who_signs_out_at_the_provider_is_signed_out_here_on_this_and_no_other_device(
    come: Come, issuers: Issuers
) -> None:
    visitor = come(True)
    issuers.tell_sign_outs("citizen", f"{visitor.url}/aanmelden/afgemeld/citizen")
    els = sign_in(visitor.go("/mandaten"), "els").sees("Mijn mandaten")
    at_work = sign_in(come(True).go("/mandaten"), "els").sees("Mijn mandaten")
    els.go(f"{issuers.citizen}/session/end").press("Ja")
    els.go("/mandaten").sees("Hoe wilt u zich aanmelden?")
    at_work.go("/mandaten").sees("Mijn mandaten")


STRONG = {"OIDC_STAFF_ACR": "urn:be:vlaanderen:authmech:eid", "OIDC_STAFF_AMR": "mfa"}
AT_A_COUNTER, ELSEWHERE = {"STAFF_NETWORKS": "127.0.0.0/8"}, {"STAFF_NETWORKS": "10.0.0.0/8"}


@pytest.mark.parametrize(("amr", "heading"), [("mfa", "Wie helpt u?"), ("hwk", "U bent niet aangemeld")])
def test_a_clerk_proves_in_the_way_that_is_asked_who_he_is(
    come: Come, served: tuple[str, Make], issuers: Issuers, amr: str, heading: str
) -> None:
    served[1](issuers.citizen, issuers.staff, **STRONG | {"OIDC_STAFF_AMR": amr})
    sign_in(come(True).go("/loket"), "karim", "Met mijn werkaccount", AT_STAFF).sees(heading)


def look(visitor: Visitor, name: str) -> None:
    """For everybody, on a wide and on a narrow screen."""
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": 800})
        check_for_everybody(visitor.page, name)


def test_every_state_of_signing_in_is_for_everybody(
    come: Come, served: tuple[str, Make], issuers: Issuers
) -> None:
    jan = come(True).go("/aanmelden?next=/mandaten")
    look(jan, "sign-in-ways")
    sign_in(jan, "jan").sees("Namens wie werkt u vandaag?")
    look(jan, "sign-in-not-for-that-enterprise")
    jan.go("/aanmelden/bij/citizen?opnieuw=1&next=/mandaten").sees(AT_CITIZENS).press("Annuleren")
    look(jan.sees("U toonde niet opnieuw dat u het bent"), "sign-in-not-proven-anew")
    look(come(True).go("/aanmelden/terug/citizen?state=x&code=y"), "sign-in-refused")
    look(sign_in(come(True).go("/loket"), "lotte", "Met mijn werkaccount", AT_STAFF), "sign-in-no-desk")
    look(come(True).go("/afgemeld?nog=1"), "sign-out-still-there")
    look(come(True).go("/afmelden/ook-daar").sees("U bent afgemeld"), "sign-out")
    served[1](issuers.citizen, issuers.staff, **AT_A_COUNTER)
    karim = sign_in(come(True).go("/loket"), "karim", "Met mijn werkaccount", AT_STAFF)
    served[1](issuers.citizen, issuers.staff, **ELSEWHERE)
    look(karim.go("/loket").sees("U werkt niet op het netwerk van een loket"), "staff-elsewhere")
    served[1](NOBODY, issuers.staff)
    look(come(True).go("/aanmelden/bij/citizen").sees("Aanmelden lukt nu niet"), "sign-in-down")
