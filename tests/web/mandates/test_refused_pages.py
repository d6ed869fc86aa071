"""A page that says what is wrong is opened anew, so that Back never asks to send a form again."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.acts.answering import accept_mandate
from app.core.people.persons import ensure_person
from app.core.rights.granting import grant_right
from app.core.vault import Vault
from app.db import Database
from app.models.mandate import Mandate
from app.models.user_right import RightKind
from app.models.web_session import WebSession
from app.web import refused_page
from app.web.sessions import REFUSED_PAGES
from tests.web.client import LintingClient, errors_of, held_by, page_of, words_of
from tests.web.conftest import StillClock
from tests.web.small_world import add_account
from tests.world import TODAY, World

RESUME = "/hervatten"
WRONG = {"dossier_number": "1234 5678 9012"}


def form_at(client: LintingClient, address: str) -> dict[str, str]:
    return held_by(client.see(address).select_one("main form[method=post]"))  # type: ignore[arg-type]


def refuse(client: LintingClient, address: str = RESUME, values: dict[str, str] = WRONG) -> str:
    """Send what is wrong; the address to which the browser is sent."""
    answer = client.post(address, data=form_at(client, address) | values)
    assert answer.status_code == 303, answer.status_code
    return str(answer.location)


def sessions(database: Database) -> str:
    """All that open sessions hold."""
    with database.reading() as session:
        return "".join(session.scalars(select(WebSession.data).where(WebSession.ended_at.is_(None))))


def test_what_is_wrong_is_said_once_with_the_values_on_a_page_of_its_own(maria: LintingClient) -> None:
    assert refuse(maria) == RESUME
    page = maria.see(RESUME, 422)
    assert errors_of(page)
    assert page.select_one("#dossier_number")["value"] == "1234 5678 9012"  # type: ignore[index]
    assert not errors_of(maria.see(RESUME))


def test_the_page_that_waits_can_be_read_nowhere_else(maria: LintingClient, sqlite_database: Database) -> None:
    refuse(maria)
    assert "1234 5678 9012" not in sessions(sqlite_database)
    assert REFUSED_PAGES in sessions(sqlite_database)


def test_a_form_that_is_right_takes_away_what_was_wrong_before(maria: LintingClient) -> None:
    form = form_at(maria, "/mandaten/nieuws") | {"how": ""}
    assert maria.post("/mandaten/nieuws", data=form).location == "/mandaten/nieuws"
    assert maria.post("/mandaten/nieuws", data=form | {"how": "brief"}).location == "/mandaten/nieuws?gedaan=bewaard"
    assert not errors_of(maria.see("/mandaten/nieuws"))


@pytest.mark.usefixtures("world")
def test_what_stands_in_the_address_stays_there(client: LintingClient) -> None:
    address = "/aanmelden?next=/hervatten"
    assert refuse(client, address, {"username": "maria", "password": "wrong"}) == address
    page = client.see(address, 422)
    assert page.select_one("#username")["value"] == "maria"  # type: ignore[index]
    assert "value" not in page.select_one("#password").attrs  # type: ignore[union-attr]
    assert client.post(address, data=form_at(client, address) | {"username": "maria", "password": "demo"}).location == (
        RESUME
    )


@pytest.mark.usefixtures("world")
def test_a_code_is_written_down_nowhere_so_its_page_is_the_answer(
    client: LintingClient, sqlite_database: Database
) -> None:
    form = form_at(client, "/brief") | {"dossier_number": "1", "code": "7K4Q-92XD", "enterprise_number": "1"}
    page = page_of(client.post("/brief", data=form), 422)
    assert page.select_one("#code")["value"] == "7K4Q-92XD"  # type: ignore[index]
    assert REFUSED_PAGES not in sessions(sqlite_database)
    assert client.post("/brief", data=form | {"code": ""}).location == "/brief"


def test_what_the_core_refuses_is_opened_anew_as_well(
    maria: LintingClient, world: World, offered: Mandate
) -> None:
    address = f"/mandaten/{offered.id}/intrekken"
    form = form_at(maria, address)
    accept_mandate(world.session, world.holder, offered.id, policy=world.policy, now=world.now)
    world.session.commit()
    assert maria.post(address, data=form).location == address
    assert "Dit kan nu niet" in words_of(maria.see(address, 409).main)


def test_it_waits_for_two_minutes_and_for_who_sent_it(
    maria: LintingClient, world: World, still_clock: StillClock
) -> None:
    refuse(maria)
    still_clock.wait(timedelta(seconds=refused_page.LONGEST_SECONDS + 1))
    assert not errors_of(maria.see(RESUME))
    refuse(maria)
    mia = ensure_person(world.session, "subject-mia", "Mia", "Vermeulen")
    add_account(world, "mia", mia)
    grant_right(world.session, mia.id, world.giver.party_id, RightKind.MANAGER, first_day=TODAY)
    world.session.commit()
    maria.come_in_as("mia")
    assert not errors_of(maria.see(RESUME))


def test_a_page_that_is_too_long_to_wait_is_the_answer(
    maria: LintingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refused_page, "MOST_BYTES", 100)
    assert errors_of(page_of(maria.post(RESUME, data=form_at(maria, RESUME) | WRONG), 422))


def test_a_page_that_cannot_be_opened_any_more_is_not_shown(maria: LintingClient, app: Flask) -> None:
    refuse(maria)
    app.extensions["vault"] = Vault(b"another key of thirty-two bytes.", app.extensions["vault"].secret_key)
    assert not errors_of(maria.see(RESUME))
