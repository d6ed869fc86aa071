"""The pages of who looks after the service: only with the role, and what they do holds at the next request."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import update

from app.config import ROOT, MailSettings, Settings
from app.config_directory import DirectorySettings
from app.config_providers import ProviderSettings
from app.core.people import accounts, persons, roles, staffing
from app.core.people.roles import ADMINISTRATOR, DOMAIN_MANAGER, Role
from app.core.people.sign_in_journal import note_guessing
from app.db import Database
from app.models.journal import Channel, Ground
from app.models.web_session import WebSession
from app.web.pages.administration.settings import shown, typed_name
from app.web.pages.administration.words import CHANNELS, GROUNDS
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.web.small_world import START
from tests.world import World

PAGES = ("/beheer", "/beheer/medewerkers", "/beheer/loketten", "/beheer/loketten/nieuw", "/beheer/entiteiten",
         "/beheer/entiteiten/werk", "/beheer/journaal", "/beheer/instellingen")  # fmt: skip


def staff(database: Database, name: str, number: str, role: Role | None = None) -> str:
    with database.writing.begin() as session:
        person = persons.ensure_person(session, f"demo-{name}", name.title(), "Coppens")
        accounts.create_account(session, name, "demo", person.id)
        staffing.add_staff(session, person.id, number)
        if role:
            roles.give_first_role(session, number, role, now=START)
    return name


@pytest.fixture
def inge(client: LintingClient, sqlite_database: Database, world: World) -> LintingClient:
    """An administrator at her screen."""
    client.come_in_as(staff(sqlite_database, "inge", "6001", Role(ADMINISTRATOR)))
    return client


def form_to(client: LintingClient, page: str, end: str, **values: str) -> str:
    """Send the form of `page` whose address ends with `end`; where it leads."""
    found = next(one for one in client.see(page).select("main form") if str(one.get("action", page)).endswith(end))
    return str(client.send(found, page, values).location)


def test_every_page_opens_for_an_administrator(inge: LintingClient) -> None:
    for page in PAGES:
        assert inge.see(page).select_one("h1") is not None
    assert "Naar het beheer" in words_of(inge.see("/beheer").select_one(".ml-who"))


def test_for_everybody_else_the_pages_do_not_exist(app: Flask, sqlite_database: Database, world: World) -> None:
    pieter = staff(sqlite_database, "pieter", "6010", Role(DOMAIN_MANAGER, "ondernemen"))
    for name, pages in (("maria", PAGES), (pieter, PAGES[1:])):
        client: LintingClient = app.test_client()  # type: ignore[assignment]
        client.come_in_as(name)
        assert [client.get(page).status_code for page in pages] == [404] * len(pages)


def test_a_role_is_given_and_is_over_at_the_next_request(
    app: Flask, inge: LintingClient, sqlite_database: Database
) -> None:
    pieter: LintingClient = app.test_client()  # type: ignore[assignment]
    pieter.come_in_as(staff(sqlite_database, "pieter", "6010"))
    assert pieter.get("/beheer").status_code == 404
    page = address_of(inge, "Pieter Coppens")
    assert form_to(inge, page, "/rol", role="domain_manager:ondernemen").endswith("gedaan=rol")
    assert "Entiteit Ondernemen" in words_of(pieter.see("/beheer").main)
    ends = next(one for one in inge.see(page).select("main form") if "/rol/" in str(one["action"]))
    inge.send(ends, page, {})
    assert pieter.get("/beheer").status_code == 404


def test_whoever_guessed_at_a_code_is_told_to_its_person_and_to_administrators(
    inge: LintingClient, sqlite_database: Database
) -> None:
    assert "raadde" not in words_of(inge.see("/beheer").main)
    with sqlite_database.writing.begin() as session:
        note_guessing(session, accounts.get_account(session, "inge").id, now=START)
    assert "bij Inge Coppens, nummer 6001." in words_of(inge.see("/beheer").main)
    assert "vulde iemand te vaak een verkeerde code in" in words_of(inge.see("/mijn-aanmelding").main)


def address_of(client: LintingClient, name: str) -> str:
    links = client.see("/beheer/medewerkers").select("main .ml-rows a")
    return str(next(one["href"] for one in links if words_of(one) == name))


def test_the_list_says_who_cannot_sign_in_and_shows_only_those_on_request(
    inge: LintingClient, sqlite_database: Database
) -> None:
    staff(sqlite_database, "pieter", "6010")
    close = f"{address_of(inge, 'Pieter Coppens')}/toegang/sluiten"
    form_to(inge, close, close)
    said = words_of(inge.see("/beheer/medewerkers").main)
    assert "Iedereen (2) Kan zich aanmelden (1) Kan zich niet aanmelden (1)" in said
    assert "Toegang gesloten" in said
    shut, able = (words_of(inge.see(f"/beheer/medewerkers?toon={one}").main) for one in ("dicht", "open"))
    assert ("Pieter" in shut, "Inge" in shut, "Pieter" in able, "Inge" in able) == (True, False, False, True)


def test_nobody_gives_himself_a_role_and_the_form_says_what_is_wrong(
    inge: LintingClient, sqlite_database: Database
) -> None:
    own = address_of(inge, "Inge Coppens")
    assert "U kunt uzelf geen rol geven." in words_of(inge.see(own).main)
    staff(sqlite_database, "pieter", "6010", Role(DOMAIN_MANAGER, "ondernemen"))
    page = address_of(inge, "Pieter Coppens")
    form = next(one for one in inge.see(page).select("main form") if str(one["action"]).endswith("/rol"))
    assert "nog geen rol gekozen" in inge.send(form, page, {}, 422).text
    assert "heeft die rol al" in inge.send(form, page, {"role": "domain_manager:ondernemen"}, 422).text


def test_a_colleague_is_signed_out_everywhere(app: Flask, inge: LintingClient, sqlite_database: Database) -> None:
    pieter: LintingClient = app.test_client()  # type: ignore[assignment]
    pieter.come_in_as(staff(sqlite_database, "pieter", "6010"))
    page = address_of(inge, "Pieter Coppens")
    assert form_to(inge, page, "/afmelden").endswith("gedaan=afgemeld")
    assert str(pieter.get("/waar-aangemeld").location).startswith("/aanmelden")


NEW = {"name": "Loket Brugge", "town": "Brugge", "street": "Markt 1", "zipcode": "8000",
       "monday": "9u00-12.00, 13:00 tot 16:30"}  # fmt: skip


def test_a_new_counter_stands_on_the_help_page(inge: LintingClient) -> None:
    assert form_to(inge, "/beheer/loketten/nieuw", "/nieuw", **NEW) == "/beheer/loketten?gedaan=nieuw"
    said = words_of(inge.see("/hulp").main)
    assert "Loket Brugge Markt 1, 8000 Brugge Maandag: van 9 tot 12 uur en van 13 tot 16.30 uur" in said


@pytest.mark.parametrize("hours", ["van 9 tot 12", "9:00", "25:00-26:00", "12:00-9:00", "9:00-12:00,10:00-11:00"])
def test_hours_that_nobody_can_read_are_said_at_their_day(inge: LintingClient, hours: str) -> None:
    page = "/beheer/loketten/nieuw"
    form = inge.see(page).select_one("main form")
    answer = inge.send(form, page, NEW | {"monday": hours}, 422)  # type: ignore[arg-type]
    assert "De uren van maandag kloppen niet." in answer.text
    assert f'value="{hours}"' in answer.text


def test_clerks_work_from_the_networks_of_their_counter_only(
    app: Flask, inge: LintingClient, karim: str, sqlite_database: Database
) -> None:
    clerk: LintingClient = app.test_client()  # type: ignore[assignment]
    clerk.come_in_as(karim)
    assert clerk.get("/loket").status_code == 200
    link = inge.see("/beheer/loketten").select_one("main .ml-rows a")
    assert link is not None
    form_to(inge, str(link["href"]), str(link["href"]), name="Loket Gent (demo)", town="Gent", networks="10.9.8.0/24")
    assert clerk.get("/loket").status_code == 403
    assert clerk.get("/loket", environ_overrides={"REMOTE_ADDR": "10.9.8.7"}).status_code == 200
    assert inge.get("/beheer").status_code == 200


def test_a_counter_closes_after_a_page_that_says_what_that_means(inge: LintingClient, karim: str) -> None:
    form_to(inge, "/beheer/loketten/nieuw", "/nieuw", **NEW)
    offices = {words_of(one): str(one["href"]) for one in inge.see("/beheer/loketten").select("main .ml-rows a")}
    page = offices.pop("Loket Brugge")
    close = str(inge.see(page).find("a", string="Loket sluiten")["href"])  # type: ignore[index]
    assert "Dat draait niemand terug." in words_of(inge.see(close).main)
    assert form_to(inge, close, close) == "/beheer/loketten?gedaan=dicht"
    ghent = next(iter(offices.values()))
    assert inge.get(f"{ghent}/sluiten").location == ghent
    form = inge.see(page.replace(page, ghent)).select_one("main form")
    assert "werken nog medewerkers" in inge.send(form, f"{ghent}/sluiten", {}, 409).text  # type: ignore[arg-type]


def test_an_entity_gets_a_domain_and_another_name(inge: LintingClient) -> None:
    form_to(inge, "/beheer/entiteiten", "/entiteiten", key="cultuur", name="Entiteit Cultuur")
    page = "/beheer/entiteiten/cultuur"
    form_to(inge, page, "/domein", domain_key="podium", domain_name="Podiumkunsten")
    form_to(inge, page, "/cultuur", name="Departement Cultuur")
    said = words_of(inge.see(page).main)
    assert "Departement Cultuur" in said
    assert "Podiumkunsten" in said
    domain = next(one for one in inge.see(page).select("main form") if str(one["action"]).endswith("/domein"))
    answer = inge.send(domain, page, {"domain_key": "podium", "domain_name": "Nog een"}, 422)
    assert "bestaat al" in answer.text


def test_the_journal_answers_who_says_why(inge: LintingClient, world: World) -> None:
    number = world.give().dossier_number
    world.session.commit()
    page = "/beheer/journaal"
    form = inge.see(page).select_one("main form")
    assert form is not None
    assert "nog geen reden gekozen" in inge.send(form, page, {"dossier_number": number, "channel": "alle"}, 422).text
    answer = inge.send(form, page, {"dossier_number": number, "channel": "alle", "reason": "check"}, 200)
    assert "Mandaat gegeven" in answer.text
    assert "Maria" not in re.sub(r"<header>.*</header>", "", answer.text, flags=re.DOTALL)
    inge.send(form, page, {"dossier_number": "1", "channel": "alle", "reason": "check"}, 422)
    nothing = inge.send(form, page, {"staff_number": "0000", "channel": "alle", "reason": "check"}, 200)
    assert "Wij vonden niets" in nothing.text


def test_the_journal_names_every_ground_and_asks_why_in_its_own_words(inge: LintingClient) -> None:
    assert set(GROUNDS) == set(Ground)
    assert set(CHANNELS) == set(Channel)
    asked = words_of(inge.see("/beheer/journaal").main)
    assert "over dit bezoek" not in asked
    assert "De klant" not in asked


def test_hours_that_nobody_can_read_are_named_for_every_day(inge: LintingClient) -> None:
    page = "/beheer/loketten/nieuw"
    form = inge.see(page).select_one("main form")
    answer = inge.send(form, page, NEW | {"monday": "overdag", "friday": "12:00-9:00"}, 422)  # type: ignore[arg-type]
    assert len(errors_of(page_of(answer, 422))) == 2


def test_settings_show_no_secret(app: Flask, inge: LintingClient) -> None:
    rows = dict(shown(app.extensions["settings"]))
    assert (rows["secret_key"], rows["letter_key"], rows["database_url"]) == ("ingesteld", "ingesteld", "sqlite")
    assert rows["sign_in.access.hours"] == "12"
    said = words_of(inge.see("/beheer/instellingen").main)
    assert app.extensions["settings"].secret_key.hex() not in said
    assert "SESSION_MINUTES 30" in said


def test_settings_show_no_key_of_before(web_settings: Settings) -> None:
    older = bytes(range(32))
    rows = dict(shown(replace(web_settings, older_secret_keys=(older,), older_letter_keys=(older,))))
    assert (rows["older_secret_keys"], rows["older_letter_keys"]) == ("ingesteld", "ingesteld")
    assert repr(older) not in repr(replace(web_settings, older_secret_keys=(older,)))


def test_a_setting_goes_by_the_name_that_an_operator_types(web_settings: Settings) -> None:
    provider = ProviderSettings("staff", "https://a.example", "us", "hidden", "openid", "Met mijn werkaccount")
    full = replace(
        web_settings, mail=MailSettings("a@b.be", "mail"), directory=DirectorySettings(),
        sign_in=replace(web_settings.sign_in, providers=(provider,)),
    )  # fmt: skip
    names = [typed_name(name, ["staff"]) for settings in (full, web_settings) for name, _ in shown(settings)]
    handbook = (ROOT / "docs" / "operator.md").read_text()
    typed = {one for name in names for one in name.partition(":")[0].split(", ")} - {"service_name"}
    assert {"DATABASE_URL", "SMTP_HOST", "KEEP_DRAFT_DAYS", "OIDC_STAFF_ISSUER", "SCIM_KNOWN_ONLY"} <= typed
    assert [name for name in sorted(typed) if f"| `{name}` |" not in handbook] == []


def test_access_is_closed_and_opened_on_the_page(app: Flask, inge: LintingClient, sqlite_database: Database) -> None:
    pieter: LintingClient = app.test_client()  # type: ignore[assignment]
    pieter.come_in_as(staff(sqlite_database, "pieter", "6010"))
    page = address_of(inge, "Pieter Coppens")
    close = f"{page}/toegang/sluiten"
    link = inge.see(page).find("a", string="Toegang sluiten")
    assert str(link["href"]) == close  # type: ignore[index]
    asked = words_of(inge.see(close).main)
    assert "Sluit u de toegang van Pieter Coppens?" in asked
    assert "is meteen overal afgemeld. Een bezoek van een klant dat nog open staat, sluit ook." in asked
    assert str(pieter.get("/waar-aangemeld").status_code) == "200"
    form = inge.see(close).select_one("main form")
    assert form_to(inge, close, close).endswith("gedaan=dicht")
    assert str(inge.send(form, close, {}).location).endswith("gedaan=dicht")  # type: ignore[arg-type]
    assert inge.get(close).location == page
    assert str(pieter.get("/waar-aangemeld").location).startswith("/aanmelden")
    assert "Een beheerder sloot de toegang." in words_of(inge.see(page).main)
    assert form_to(inge, page, "/openen").endswith("gedaan=open")
    assert "U kunt uw eigen toegang niet sluiten." in words_of(inge.see(address_of(inge, "Inge Coppens")).main)


def test_a_colleague_gets_new_codes_and_reads_that_an_administrator_gave_them(
    app: Flask, inge: LintingClient, sqlite_database: Database
) -> None:
    staff(sqlite_database, "pieter", "6010")
    page = address_of(inge, "Pieter Coppens")
    assert "geen app, 0 passkeys en 0 codes" in words_of(inge.see(page).main)
    for end, said in (("/codes", False), ("/opnieuw", True)):
        link = next(one for one in inge.see(page).select("main a") if str(one["href"]).endswith(end))
        asked = inge.see(str(link["href"]))
        assert words_of(link) == words_of(asked.select_one("main form button"))
        assert "Pieter Coppens leest dat u dit deed." in words_of(asked.main)
        shown = page_of(inge.send(asked.select_one("main form"), f"{page}{end}", {}, 200))  # type: ignore[arg-type]
        assert len(shown.select(".ml-codes li")) == 10
        assert ("passkeys werken niet meer" in words_of(shown.main)) is said
    pieter: LintingClient = app.test_client()  # type: ignore[assignment]
    pieter.come_in_as("pieter")
    assert words_of(pieter.see("/mijn-aanmelding").main).count("Een beheerder gaf op") == 2


def test_who_proves_anew_who_he_is_comes_back_to_the_page_of_the_act(
    inge: LintingClient, app: Flask, sqlite_database: Database
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    staff(sqlite_database, "pieter", "6010")
    with sqlite_database.writing.begin() as session:
        session.execute(update(WebSession).values(proven_at=None))
    card = str(inge.see("/beheer/medewerkers").find("a", string="Pieter Coppens")["href"])  # type: ignore[index]
    fresh = "/opnieuw-aanmelden?next="
    for came_from, back in (
        (f"http://localhost{card}?gedaan=rol", card),
        (f"http://elsewhere.example{card}", "/"),
        ("http://localhost/beheer/nergens", "/"),
        (f"http://localhost{card}/codes", f"{card}/codes"),
        (f"http://localhost{card}/afmelden", "/"),  # where a page of ours stood that cannot be opened again
        ("", "/"),
    ):
        answer = inge.post(f"{card}/toegang/openen", headers={"Referer": came_from} if came_from else {})
        assert (answer.status_code, answer.location) == (303, f"{fresh}{back}")
    for post in ("/codes", "/opnieuw"):  # the page with the button has the same address
        assert inge.post(f"{card}{post}").location == f"{fresh}{card}{post}"
    assert inge.get("/beheer/loketten/nieuw").location == f"{fresh}/beheer/loketten/nieuw"
