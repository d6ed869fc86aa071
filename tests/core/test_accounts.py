"""Signing in: who fits, who does not, and how often one may guess."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import Type, extract_parameters
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid
from app.core.people import accounts, tries, web_sessions
from app.models.account import Account
from app.models.person import Person
from app.models.sign_in_attempt import SignInAttempt
from app.models.staff import Office, Staff
from tests.quick_passwords import REAL

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
IDLE = timedelta(minutes=30)


@pytest.fixture
def maria(session: Session) -> Account:
    person = Person(first_name="Maria", last_name="Vermeulen")
    session.add(person)
    session.flush()
    return accounts.create_account(session, " Maria ", "demo", person.id)


def test_the_right_password_fits_and_nothing_else_does(session: Session, maria: Account) -> None:
    found = accounts.begin_sign_in(session, "MARIA", "10.0.0.1", now=NOW)
    assert found is maria
    assert accounts.password_fits(found, "demo")
    assert not accounts.password_fits(found, "Demo")


def test_a_name_that_does_not_exist_is_nobody(session: Session) -> None:
    assert accounts.begin_sign_in(session, "nobody", "10.0.0.1", now=NOW) is None
    assert not accounts.password_fits(None, "demo")


def test_guessing_a_password_takes_at_least_what_owasp_asks() -> None:
    # Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes and one thread, or more.
    real = extract_parameters(REAL.hash("demo"))
    assert real.type is Type.ID
    assert real.memory_cost >= 19 * 1024
    assert real.time_cost >= 2
    assert real.salt_len >= 16


def test_the_password_is_not_stored(maria: Account) -> None:
    assert maria.password_hash.startswith("$argon2id$")
    assert "demo" not in maria.password_hash


def test_a_name_can_be_taken_once(session: Session, maria: Account) -> None:
    with pytest.raises(Conflict) as refusal:
        accounts.create_account(session, "maria", "other", maria.person_id)
    assert "maria" in refusal.value.sentence


@pytest.mark.parametrize("username", ["maria", "nobody"])
def test_after_five_tries_one_must_wait_whether_the_name_exists_or_not(
    session: Session, maria: Account, username: str
) -> None:
    for _ in range(tries.TRIES_OF_BOTH):
        accounts.begin_sign_in(session, username, "10.0.0.1", now=NOW)
    with pytest.raises(Invalid) as refusal:
        accounts.begin_sign_in(session, username, "10.0.0.1", now=NOW)
    assert refusal.value.sentence == "U hebt te vaak geprobeerd. Wacht 15 minuten en probeer dan opnieuw."
    assert accounts.begin_sign_in(session, "maria", "10.0.0.2", now=NOW) is maria
    later = NOW + tries.WINDOW + timedelta(seconds=1)
    assert accounts.begin_sign_in(session, "maria", "10.0.0.1", now=later) is maria


def test_a_source_that_guesses_at_many_names_must_wait(session: Session) -> None:
    for number in range(tries.TRIES_OF_SOURCE):
        accounts.begin_sign_in(session, f"name-{number}", "10.0.0.1", now=NOW)
    with pytest.raises(Invalid):
        accounts.begin_sign_in(session, "one-more", "10.0.0.1", now=NOW)


def test_a_name_that_many_sources_guess_at_must_wait(session: Session) -> None:
    for number in range(tries.TRIES_OF_NAME):
        accounts.begin_sign_in(session, "maria", f"10.0.1.{number}", now=NOW)
    with pytest.raises(Invalid):
        accounts.begin_sign_in(session, "maria", "10.0.2.1", now=NOW)


def test_a_good_sign_in_forgets_the_tries_before_it(session: Session, maria: Account) -> None:
    for _ in range(3):
        accounts.begin_sign_in(session, "maria", "10.0.0.1", now=NOW)
    accounts.finish_sign_in(session, maria, "demo", "10.0.0.1")
    assert session.scalars(select(SignInAttempt)).all() == []


def test_what_was_typed_is_kept_only_as_a_digest(session: Session) -> None:
    accounts.begin_sign_in(session, "mijn-wachtwoord", "10.0.0.1", now=NOW)
    attempt = session.scalars(select(SignInAttempt)).one()
    assert len(attempt.username_digest) == len(attempt.source_digest) == 64


def test_a_person_at_home_has_no_desk_and_a_clerk_has_one(session: Session, maria: Account) -> None:
    at_home = accounts.find_signed_in(session, maria.id)
    assert at_home is not None
    assert (at_home.name, at_home.desk, at_home.is_clerk) == ("Maria Vermeulen", None, False)
    office = Office(name="Loket Gent (demo)", town="Gent")
    session.add(office)
    session.flush()
    session.add(Staff(person_id=maria.person_id, number="4711", office_id=office.id))
    session.flush()
    clerk = accounts.find_signed_in(session, maria.id)
    assert clerk is not None
    assert clerk.is_clerk
    assert clerk.desk == accounts.Desk("4711", office.id, "Loket Gent (demo)", "Gent")


def test_a_session_tells_who_is_behind_the_open_accounts_of_its_person(session: Session, maria: Account) -> None:
    other = accounts.create_account(session, "maria2", "demo", maria.person_id)
    token, _ = web_sessions.start_session(session, "{}", maria.person_id, now=NOW)
    nobody, _ = web_sessions.start_session(session, "{}", None, now=NOW)
    found = web_sessions.find_session(session, token, idle=IDLE, now=NOW)
    assert found is not None
    assert set(found.people) == {accounts.find_signed_in(session, one.id) for one in (maria, other)}
    other.disabled_at = NOW
    session.flush()
    found = web_sessions.find_session(session, token, idle=IDLE, now=NOW)
    assert found is not None
    assert found.people == (accounts.find_signed_in(session, maria.id),)
    found = web_sessions.find_session(session, nobody, idle=IDLE, now=NOW)
    assert found is not None
    assert found.people == ()


def test_a_disabled_account_is_out_at_once(session: Session, maria: Account) -> None:
    token, _ = web_sessions.start_session(session, "{}", maria.person_id, now=NOW)
    accounts.disable_account(session, maria.id, now=NOW)
    assert accounts.find_signed_in(session, maria.id) is None
    assert accounts.begin_sign_in(session, "maria", "10.0.0.1", now=NOW) is None
    assert web_sessions.find_session(session, token, idle=IDLE, now=NOW) is None


def test_only_demo_accounts_are_listed(session: Session, maria: Account) -> None:
    assert accounts.list_demo_accounts(session) == []
    accounts.create_account(session, "peeters", "demo", maria.person_id, demo_note="Aanvaardt mandaten.")
    assert accounts.list_demo_accounts(session) == [("peeters", "Maria Vermeulen", "Aanvaardt mandaten.")]
