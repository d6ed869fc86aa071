"""The frame in Chromium: for everybody, on every width, with and without JavaScript, and with nobody else listening."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NoReturn

import pytest
from flask import Flask, abort
from playwright.sync_api import Browser, Page

from app.core.people import accounts, persons
from app.db import Database
from app.web.errors import PAGES as PAGES_OF_ERRORS
from app.web.guards import public
from tests.e2e.watched import Watched, check_for_everybody, is_narrow_enough
from tests.web.test_components import add_everything

# 320 px is also a screen of 1280 px at 400 % zoom.
WIDTHS = (1280, 390, 320)
PAGES = ("/", "/aanmelden", "/hulp", "/toegankelijkheid", "/uw-gegevens", "/klacht", "/moeilijke-woorden", "/nope",
         "/everything")


def refuse(status: int) -> NoReturn:
    """Answer with an error of the web."""
    abort(status)


@pytest.fixture
def live_app(live_app: Flask, sqlite_database: Database) -> Flask:
    """With one person who can sign in, and the page of all components."""
    add_everything(live_app)
    live_app.add_url_rule("/http/<int:status>", view_func=public("a test")(refuse), methods=["GET"])
    with sqlite_database.writing.begin() as session:
        person = persons.ensure_person(session, "demo-maria", "Maria", "Vermeulen")
        accounts.create_account(session, "maria", "demo", person.id, demo_note="Geeft een mandaat.")
    return live_app


class Framed:
    """A page on one width, with what its browser complains about."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.watched = Watched(page.context, url)

    def check(self) -> None:
        """For everybody, without a complaint, and with nobody else listening."""
        check_for_everybody(self.page)
        self.watched.check_quiet()


@pytest.fixture(params=WIDTHS)
def watched(request: pytest.FixtureRequest, browser: Browser, live_url: str) -> Iterator[Framed]:
    """A page on each width."""
    context = browser.new_context(viewport={"width": request.param, "height": 800}, base_url=live_url, locale="nl-BE")
    yield Framed(context.new_page(), live_url)
    context.close()


def test_every_page_of_the_frame_is_for_everybody(watched: Framed) -> None:
    for path in PAGES:
        watched.page.goto(path)
        watched.check()


def test_pages_that_refuse_something_are_for_everybody_too(watched: Framed) -> None:
    watched.page.goto("/everything")
    with watched.page.expect_event("load"):
        watched.page.get_by_role("button", name="Verder", exact=True).click()
    assert watched.page.evaluate("document.activeElement.className") == "govuk-error-summary"
    watched.check()
    watched.page.goto("/aanmelden")
    with watched.page.expect_event("load"):
        watched.page.get_by_role("button", name="Aanmelden").click()
    watched.check()


def test_error_pages_are_for_everybody_too(watched: Framed) -> None:
    for status in sorted(PAGES_OF_ERRORS):
        answer = watched.page.goto(f"/http/{status}")
        assert answer is not None
        assert answer.status == status
        watched.check()


def test_signed_in_pages_are_for_everybody(watched: Framed) -> None:
    sign_in(watched.page)
    for path in ("/", "/namens-wie"):
        watched.page.goto(path)
        watched.check()


@pytest.mark.parametrize("watched", [1280, 390], indirect=True)
def test_letters_twice_as_large_still_fit(watched: Framed) -> None:
    for path in PAGES:
        watched.page.goto(path)
        watched.page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert is_narrow_enough(watched.page), path


def test_signing_in_works_without_javascript_and_with_the_keyboard_alone(browser: Browser, live_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_url)
    page = context.new_page()
    page.goto("/namens-wie")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skips to the content
    for text in ("maria", "demo"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/namens-wie")
    assert "Maria Vermeulen" in page.locator(".ml-who").inner_text()
    context.close()


def test_after_signing_out_going_back_shows_nothing(browser: Browser, live_url: str) -> None:
    context = browser.new_context(base_url=live_url)
    page = context.new_page()
    sign_in(page)
    page.goto("/namens-wie")
    page.get_by_role("button", name="Afmelden").click()
    page.wait_for_url("**/afgemeld")
    page.go_back()
    assert "Maria" not in page.locator("header").inner_text()
    context.close()


def test_five_minutes_before_the_end_one_may_ask_for_more_time(browser: Browser, live_url: str) -> None:
    context = browser.new_context(base_url=live_url)
    page = context.new_page()
    page.clock.install(time=datetime(2026, 7, 1, 8, 0, tzinfo=UTC))
    sign_in(page)
    dialog = page.get_by_role("dialog", name="Hebt u meer tijd nodig?")
    page.clock.fast_forward("24:59")
    assert not dialog.is_visible()
    page.clock.fast_forward("00:02")
    assert dialog.is_visible()
    assert "Om 10.30 uur sluiten wij deze pagina" in dialog.inner_text()
    with page.expect_response("**/meer-tijd") as answer:
        dialog.get_by_role("button", name="Ik wil meer tijd").click()
    assert answer.value.status == 204
    page.clock.fast_forward("24:59")
    assert not dialog.is_visible()
    context.close()


def test_a_page_that_nobody_answers_is_cleared(browser: Browser, live_url: str) -> None:
    context = browser.new_context(base_url=live_url)
    page = context.new_page()
    page.clock.install()
    sign_in(page)
    page.goto("/namens-wie")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skips to the content, as who has no mouse does first
    context.clear_cookies()  # as if the session had ended on our side
    page.clock.fast_forward("30:02")
    page.wait_for_url("**/aanmelden?next=/namens-wie")
    context.close()


def sign_in(page: Page) -> None:
    """Sign in as maria."""
    page.goto("/aanmelden")
    page.get_by_label("Naam").fill("maria")
    page.get_by_label("Wachtwoord").fill("demo")
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url("**/")
