"""Who signed in at a certified provider proves anew who he is, in the middle of something, and goes on with it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from sqlalchemy import select, update

from app import clock, create_app
from app.config import read_settings
from app.core.people.roles import ADMINISTRATOR, Role, give_first_role
from app.db import Database
from app.models.web_session import WebSession
from tests.oidc.browser import WAYS, Browser
from tests.oidc.issuers import Issuers, running_issuers, settings_for
from tests.web.client import install_client, page_of, words_of
from tests.web.small_world import make_world

ACT = "/beheer/toepassingen/nieuw"
LONG_AGO = timedelta(minutes=11)


class LateClock:
    """The real time, because the provider has no other, and `late` later."""

    late = timedelta()

    def __call__(self) -> datetime:
        return clock.now() + self.late


@pytest.fixture(scope="module")
def issuers() -> Iterator[Issuers]:
    with running_issuers() as issuers:
        yield issuers


@pytest.fixture
def late_clock() -> LateClock:
    return LateClock()


@pytest.fixture
def browser(issuers: Issuers, sqlite_database: Database, tmp_path: Path, late_clock: LateClock) -> Browser:
    make_world(sqlite_database).session.close()
    environment = settings_for(issuers.citizen, issuers.staff, tmp_path, "http://127.0.0.1:1")
    environment |= {"DEMO": "1", "DATA_DIR": str(tmp_path)}
    app = create_app(read_settings(environment), database=sqlite_database, clock=late_clock)
    app.testing = True
    install_client(app)
    return Browser(app)


@pytest.fixture
def karim(browser: Browser, sqlite_database: Database) -> Browser:
    """An administrator who came by the directory, and proved longer ago who he is than the act allows."""
    browser.sign_in("karim")
    with sqlite_database.writing.begin() as session:
        give_first_role(session, "4711", Role(ADMINISTRATOR), now=clock.now())
        session.execute(update(WebSession).values(proven_at=clock.now() - LONG_AGO))
    return browser


def step_up(browser: Browser) -> str:
    """The address behind the button of the page that asks a fresh sign-in before the act."""
    asked = browser.ours.get(f"{ACT}?soort=nieuw")
    assert asked.status_code == 303
    button = browser.ours.see(asked.location).select_one("main .ml-actions a")
    assert button is not None
    return str(button["href"])


def changed(address: str, **changes: str | None) -> str:
    """An address of which somebody changed the question on the way; None leaves a part of it out."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query)) | changes
    return parts._replace(query=urlencode({name: one for name, one in query.items() if one is not None})).geturl()


def test_the_provider_asks_anew_and_sends_back_to_the_very_page(karim: Browser, sqlite_database: Database) -> None:
    address = karim.leave(step_up(karim))
    assert {"prompt": "login", "max_age": "0"}.items() <= dict(parse_qsl(urlsplit(address).query)).items()
    back, asked = karim.answer(address, "karim")
    assert asked, "he is signed in there, and that is not enough"
    before = karim.ours.get_cookie("mandaatloket")
    answer = karim.ours.get(back)
    assert (answer.status_code, answer.location) == (303, f"{ACT}?soort=nieuw")
    assert karim.ours.get_cookie("mandaatloket") != before, "he goes on in a session with another token"
    assert karim.ours.get(answer.location).status_code == 200
    with sqlite_database.reading() as session:
        (proven_at,) = session.scalars(select(WebSession.proven_at).where(WebSession.ended_at.is_(None)))
    assert proven_at is not None
    assert clock.now() - proven_at < timedelta(minutes=1)


@pytest.mark.parametrize("max_age", ["9999", None], ids=["an-old-proof", "no-word-of-when"])
def test_a_question_that_was_weakened_on_the_way_proves_nothing(
    karim: Browser, late_clock: LateClock, max_age: str | None
) -> None:
    # Whoever sits at the screen can change what the provider is asked: it then says that Karim came in some time ago.
    address = changed(karim.leave(step_up(karim)), prompt=None, max_age=max_age)
    back, asked = karim.answer(address, "karim")
    assert not asked
    late_clock.late = timedelta(minutes=4)
    page = page_of(karim.ours.get(back), 403)
    # He is still who he was, with what he had on his screen; only the proof was not there.
    assert words_of(page.select_one("h1")) == "U toonde niet opnieuw dat u het bent"
    again = str(page.select("main .ml-actions a")[0]["href"])
    late_clock.late = timedelta()
    assert karim.ours.get(ACT).status_code == 303, "the act is not open"
    assert karim.ours.get("/beheer").status_code == 200
    back, asked = karim.answer(karim.leave(again), "karim")
    assert asked
    assert karim.ours.get(back).location == f"{ACT}?soort=nieuw"


def test_somebody_else_does_not_prove_it_for_him(karim: Browser) -> None:
    address = karim.leave(step_up(karim).replace("/staff?", "/citizen?"))
    back, _ = karim.answer(address, "els")
    page = page_of(karim.ours.get(back), 403)
    assert words_of(page.select_one("h1")) == "U toonde niet opnieuw dat u het bent"
    assert karim.ours.get(ACT).status_code == 303
    assert "Karim Bouazza" in words_of(karim.ours.see("/beheer").select_one(".ml-who"))


def test_a_citizen_proves_it_and_still_works_for_his_enterprise(browser: Browser) -> None:
    browser.sign_in("els")
    back, asked = browser.answer(browser.leave(f"{WAYS['els']}?opnieuw=1&next=/mandaten"), "els")
    assert asked
    assert browser.ours.get(back).location == "/mandaten"
    assert "voor Boekhoudkantoor Peeters BV" in words_of(browser.ours.see("/mandaten").select_one(".ml-who"))
