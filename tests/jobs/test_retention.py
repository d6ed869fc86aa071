"""What the worker throws away and switches off at night, and what the command line says of it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.config import Settings
from app.core.people import accounts
from app.core.people.dormant import note_used
from app.db import Database
from app.jobs import days
from app.jobs.engine import Engine
from app.jobs.workshop import workshop_of
from app.models.journal import JournalEntry
from app.models.person import Person
from app.models.sign_in_attempt import SignInAttempt
from tests.fakes import PlainPress
from tests.jobs.test_engine import Clock
from tests.jobs.village import Village
from tests.web.client import errors_of, install_client, page_of

HALF_A_YEAR = timedelta(days=200)


@pytest.fixture
def clock() -> Clock:
    """Noon, on a Monday."""
    return Clock()


@pytest.fixture
def app(settings: Settings, sqlite_database: Database, clock: Clock) -> Flask:
    """The application with a quick press."""
    app = create_app(settings, database=sqlite_database, clock=clock)
    app.extensions["press"] = PlainPress()
    return app


@pytest.fixture
def village(sqlite_database: Database, clock: Clock) -> Village:
    """With six neighbours."""
    return Village(sqlite_database, clock.now, 6)


def run(app: Flask, *words: str, code: int = 0) -> str:
    """What `flask WORDS` says; it must end with `code`."""
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == code, result.output
    return result.output


def a_night(app: Flask) -> None:
    engine = Engine(workshop_of(app))
    days.ask_again(engine.workshop)
    engine.drain()


def test_a_clerk_who_stayed_away_is_told_at_the_door_and_woken_on_the_command_line(
    app: Flask, village: Village, clock: Clock, sqlite_database: Database
) -> None:
    with sqlite_database.writing.begin() as session:
        account = accounts.create_account(session, "karim", "demo", village.clerk.actor_id)
        note_used(session, account.id, now=clock.now)
    clock.now += HALF_A_YEAR
    a_night(app)
    install_client(app)
    client = app.test_client()
    answer = client.fill_in("/aanmelden", {"username": "karim", "password": "demo"}, 422)
    assert errors_of(page_of(answer, 422)) == [
        "U meldde zich lang niet aan, daarom staat uw toegang uit. Vraag de beheerder om ze weer aan te zetten."
    ]
    assert run(app, "account", "wake", "4711") == "Karim Bouazza (4711) can sign in again.\n"
    assert client.fill_in("/aanmelden", {"username": "karim", "password": "demo"}).status_code == 303
    assert "staat niet uit" in run(app, "account", "wake", "4711", code=1)


def test_a_night_throws_away_what_is_over_and_the_report_said_so_before(
    app: Flask, village: Village, clock: Clock, sqlite_database: Database
) -> None:
    with sqlite_database.writing.begin() as session:
        for number in range(3):
            accounts.begin_sign_in(session, f"nobody-{number}", f"10.0.0.{number}", now=clock.now)
    clock.now += timedelta(days=3)
    said = run(app, "retention", "report")
    assert "        3  sign_in_attempt        of before 2026-11-25  KEEP_ATTEMPT_DAYS=1" in said
    assert "STAFF_DORMANT_MONTHS=6" in said
    a_night(app)
    with sqlite_database.reading() as session:
        told = session.scalars(select(JournalEntry).where(JournalEntry.kind == "thrown_away")).one()
        left = session.execute(select(func.count()).select_from(SignInAttempt)).scalar_one()
    assert (told.data, left) == ({"counts": {"sign_in_attempt": 3}}, 0)
    a_night(app)
    assert "        0  sign_in_attempt" in run(app, "retention", "report")


def test_an_administrator_has_somebody_forgotten_on_the_command_line(
    app: Flask, village: Village, clock: Clock, sqlite_database: Database
) -> None:
    by = ("--by", "4711", "--reason")
    assert "beheerder" in run(app, "person", "forget", "subject-maria", *by, "asked", code=1)
    run(app, "account", "role", "4711", "administrator")
    assert "asked and refused" in run(app, "person", "keep", "subject-maria", *by, "dispute")
    assert "is forgotten" in run(app, "person", "forget", "subject-maria", *by, "asked")
    assert run(app, "person", "forget", "subject-maria", *by, "asked", code=1)
    with sqlite_database.reading() as session:
        assert "Maria" not in session.scalars(select(Person.first_name)).all()
