"""Signing in with a code besides the password: setting it up, being asked it, the codes on paper."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pyotp
import zxingcpp
from bs4 import BeautifulSoup
from flask import Flask
from PIL import Image, ImageDraw
from pypdf import PdfReader

from app import create_app
from app.config import Settings
from app.db import Database
from tests.web.client import LintingClient, errors_of, held_by, install_client, page_of, words_of
from tests.web.conftest import StillClock

OWN = "/mijn-aanmelding"
WRONG = "Deze code klopt niet, of u gebruikte ze al. Wacht op de volgende code en vul die in."
MODULE = 6  # pixels


def scanned(page: BeautifulSoup) -> str:
    """What the square code on a page says, drawn from the page as a browser draws it, and read by a scanner."""
    path = page.select_one(".ml-scan path")
    size = int(str(page.select_one(".ml-scan svg")["viewbox"]).split()[-1])
    picture = Image.new("L", ((size + 8) * MODULE, (size + 8) * MODULE), 255)
    draw = ImageDraw.Draw(picture)
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", str(path["d"])):
        left, top = (int(x) + 4) * MODULE, (int(y) + 4) * MODULE
        draw.rectangle((left, top, left + int(length) * MODULE - 1, top + MODULE - 1), fill=0)
    return zxingcpp.read_barcodes(picture)[0].text


def set_up(client: LintingClient, clock: StillClock) -> tuple[pyotp.TOTP, list[str]]:
    """Add an app to the account signed in: what it is, and the codes on paper that came with it."""
    form = client.see(OWN).select_one("main form")
    client.send(form, OWN, {})
    key = words_of(client.see(f"{OWN}/app").select_one(".ml-key")).replace(" ", "")
    app = pyotp.TOTP(key)
    page = page_of(client.fill_in(f"{OWN}/app", {"code": app.at(clock())}, status=200))
    clock.wait(timedelta(minutes=1))
    return app, [words_of(one) for one in page.select(".ml-codes li")]


def browser(app: Flask, username: str) -> LintingClient:
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    client.come_in_as(username)
    return client


def test_the_app_is_told_its_key_by_a_picture_and_by_letters(client: LintingClient, maria: str) -> None:
    client.come_in_as(maria)
    client.send(client.see(OWN).select_one("main form"), OWN, {})
    page = client.see(f"{OWN}/app")
    groups = words_of(page.select_one(".ml-key")).split(" ")
    assert {len(group) for group in groups} == {4}
    told = pyotp.parse_uri(scanned(page))
    assert (told.secret, told.name, told.issuer) == ("".join(groups), "maria", "Mandaatloket")


def test_the_page_with_the_key_waits_nowhere(client: LintingClient, maria: str) -> None:
    client.come_in_as(maria)
    client.send(client.see(OWN).select_one("main form"), OWN, {})
    form = held_by(client.see(f"{OWN}/app").select_one("main form"))
    assert errors_of(page_of(client.post(f"{OWN}/app", data=form | {"code": ""}), 422))


def test_eleven_minutes_later_the_key_asks_who_one_is_and_then_is_gone(
    client: LintingClient, maria: str, still_clock: StillClock
) -> None:
    client.come_in_as(maria)
    client.send(client.see(OWN).select_one("main form"), OWN, {})
    still_clock.wait(timedelta(minutes=11))
    fresh = f"/opnieuw-aanmelden?next={OWN}/app"
    assert client.get(f"{OWN}/app").location == fresh
    assert client.fill_in(fresh, {"password": "demo"}).location == f"{OWN}/app"
    assert client.get(f"{OWN}/app").location == OWN


def test_after_the_password_comes_the_code_and_then_the_page_that_was_asked(
    app: Flask, client: LintingClient, maria: str, still_clock: StillClock
) -> None:
    codes, _ = set_up(browser(app, maria), still_clock)
    answer = client.sign_in(maria, next_path="/namens-wie")
    assert answer.location == "/aanmelden/code?next=/namens-wie"
    assert client.get("/namens-wie").status_code == 303
    page = page_of(client.fill_in(answer.location, {"code": ""}, status=422), 422)
    assert errors_of(page) == ["De code ontbreekt nog. Vul ze in."]
    assert client.fill_in(answer.location, {"code": codes.at(still_clock())}).location == "/namens-wie"
    assert client.get("/namens-wie").status_code == 200


def test_a_code_that_was_used_is_refused_in_the_words_of_a_wrong_one(
    app: Flask, client: LintingClient, maria: str, still_clock: StillClock
) -> None:
    codes, _ = set_up(browser(app, maria), still_clock)
    used = codes.at(still_clock())
    client.sign_in(maria)
    client.fill_in("/aanmelden/code", {"code": used})
    other: LintingClient = app.test_client()  # type: ignore[assignment]
    other.sign_in(maria)
    for code in (used, "000000"):
        assert errors_of(page_of(other.fill_in("/aanmelden/code", {"code": code}, status=422), 422)) == [WRONG]
    assert other.get("/namens-wie").status_code == 303


def test_without_a_password_nobody_is_asked_a_code(client: LintingClient) -> None:
    assert client.get("/aanmelden/code?next=/namens-wie").location == "/aanmelden?next=/namens-wie"


def test_ten_minutes_after_the_password_it_is_asked_again(
    app: Flask, client: LintingClient, maria: str, still_clock: StillClock
) -> None:
    set_up(browser(app, maria), still_clock)
    client.sign_in(maria)
    still_clock.wait(timedelta(minutes=11))
    assert client.get("/aanmelden/code").location == "/aanmelden?next=/"


def test_guessing_at_codes_is_stopped_even_for_a_right_one(
    app: Flask, client: LintingClient, maria: str, still_clock: StillClock
) -> None:
    codes, _ = set_up(browser(app, maria), still_clock)
    client.sign_in(maria)
    for _ in range(5):
        client.fill_in("/aanmelden/code", {"code": "12345"}, status=422)
    page = page_of(client.fill_in("/aanmelden/code", {"code": codes.at(still_clock())}, status=422), 422)
    assert errors_of(page) == ["U hebt te vaak geprobeerd. Wacht 15 minuten en probeer dan opnieuw."]


def test_with_the_last_codes_on_paper_one_reads_that_it_is_time_for_new_ones(
    app: Flask, client: LintingClient, maria: str, still_clock: StillClock
) -> None:
    at_home = browser(app, maria)
    _, codes = set_up(at_home, still_clock)
    assert len(codes) == 10
    for left, code in zip(range(9, 2, -1), codes, strict=False):
        client.sign_in(maria)
        assert client.fill_in("/aanmelden/code", {"code": code}).location == "/", left
        client.delete_cookie("mandaatloket")
    client.sign_in(maria, next_path="/namens-wie")
    answer = client.fill_in("/aanmelden/code?next=/namens-wie", {"code": codes[7]})
    assert answer.location == f"{OWN}?next=/namens-wie"
    page = client.see(answer.location)
    assert "U hebt nog 2 codes op papier. Maak nu nieuwe codes." in words_of(page.main)
    assert page.find("a", string="Verdergaan")["href"] == "/namens-wie"  # type: ignore[index]


def test_new_codes_come_after_a_fresh_one_and_void_the_old(
    app: Flask, client: LintingClient, maria: str, still_clock: StillClock
) -> None:
    at_home = browser(app, maria)
    codes, old = set_up(at_home, still_clock)
    assert errors_of(page_of(at_home.fill_in(f"{OWN}/codes", {"code": "000000"}, status=422), 422)) == [WRONG]
    page = page_of(at_home.fill_in(f"{OWN}/codes", {"code": codes.at(still_clock())}, status=200))
    new = [words_of(one) for one in page.select(".ml-codes li")]
    assert set(new).isdisjoint(old)
    client.sign_in(maria)
    client.fill_in("/aanmelden/code", {"code": old[0]}, status=422)
    client.fill_in("/aanmelden/code", {"code": new[0]})


def test_the_codes_come_on_paper_as_long_as_they_are_the_newest(
    app: Flask, maria: str, still_clock: StillClock
) -> None:
    at_home = browser(app, maria)
    codes, _ = set_up(at_home, still_clock)
    page = page_of(at_home.fill_in(f"{OWN}/codes", {"code": codes.at(still_clock())}, status=200))
    shown = [words_of(one) for one in page.select(".ml-codes li")]
    form = page.select_one("main form")
    paper = at_home.send(form, OWN, {}, status=200)
    words = PdfReader(io.BytesIO(paper.data)).pages[0].extract_text()
    assert all(code in words for code in shown)
    assert "maria" not in words.lower()
    forged = at_home.send(form, OWN, {"code": ["AAAA-AAAA", *shown[1:]]})
    assert forged.location == OWN


def test_the_app_goes_with_a_fresh_code_only(
    app: Flask, client: LintingClient, maria: str, still_clock: StillClock
) -> None:
    at_home = browser(app, maria)
    codes, _ = set_up(at_home, still_clock)
    assert errors_of(page_of(at_home.fill_in(f"{OWN}/app/uit", {"code": "000000"}, status=422), 422)) == [WRONG]
    assert at_home.fill_in(f"{OWN}/app/uit", {"code": codes.at(still_clock())}).location == f"{OWN}?klaar=app-uit"
    assert "De app staat uit." in words_of(at_home.see(f"{OWN}?klaar=app-uit").main)
    assert client.sign_in(maria).location == "/"
    assert at_home.get(f"{OWN}/app/uit").location == OWN


def test_a_key_is_not_shown_again_once_it_counts(app: Flask, maria: str, still_clock: StillClock) -> None:
    at_home = browser(app, maria)
    set_up(at_home, still_clock)
    assert at_home.get(f"{OWN}/app").location == OWN
    app.config["WTF_CSRF_ENABLED"] = False
    assert at_home.post(f"{OWN}/app/nieuw").status_code == 409


def test_a_desk_that_asks_more_than_a_password_says_what_to_do(
    web_settings: Settings, sqlite_database: Database, still_clock: StillClock, karim: str, maria: str
) -> None:
    ways = replace(web_settings.sign_in, access=replace(web_settings.sign_in.access, second_factor=True))
    app = create_app(replace(web_settings, sign_in=ways), database=sqlite_database, clock=still_clock)
    app.testing = True
    install_client(app)
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    page = page_of(client.fill_in("/aanmelden", {"username": karim, "password": "demo"}, status=422), 422)
    assert errors_of(page) == [
        "Uw wachtwoord alleen is hier niet genoeg. Vraag codes op papier aan wie deze dienst beheert."
    ]
    [code, *_] = app.test_cli_runner().invoke(args=["account", "codes", karim]).output.split()
    client.sign_in(karim, next_path="/loket")
    assert client.fill_in("/aanmelden/code?next=/loket", {"code": code}).location == "/loket"
    set_up(client, still_clock)
    assert "Weghalen kan pas als u een andere manier hebt." in words_of(client.see(OWN).main)
    assert client.get(f"{OWN}/app/uit").location == OWN
    at_home: LintingClient = app.test_client()  # type: ignore[assignment]
    assert at_home.sign_in(maria).location == "/"


def test_a_clerk_unlocks_a_hidden_screen_with_the_password_and_signs_in_with_the_code(
    app: Flask, client: LintingClient, karim: str, still_clock: StillClock
) -> None:
    codes, _ = set_up(browser(app, karim), still_clock)
    client.sign_in(karim, next_path="/loket")
    assert client.fill_in("/aanmelden/code?next=/loket", {"code": codes.at(still_clock())}).location == "/loket"
    still_clock.wait(timedelta(minutes=3))
    client.see("/loket/scherm")
    assert client.fill_in("/loket/scherm", {"password": "demo"}).location == "/loket"
