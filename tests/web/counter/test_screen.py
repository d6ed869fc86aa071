"""After two minutes of silence a clerk's session is locked, in every tab; after a quarter of an hour it is over."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.core.people import web_sessions
from app.db import Database
from app.models.draft import Draft
from app.models.web_session import WebSession
from app.web.pages.counter import hand_over as hand_over_pages
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.web.conftest import StillClock
from tests.web.counter.test_visit import hand_over, help_maria
from tests.world import World

SCREEN = "/loket/scherm"
VISIT = "/loket/klant"
ELSEWHERE = (VISIT, "/loket", "/mandaten", "/geven", "/", "/meer-tijd", "/bestaat-niet", "/loket/post/brieven.pdf")


@pytest.fixture
def silent(desk: LintingClient, world: World, still_clock: StillClock) -> LintingClient:
    """Karim's browser, two minutes after he did something with Maria."""
    help_maria(desk)
    still_clock.wait(timedelta(minutes=2))
    return desk


def is_hidden(desk: LintingClient, path: str = VISIT) -> bool:
    """Whether the page is refused, and the password asked instead."""
    answer = desk.get(path)
    return answer.status_code == 303 and str(answer.location).startswith(f"{SCREEN}?")


def hidden_page(desk: LintingClient, path: str = VISIT) -> BeautifulSoup:
    return desk.see(str(desk.get(path).location))


def unlock(desk: LintingClient) -> str:
    address = str(desk.get(VISIT).location)
    form = desk.see(address).select_one("main form")
    return str(desk.send(form, address, {"password": "demo"}).location)


def test_a_minute_and_a_half_is_no_silence(desk: LintingClient, world: World, still_clock: StillClock) -> None:
    help_maria(desk)
    for _ in range(4):
        still_clock.wait(timedelta(seconds=90))
        assert not is_hidden(desk)


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_locked_session_answers_nothing_else(silent: LintingClient, path: str) -> None:
    assert is_hidden(silent, path)


def test_the_hidden_screen_says_nothing_of_the_customer(silent: LintingClient) -> None:
    page = hidden_page(silent)
    assert words_of(page.h1) == "Dit scherm is verborgen"
    for name in ("Vermeulen", "Zoete Inval", "0199.000.151"):
        assert name not in str(page)


def test_what_is_posted_to_a_locked_session_does_nothing(
    desk: LintingClient, world: World, still_clock: StillClock, sqlite_database: Database
) -> None:
    help_maria(desk)
    form = desk.see("/geven").select_one("main form[method=post]")
    still_clock.wait(timedelta(minutes=2))
    assert str(desk.send(form, "/geven", {}).location).startswith(f"{SCREEN}?terug=")
    with sqlite_database.reading() as session:
        assert session.scalars(select(Draft)).all() == []


def test_looking_at_the_hidden_screen_is_no_sign_of_life(silent: LintingClient, still_clock: StillClock) -> None:
    for _ in range(3):
        still_clock.wait(timedelta(minutes=1))
        assert is_hidden(silent)


def test_the_password_leads_back_to_the_page_under_a_new_session(
    silent: LintingClient, sqlite_database: Database
) -> None:
    def tokens() -> set[str]:
        with sqlite_database.reading() as session:
            return set(session.scalars(select(WebSession.token_digest).where(WebSession.ended_at.is_(None))))

    before = tokens()
    assert unlock(silent) == VISIT
    assert not tokens() & before
    assert "Maria Vermeulen" in words_of(silent.see(VISIT))


def test_a_wrong_password_keeps_the_screen_hidden_and_a_few_are_too_many(silent: LintingClient) -> None:
    address = str(silent.get(VISIT).location)
    for _ in range(5):
        answer = silent.fill_in(address, {"password": "x"}, 422)
        assert errors_of(page_of(answer, 422)) == ["Dit wachtwoord past niet bij uw naam. Vul het opnieuw in."]
    answer = silent.fill_in(address, {"password": "demo"}, 422)
    assert "te vaak" in errors_of(page_of(answer, 422))[0] or "15 minuten" in errors_of(page_of(answer, 422))[0]
    assert is_hidden(silent)


def test_the_other_tab_is_locked_too_and_open_again_with_it(silent: LintingClient) -> None:
    assert is_hidden(silent, "/loket/post")
    unlock(silent)
    assert not is_hidden(silent, "/geven")


def test_the_page_that_hides_does_not_while_somebody_works_in_another_tab(
    desk: LintingClient, world: World, still_clock: StillClock
) -> None:
    help_maria(desk)
    still_clock.wait(timedelta(seconds=60))
    assert desk.get(f"{SCREEN}?terug={VISIT}").location == VISIT


def test_a_browser_whose_clock_is_a_little_ahead_hides_for_every_tab(
    desk: LintingClient, world: World, still_clock: StillClock
) -> None:
    help_maria(desk)
    still_clock.wait(timedelta(seconds=118))
    assert words_of(desk.see(f"{SCREEN}?terug={VISIT}").h1) == "Dit scherm is verborgen"
    assert is_hidden(desk)


def test_it_does_not_lead_to_a_page_of_somebody_else(silent: LintingClient) -> None:
    answer = silent.fill_in(f"{SCREEN}?terug=https://elders.be/", {"password": "demo"})
    assert answer.location == "/loket"


def test_without_scripts_the_page_hides_itself(desk: LintingClient, world: World) -> None:
    help_maria(desk)
    refresh = desk.see(VISIT).select_one("noscript meta[http-equiv=refresh]")
    assert refresh["content"] == f"120;url={SCREEN}?terug={VISIT}"


def test_after_a_quarter_of_an_hour_he_is_signed_out_and_the_draft_is_kept(
    desk: LintingClient, world: World, still_clock: StillClock, sqlite_database: Database
) -> None:
    help_maria(desk)
    draft = str(desk.fill_in("/geven").location)
    still_clock.wait(timedelta(minutes=15))
    answer = desk.get(draft)
    assert str(answer.location).startswith("/aanmelden")
    assert "U was 15 minuten niet bezig." in words_of(desk.see(str(answer.location)))
    desk.come_in_as("karim")
    assert "Aan wie geeft u het mandaat?" in words_of(desk.see(draft))


def test_signing_out_needs_no_password(silent: LintingClient) -> None:
    form = hidden_page(silent).select("main form")[1]
    assert silent.send(form, SCREEN, {}).location == "/afgemeld"
    assert str(silent.get(VISIT).location).startswith("/aanmelden")


def test_at_home_no_screen_is_hidden(app: object, world: World, still_clock: StillClock) -> None:
    maria: LintingClient = app.test_client()  # type: ignore[attr-defined]
    maria.come_in_as("maria")
    still_clock.wait(timedelta(minutes=20))
    assert maria.see("/mandaten").select_one("noscript") is None
    assert maria.get(SCREEN).status_code == 404


def test_a_session_that_is_ended_during_the_hand_over_does_not_go_on(
    desk: LintingClient, world: World, sqlite_database: Database, still_clock: StillClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    help_maria(desk)
    forget = hand_over_pages.forget_all_but_sign_in

    def end_meanwhile() -> None:
        # The account is closed, or its person ends his sessions from another device.
        with sqlite_database.writing.begin() as session:
            for person_id in session.scalars(select(WebSession.person_id).where(WebSession.person_id.is_not(None))):
                web_sessions.end_all_of(session, person_id, now=still_clock())
        forget()

    monkeypatch.setattr(hand_over_pages, "forget_all_but_sign_in", end_meanwhile)
    hand_over(desk)
    assert str(desk.get("/loket").location).startswith("/aanmelden?")
