"""An administrator seeks who asked to be forgotten, reads what goes and stays, and decides."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.core.people import accounts, persons
from app.core.people.roles import ADMINISTRATOR, Role
from app.db import Database
from app.models.journal import JournalEntry
from app.models.person import Person
from app.models.web_session import WebSession
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.web.pages.test_administration import staff
from tests.world import World


@pytest.fixture
def inge(client: LintingClient, sqlite_database: Database, world: World) -> LintingClient:
    """An administrator at her screen; Paul once came here and has nothing that runs."""
    with sqlite_database.writing.begin() as session:
        paul = persons.ensure_person(session, "demo-paul", "Paul", "Weg")
        accounts.create_account(session, "paul", "demo", paul.id)
    client.come_in_as(staff(sqlite_database, "inge", "6001", Role(ADMINISTRATOR)))
    return client


def sought(client: LintingClient, known_by: str, status: int = 200) -> BeautifulSoup:
    return page_of(client.fill_in("/beheer/vergeten", {"known_by": known_by}, status), status)


def decide(client: LintingClient, page: str, end: str, values: dict[str, str], status: int = 303) -> TestResponse:
    form = next(one for one in client.see(page).select("main form") if str(one.get("action")).endswith(end))
    return client.send(form, page, values, status)


def journal(database: Database, kind: str) -> list[dict[str, object]]:
    with database.reading() as session:
        return list(session.scalars(select(JournalEntry.data).where(JournalEntry.kind == kind)))


def test_somebody_is_sought_read_about_and_forgotten(inge: LintingClient, sqlite_database: Database) -> None:
    assert "Iemand vergeten" in words_of(inge.see("/beheer").main)
    assert "Wij vonden niemand" in words_of(sought(inge, "pau").main)
    page = str(sought(inge, "paul weg").select_one("main .ml-rows a")["href"])
    assert "paul" not in page.lower()
    words = words_of(inge.see(page).main)
    assert "1 manier om zich aan te melden" in words
    assert "Daar staat geen naam in" in words
    refused = page_of(decide(inge, page, page, {}, 422), 422)
    assert errors_of(refused) == ["U hebt nog geen reden gekozen. Kies waarom."]
    assert decide(inge, page, "/niet", {"nee-reason": "dispute"}).location.endswith("gedaan=bewaard")
    done = decide(inge, page, page, {"ja-reason": "asked"}).location
    assert done.endswith("gedaan=vergeten")
    assert "Deze persoon is vergeten" in words_of(inge.see(done).main)
    assert "Van deze persoon kennen wij alleen nog een nummer" in words_of(inge.see(page).main)
    assert [one["reason"] for one in journal(sqlite_database, "not_forgotten")] == ["dispute"]
    assert [one["reason"] for one in journal(sqlite_database, "forgotten")] == ["asked"]
    with sqlite_database.reading() as session:
        assert session.scalar(select(Person).where(Person.first_name == "Paul")) is None


def test_what_is_in_the_way_is_said_and_the_button_is_not_there(inge: LintingClient) -> None:
    page = str(sought(inge, "inge coppens").select_one("main .ml-rows a")["href"])
    assert "Wie hier werkt, kan niet vergeten worden." in words_of(inge.see(page).main)
    assert [str(one.get("action")) for one in inge.see(page).select("main form")] == [f"{page}/niet"]


def test_who_proved_it_too_long_ago_does_that_first(inge: LintingClient, sqlite_database: Database) -> None:
    page = str(sought(inge, "paul weg").select_one("main .ml-rows a")["href"])
    with sqlite_database.writing.begin() as session:
        session.execute(update(WebSession).values(proven_at=None))
    assert "/opnieuw-aanmelden" in str(decide(inge, page, page, {"ja-reason": "asked"}).location)
    assert journal(sqlite_database, "forgotten") == []
