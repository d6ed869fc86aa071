"""The door for emergencies, beside a provider and with passwords turned off: for one account, and told to everybody."""

import logging
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.core.people import accounts, persons, roles, staffing
from app.db import Database
from app.web.sessions import ServerSessionInterface
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.web.conftest import StillClock

DOOR = "/aanmelden/noodtoegang"
WRONG = "Deze naam en dit wachtwoord passen niet bij elkaar. Kijk ze na en probeer opnieuw."


@pytest.fixture
def printed(app: Flask) -> dict[str, str]:
    """What the operator's command printed, by the words before it."""
    lines = app.test_cli_runner().invoke(args=["account", "break-glass", "nood"]).output.splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def browser(app: Flask) -> LintingClient:
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    return client


def come_in(client: LintingClient, printed: dict[str, str], clock: StillClock) -> str:
    given = {"username": printed["Name"], "password": printed["Passphrase"]}
    assert client.fill_in(DOOR, given).location == "/aanmelden/code?next=/"
    code = pyotp.TOTP(printed["Key of app"].replace(" ", "")).at(clock())
    return str(client.fill_in("/aanmelden/code", {"code": code}).location)


def test_it_comes_in_while_passwords_are_off_and_the_log_has_an_alarm(
    app: Flask, printed: dict[str, str], still_clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    client = browser(app)
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.post("/aanmelden", data={}).status_code == 404
    app.config["WTF_CSRF_ENABLED"] = True
    with caplog.at_level(logging.WARNING):
        assert come_in(client, printed, still_clock) == "/beheer"
    assert [(one.levelname, one.__dict__.get("kind")) for one in caplog.records if one.message == "alarm"] == [
        ("WARNING", "break_glass")
    ]
    assert "De noodtoegang is gebruikt." in words_of(client.see("/beheer").main)


def test_every_administrator_reads_it_on_every_page(
    app: Flask, printed: dict[str, str], still_clock: StillClock, sqlite_database: Database, karim: str
) -> None:
    with sqlite_database.writing.begin() as session:
        person = persons.ensure_person(session, "inge", "Inge", "Coppens")
        accounts.create_account(session, "inge", "demo", person.id)
        staffing.add_staff(session, person.id, "6001")
        roles.give_first_role(session, "6001", roles.Role(roles.ADMINISTRATOR), now=still_clock())
    inge, desk = browser(app), browser(app)
    inge.come_in_as("inge")
    desk.come_in_as(karim)
    assert "noodtoegang" not in words_of(inge.see("/").select_one(".ml-who"))
    come_in(browser(app), printed, still_clock)
    assert "De noodtoegang is gebruikt" in words_of(inge.see("/").select_one(".ml-who"))
    assert "Op 23 november 2026 om 10.00 uur, met de naam nood." in words_of(inge.see("/beheer").main)
    assert "noodtoegang" not in words_of(desk.see("/loket").select_one(".ml-who"))


def test_the_door_is_for_this_account_alone_and_this_account_for_this_door(
    app: Flask, printed: dict[str, str], maria: str
) -> None:
    page = page_of(browser(app).fill_in(DOOR, {"username": maria, "password": "demo"}, status=422), 422)
    assert errors_of(page) == [WRONG]
    assert len(errors_of(page_of(browser(app).fill_in(DOOR, {"username": "", "password": ""}, status=422), 422))) == 2


def test_after_its_use_it_says_what_to_do(
    app: Flask, printed: dict[str, str], still_clock: StillClock
) -> None:
    come_in(browser(app), printed, still_clock)
    still_clock.wait(timedelta(hours=5))
    given = {"username": printed["Name"], "password": printed["Passphrase"]}
    assert errors_of(page_of(browser(app).fill_in(DOOR, given, status=422), 422)) == [
        "Deze noodtoegang is gebruikt en werkt niet meer. Vraag een nieuwe aan de beheerder van de machine."
    ]


def prove_again(client: LintingClient, printed: dict[str, str], clock: StillClock, status: int = 303) -> TestResponse:
    code = pyotp.TOTP(printed["Key of app"].replace(" ", "")).at(clock())
    return client.fill_in("/opnieuw-aanmelden", {"password": printed["Passphrase"], "code": code}, status)


def test_four_hours_after_its_first_use_it_is_over_for_who_is_inside_too(
    app: Flask, printed: dict[str, str], still_clock: StillClock
) -> None:
    client = browser(app)
    come_in(client, printed, still_clock)
    for _ in range(12):  # somebody is busy all the time
        still_clock.wait(timedelta(minutes=20))
        client.get("/meer-tijd")
    prove_again(client, printed, still_clock)
    assert client.get("/beheer").status_code == 200
    still_clock.wait(timedelta(seconds=1))
    assert client.get("/beheer").status_code == 303
    assert "De noodtoegang is uren geleden gebruikt en is nu gesloten." in words_of(client.see("/aanmelden").main)


def test_its_secrets_prove_nothing_any_more_when_it_is_used_up(
    app: Flask, printed: dict[str, str], still_clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(app)
    come_in(client, printed, still_clock)
    for turn in range(9):
        still_clock.wait(timedelta(minutes=29))
        client.get("/beheer")
        if turn == 7:  # the page was asked just before, and answered just after
            monkeypatch.setattr(ServerSessionInterface, "_is_whole", lambda *_: True)
    page = page_of(prove_again(client, printed, still_clock, 422), 422)
    assert "Deze noodtoegang is gebruikt en werkt niet meer." in errors_of(page)[0]
