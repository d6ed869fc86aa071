"""Signing in, signing out, and what happens when nobody does anything for half an hour."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.people import accounts, tries
from app.db import Database
from app.models.web_session import WebSession
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.web.conftest import StillClock

PARTY_PAGE = "/namens-wie"
WRONG = "Deze naam en dit wachtwoord passen niet bij elkaar. Kijk ze na en probeer opnieuw."


def token_of(client: LintingClient) -> str | None:
    cookie = client.get_cookie("mandaatloket")
    return cookie.value if cookie else None


def test_a_page_that_asks_who_you_are_sends_you_there_and_back(client: LintingClient, maria: str) -> None:
    answer = client.get(PARTY_PAGE)
    assert answer.status_code == 303
    assert answer.location == "/aanmelden?next=/namens-wie"
    assert client.sign_in(maria, next_path=PARTY_PAGE).location == PARTY_PAGE
    assert "Maria Vermeulen" in words_of(client.see(PARTY_PAGE).select_one(".ml-who"))


@pytest.mark.parametrize(("username", "password"), [("maria", "wrong"), ("nobody", "demo")])
def test_a_wrong_name_and_a_wrong_password_get_the_same_words(
    client: LintingClient, maria: str, username: str, password: str
) -> None:
    answer = client.fill_in("/aanmelden", {"username": username, "password": password}, status=422)
    page = page_of(answer, 422)
    assert errors_of(page) == [WRONG]
    assert page.select_one("#username")["value"] == username
    assert "value" not in page.select_one("#password").attrs


def test_an_empty_form_asks_for_both(client: LintingClient) -> None:
    page = page_of(client.fill_in("/aanmelden", {"username": "", "password": ""}, status=422), 422)
    assert len(errors_of(page)) == 2
    assert words_of(page.title).startswith("Fout: Meld u aan")


def test_guessing_is_stopped_even_for_the_right_password(client: LintingClient, maria: str) -> None:
    for _ in range(tries.TRIES_OF_BOTH):
        client.fill_in("/aanmelden", {"username": maria, "password": "wrong"}, status=422)
    page = page_of(client.fill_in("/aanmelden", {"username": maria, "password": "demo"}, status=422), 422)
    assert errors_of(page) == ["U hebt te vaak geprobeerd. Wacht 15 minuten en probeer dan opnieuw."]


ELSEWHERE = ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/\nx", "//[", "")


@pytest.mark.parametrize("address", ELSEWHERE)
def test_after_signing_in_one_never_leaves_the_service(client: LintingClient, maria: str, address: str) -> None:
    page = page_of(client.get("/aanmelden", query_string={"next": address}))
    form = page.select_one("main form")
    assert form is not None
    assert client.send(form, "/aanmelden", {"username": maria, "password": "demo"}).location == "/"
    assert client.get("/aanmelden", query_string={"next": address}).location == "/"


def test_signing_in_and_out_each_bring_a_new_session(client: LintingClient, maria: str, app: Flask) -> None:
    client.see("/aanmelden")
    before = token_of(client)
    client.sign_in(maria)
    during = token_of(client)
    assert during not in (None, before)
    form = client.see("/").select_one(".ml-who form")
    assert form is not None
    client.send(form, "/", {})
    assert token_of(client) not in (None, before, during)  # of nobody: it knows for half an hour who left
    assert client.get(PARTY_PAGE).status_code == 303
    client.set_cookie("mandaatloket", str(during))
    assert client.get(PARTY_PAGE).status_code == 303


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_from_elsewhere(client: LintingClient) -> None:
    header = client.get("/aanmelden").headers["Set-Cookie"]
    assert header.startswith("mandaatloket=")
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Secure" not in header


def test_an_account_that_is_closed_is_out_at_the_next_page(
    client: LintingClient, maria: str, sqlite_database: Database, still_clock: StillClock
) -> None:
    client.sign_in(maria)
    with sqlite_database.writing.begin() as session:
        account = accounts.begin_sign_in(session, maria, "elsewhere", now=still_clock())
        assert account is not None
        accounts.disable_account(session, account.id, now=still_clock())
    assert client.get(PARTY_PAGE).status_code == 303


def test_after_half_an_hour_the_page_says_why_one_must_sign_in_again(
    client: LintingClient, maria: str, still_clock: StillClock
) -> None:
    client.sign_in(maria)
    still_clock.wait(timedelta(minutes=29))
    assert client.get(PARTY_PAGE).status_code == 200
    still_clock.wait(timedelta(minutes=31))
    answer = client.get(PARTY_PAGE)
    assert answer.status_code == 303
    page = client.see(answer.location)
    assert words_of(page.h1) == "Wij hebben de pagina gesloten"
    assert "U was 30 minuten niet bezig." in words_of(page.main)


def test_a_post_after_half_an_hour_leads_to_signing_in_and_back(
    client: LintingClient, maria: str, still_clock: StillClock
) -> None:
    client.sign_in(maria)
    still_clock.wait(timedelta(minutes=31))
    answer = client.post(PARTY_PAGE, data={"party": "x", "csrf_token": "old"})
    page = page_of(answer, 400)
    assert words_of(page.h1) == "Wij hebben de pagina gesloten"
    assert page.select_one(".ml-actions a")["href"] == "/aanmelden?next=/namens-wie"


def test_somebody_is_seen_at_most_once_a_minute(
    client: LintingClient, maria: str, still_clock: StillClock, sqlite_database: Database
) -> None:
    def last_seen() -> object:
        with sqlite_database.reading() as session:
            return session.scalars(select(WebSession.last_seen_at).where(WebSession.person_id.is_not(None))).one()

    client.sign_in(maria)
    client.see(PARTY_PAGE)
    first = last_seen()
    still_clock.wait(timedelta(seconds=59))
    client.see(PARTY_PAGE)
    assert last_seen() == first
    still_clock.wait(timedelta(seconds=1))
    client.see(PARTY_PAGE)
    assert last_seen() == still_clock()


def test_asking_for_more_time_counts_as_being_there(
    client: LintingClient, maria: str, still_clock: StillClock
) -> None:
    client.sign_in(maria)
    assert "Deze pagina sluit om 10.30 uur." in words_of(client.see("/").select_one(".ml-who"))
    for _ in range(3):
        still_clock.wait(timedelta(minutes=29))
        assert client.get("/meer-tijd").status_code == 204


def test_a_demo_lists_its_people_and_says_that_it_is_a_demo(client: LintingClient, maria: str, karim: str) -> None:
    words = words_of(client.see("/aanmelden").select_one(".ml-demo"))
    assert words.startswith("Dit is een demo")
    assert "maria Maria Vermeulen. Geeft een mandaat." in words
    assert "karim Karim Bouazza." in words


def test_who_may_act_for_nobody_is_told_what_to_do(client: LintingClient, maria: str) -> None:
    client.sign_in(maria)
    assert "De KBO kent u niet als wettelijk vertegenwoordiger" in words_of(client.see(PARTY_PAGE).main)


def test_who_acts_for_two_parties_chooses_one_and_can_change(client: LintingClient, els: str) -> None:
    client.sign_in(els)
    page = client.see(PARTY_PAGE)
    labels = [words_of(label) for label in page.select("main label")]
    assert labels == ["Boekhoudkantoor Peeters BV Ondernemingsnummer 0199.000.250",
                      "VZW De Beekhoek Ondernemingsnummer 0199.000.448"]
    page = page_of(client.fill_in(PARTY_PAGE, {}, status=422), 422)
    assert errors_of(page) == ["U hebt nog niet gekozen. Kies namens wie u werkt."]
    for radio, name in zip(page.select("main input[type=radio]"), labels, strict=True):
        client.fill_in(PARTY_PAGE, {"party": radio["value"]})
        who = words_of(client.see("/").select_one(".ml-who p"))
        assert who.startswith(f"Els Wouters voor {name.split(' Onder')[0]}")


def test_nobody_can_choose_a_party_of_somebody_else(client: LintingClient, maria: str, els: str) -> None:
    client.sign_in(els)
    value = client.see(PARTY_PAGE).select("main input[type=radio]")[0]["value"]
    client.get("/")
    other: LintingClient = client.application.test_client()  # type: ignore[assignment]
    other.sign_in(maria)
    token = other.see(PARTY_PAGE).select_one("input[name=csrf_token]")["value"]
    assert other.post(PARTY_PAGE, data={"party": value, "csrf_token": token}).location == "/namens-wie?next=/"
    assert words_of(other.see("/").select_one(".ml-who strong + strong")) == ""


def test_a_clerk_is_shown_with_counter_and_number(client: LintingClient, karim: str) -> None:
    client.sign_in(karim)
    assert words_of(client.see("/").select_one(".ml-who p")).startswith(
        "Loket Gent (demo), medewerker Karim Bouazza (4711)"
    )


def test_somebody_without_an_enterprise_goes_on_in_his_own_name(client: LintingClient, maria: str) -> None:
    client.sign_in(maria)
    client.fill_in("/namens-wie?next=/mandaten")
    assert "Maria Vermeulen voor Maria Vermeulen" in words_of(client.see("/mandaten").select_one(".ml-who"))
