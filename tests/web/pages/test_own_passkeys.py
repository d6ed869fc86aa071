"""Passkeys on the pages: offered where browsers can bind them, answered once, and asked fresh for."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app import create_app
from app.adapters.press import Press
from app.config import Settings
from app.core.people import accounts
from app.db import Database
from tests.passkeys import Device
from tests.web.client import LintingClient, errors_of, install_client, page_of, words_of
from tests.web.conftest import StillClock

OWN, NEW = "/mijn-aanmelding", "/mijn-aanmelding/passkeys/nieuw"
PUBLIC = "https://loket.example"
REFUSED = "Het lukte niet met deze passkey. Probeer opnieuw, of kies een andere manier."


@pytest.fixture
def app(web_settings: Settings, sqlite_database: Database, still_clock: StillClock, press: Press) -> Flask:
    """An application that knows where browsers find it."""
    known = replace(web_settings, sign_in=replace(web_settings.sign_in, public_url=PUBLIC))
    app = create_app(known, database=sqlite_database, clock=still_clock, press=press)
    app.testing = True
    install_client(app)
    return app


def browser(app: Flask, username: str = "") -> LintingClient:
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    if username:
        client.come_in_as(username)
    return client


def add(client: LintingClient, device: Device, status: int = 200) -> list[str]:
    """Add a passkey; the codes on paper that come with the first."""
    form = client.see(NEW).select_one("form[data-passkey=create]")
    answer = {"name": "mijn telefoon", "answer": device.make(str(form["data-options"]))}
    page = client.send(form, NEW, answer, status=status)
    return [words_of(one) for one in page_of(page, status).select(".ml-codes li")]


def sign_in(client: LintingClient, device: Device, status: int = 303, path: str = "/aanmelden") -> str | None:
    form = client.see(path).select_one("form[data-passkey=get]")
    answer = client.send(form, path, {"answer": device.answer(str(form["data-options"]))}, status=status)
    return answer.location


@pytest.fixture
def device() -> Device:
    return Device(PUBLIC, "loket.example")


def test_with_a_passkey_one_signs_in_without_a_password(app: Flask, maria: str, device: Device) -> None:
    assert len(add(browser(app, maria), device)) == 10
    visitor = browser(app)
    assert sign_in(visitor, device, path="/aanmelden?next=/namens-wie") == "/namens-wie"
    assert visitor.get("/namens-wie").status_code == 200


def test_an_answer_is_taken_once_and_not_from_another_browser(app: Flask, maria: str, device: Device) -> None:
    add(browser(app, maria), device)
    visitor, thief = browser(app), browser(app)
    form = visitor.see("/aanmelden").select_one("form[data-passkey=get]")
    stolen = {"answer": device.answer(str(form["data-options"])), "challenge": str(form.select("input")[1]["value"])}
    theirs = thief.see("/aanmelden").select_one("form[data-passkey=get]")
    page = page_of(thief.send(theirs, "/aanmelden", stolen, status=422), 422)
    assert errors_of(page) == [REFUSED]
    visitor.send(form, "/aanmelden", stolen)
    app.config["WTF_CSRF_ENABLED"] = False
    assert visitor.post("/aanmelden/passkey", data=stolen).status_code == 422


def test_the_challenge_of_signing_in_makes_no_passkey(app: Flask, maria: str, device: Device) -> None:
    at_home, other = browser(app, maria), Device(PUBLIC, "loket.example")
    add(at_home, device)
    proving = str(at_home.see(f"/opnieuw-aanmelden?next={NEW}").select_one("form[data-passkey=get]")["data-options"])
    form = at_home.see(NEW).select_one("form[data-passkey=create]")
    challenge = json.loads(proving)["challenge"]
    asked = json.dumps({**json.loads(str(form["data-options"])), "challenge": challenge})
    answer = {"name": "x", "challenge": challenge, "answer": other.make(asked)}
    assert errors_of(page_of(at_home.send(form, NEW, answer, status=422), 422)) == [REFUSED]


def test_an_old_challenge_is_refused(app: Flask, maria: str, device: Device, still_clock: StillClock) -> None:
    add(browser(app, maria), device)
    visitor = browser(app)
    form = visitor.see("/aanmelden").select_one("form[data-passkey=get]")
    still_clock.wait(timedelta(minutes=6))
    visitor.send(form, "/aanmelden", {"answer": device.answer(str(form["data-options"]))}, status=422)


def test_after_the_password_the_passkey_is_asked_or_a_code_on_paper(app: Flask, maria: str, device: Device) -> None:
    codes = add(browser(app, maria), device)
    visitor = browser(app)
    assert visitor.sign_in(maria).location == "/aanmelden/code?next=/"
    assert "Gebruik uw passkey, of een code van uw blad." in words_of(visitor.see("/aanmelden/code").main)
    assert sign_in(visitor, device, path="/aanmelden/code") == "/"
    other = browser(app)
    other.sign_in(maria)
    assert other.fill_in("/aanmelden/code", {"code": codes[0]}).location == "/"


def test_ten_minutes_later_a_change_asks_who_one_is_and_comes_back(
    app: Flask, maria: str, device: Device, still_clock: StillClock
) -> None:
    at_home = browser(app, maria)
    still_clock.wait(timedelta(minutes=11))
    fresh = f"/opnieuw-aanmelden?next={NEW}"
    assert at_home.get(NEW).location == fresh
    page = page_of(at_home.fill_in(fresh, {"password": "wrong"}, status=422), 422)
    assert errors_of(page) == ["Dit wachtwoord past niet bij uw naam. Vul het opnieuw in."]
    assert at_home.fill_in(fresh, {"password": "demo"}).location == NEW
    codes = add(at_home, device)
    still_clock.wait(timedelta(minutes=11))
    form = at_home.see(OWN).select_one(".ml-sessions form")
    assert at_home.send(form, OWN, {}).location == f"/opnieuw-aanmelden?next={OWN}"
    page = page_of(at_home.fill_in(f"/opnieuw-aanmelden?next={OWN}", {"password": "demo"}, status=422), 422)
    assert errors_of(page) == ["De code ontbreekt nog. Vul ze in."]
    at_home.fill_in(f"/opnieuw-aanmelden?next={OWN}", {"password": "demo", "code": codes[0]})
    form = at_home.see(OWN).select_one(".ml-sessions form")
    assert at_home.send(form, OWN, {}).location == f"{OWN}?klaar=passkey-weg"
    assert browser(app).sign_in(maria).location == "/"


def test_who_has_passkeys_only_gets_new_codes_on_paper_with_a_fresh_proof(
    app: Flask, maria: str, device: Device, still_clock: StillClock
) -> None:
    at_home = browser(app, maria)
    add(at_home, device)
    still_clock.wait(timedelta(minutes=11))
    fresh = f"/opnieuw-aanmelden?next={OWN}/codes"
    assert at_home.get(f"{OWN}/codes").location == fresh
    assert sign_in(at_home, device, path=fresh) == f"{OWN}/codes"
    assert not at_home.see(f"{OWN}/codes").select("main input[name=code]")
    page = page_of(at_home.fill_in(f"{OWN}/codes", {}, status=200))
    assert len(page.select(".ml-codes li")) == 10


def test_the_passkey_of_a_colleague_proves_nothing_anew(
    app: Flask, maria: str, karim: str, device: Device, still_clock: StillClock
) -> None:
    add(browser(app, maria), device)
    other = Device(PUBLIC, "loket.example")
    desk = browser(app, karim)
    add(desk, other)
    path = "/opnieuw-aanmelden?next=/loket"
    sign_in(desk, device, status=422, path=path)
    assert sign_in(desk, other, path=path) == "/loket"


def test_who_is_disabled_does_not_come_in_with_a_passkey(
    app: Flask, maria: str, device: Device, sqlite_database: Database, still_clock: StillClock
) -> None:
    add(browser(app, maria), device)
    with sqlite_database.writing.begin() as session:
        account = accounts.begin_sign_in(session, maria, "x", now=still_clock())
        assert account is not None
        accounts.disable_account(session, account.id, now=still_clock())
    sign_in(browser(app), device, status=422)


@pytest.mark.parametrize("address", ["", "https://192.0.2.7"])
def test_where_no_name_is_known_none_is_offered(
    web_settings: Settings, sqlite_database: Database, still_clock: StillClock, maria: str, address: str
) -> None:
    known = replace(web_settings, sign_in=replace(web_settings.sign_in, public_url=address))
    app = create_app(known, database=sqlite_database, clock=still_clock)
    app.testing = True
    install_client(app)
    assert "passkey" not in browser(app).get("/aanmelden", base_url="http://evil.be").get_data(as_text=True)
    if address:
        assert "passkey" not in words_of(browser(app, maria).see(OWN).main)
