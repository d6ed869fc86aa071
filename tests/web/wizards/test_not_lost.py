"""What somebody typed is not lost when it could not be kept."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from app.core.people.persons import ensure_person
from app.core.rights.granting import grant_right
from app.db import Database
from app.models.user_right import RightKind
from app.models.web_session import WebSession
from app.web.sessions import TYPED
from app.web.typed import MOST_CHARACTERS
from tests.web.client import LintingClient, errors_of, held_by, page_of, words_of
from tests.web.conftest import StillClock
from tests.web.small_world import add_account
from tests.web.wizards.walk import begin, goes_to, to_check
from tests.world import OFFICE, TODAY, World

OURS = {"Sec-Fetch-Site": "same-origin"}


def typed(client: LintingClient, address: str, q: str) -> dict[str, str]:
    """The form of the question who gets the mandate, as a browser would post it with `q` in it."""
    return held_by(page_of(client.get(address)).select_one("main form[method=post]")) | {"q": q}  # type: ignore[arg-type]


@contextmanager
def out_of_order(app: Flask, database: Database) -> Iterator[None]:
    """The table of drafts is not there for a while."""
    app.testing = False
    for old, new in (("draft", "gone"), ("gone", "draft")):
        with database.writing.begin() as session:
            session.connection().exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")
        if new == "gone":
            yield
    app.testing = True


def test_answers_that_met_a_mishap_of_ours_can_be_sent_again(
    app: Flask, maria: LintingClient, sqlite_database: Database
) -> None:
    address = begin(maria, "/geven")
    form = typed(maria, address, OFFICE)
    with out_of_order(app, sqlite_database):
        page = page_of(maria.post(address, data=form, headers=OURS), 500)
        elsewhere = page_of(maria.post(address, data=form, headers={"Sec-Fetch-Site": "cross-site"}), 500)
    assert "Wij weten niet of uw antwoord bewaard is." in words_of(page.main)
    again = page.select_one("main form")
    assert again is not None
    assert goes_to(maria.post(address, data=held_by(again), headers=OURS)) == "holder-check"
    assert elsewhere.select_one("main form") is None


def refused(client: LintingClient, address: str, q: str) -> str:
    """Answer with what is wrong; the address to which the browser is sent."""
    return str(client.post(address, data=typed(client, address, q)).location)


def test_what_is_wrong_is_said_once_on_a_page_of_its_own(maria: LintingClient) -> None:
    address = begin(maria, "/geven")
    assert refused(maria, address, "0199.000.746") == address  # so that Back never asks to send a form again
    page = maria.see(address, 422)
    assert errors_of(page)
    assert page.select_one("input[name=q]")["value"] == "0199.000.746"  # type: ignore[index]
    assert not errors_of(maria.see(address))


def test_what_is_wrong_on_one_page_is_not_said_on_another(maria: LintingClient) -> None:
    one, other = begin(maria, "/geven"), begin(maria, "/geven")
    refused(maria, one, "0199.000.746")
    assert not errors_of(maria.see(other))
    assert errors_of(maria.see(one, 422))


def test_what_was_wrong_is_forgotten_once_a_good_answer_arrives(maria: LintingClient) -> None:
    address = begin(maria, "/geven")
    form = typed(maria, address, "0199.000.746")
    maria.post(address, data=form)  # the page to which this leads was never opened
    assert goes_to(maria.post(address, data=form | {"q": OFFICE})) == "holder-check"
    page = maria.see(address)
    assert page.select_one("input[name=q]")["value"] == OFFICE  # type: ignore[index]


def kept_for(database: Database) -> set[str]:
    """The pages of which something typed waits in a session that is open."""
    with database.reading() as session:
        found = session.scalars(select(WebSession.data).where(WebSession.ended_at.is_(None))).all()
    return {path for data in found for path in json.loads(data).get(TYPED, {})}


def test_what_was_wrong_on_the_check_page_is_forgotten_once_it_is_sent(
    maria: LintingClient, sqlite_database: Database
) -> None:
    check = to_check(maria)
    form = held_by(maria.see(check).select_one("main form[method=post]"))  # type: ignore[arg-type]
    assert str(maria.post(check, data=form).location) == check
    assert kept_for(sqlite_database) == {check}
    assert str(maria.post(check, data=form | {"read": "y"}).location) != check
    assert kept_for(sqlite_database) == set()


def test_what_is_too_long_to_keep_waits_as_the_page_that_says_so(
    maria: LintingClient, sqlite_database: Database
) -> None:
    address = begin(maria, "/geven")
    assert refused(maria, address, "x" * MOST_CHARACTERS) == address
    assert kept_for(sqlite_database) == set()
    assert errors_of(maria.see(address, 422))


def stale(client: LintingClient, address: str, form: dict[str, str]) -> BeautifulSoup:
    """Post a form when nobody is signed in any more; the page that says so."""
    return page_of(client.post(address, data=form, headers=OURS), 400)


def test_who_was_signed_out_meanwhile_finds_what_he_typed_after_signing_in(maria: LintingClient) -> None:
    address = begin(maria, "/geven")
    form = typed(maria, address, OFFICE)
    maria.post("/afmelden", data={"csrf_token": form["csrf_token"]})
    page = stale(maria, address, form)
    assert "U hoeft het niet opnieuw te typen." in words_of(page.main)
    link = str(page.select_one(".ml-actions a")["href"])  # type: ignore[index]
    maria.fill_in(link, {"username": "maria", "password": "demo"})
    again = maria.see(address)
    assert "Dit vulde u daarnet in." in words_of(again.main)
    assert again.select_one("input[name=q]")["value"] == OFFICE  # type: ignore[index]
    assert "Dit vulde u daarnet in." not in words_of(maria.see(address).main)


@pytest.fixture
def mia(world: World) -> str:
    """A colleague of Maria, who may open what she began; the name of her account."""
    mia = ensure_person(world.session, "subject-mia", "Mia", "Vermeulen")
    add_account(world, "mia", mia)
    grant_right(world.session, mia.id, world.giver.party_id, RightKind.MANAGER, first_day=TODAY)
    world.session.commit()
    return "mia"


def found_by(client: LintingClient, who: str, address: str) -> str:
    """What stands in the question who gets the mandate when `who` signs in on this browser and opens it."""
    client.fill_in("/aanmelden", {"username": who, "password": "demo"})
    return str(client.see(address).select_one("input[name=q]").get("value", ""))  # type: ignore[union-attr]


@pytest.mark.usefixtures("mia")
@pytest.mark.parametrize(("who", "found"), [("maria", OFFICE), ("mia", "")])
def test_whose_session_ran_out_finds_it_and_no_colleague(
    maria: LintingClient, still_clock: StillClock, who: str, found: str
) -> None:
    address = begin(maria, "/geven")
    form = typed(maria, address, OFFICE)
    still_clock.wait(timedelta(minutes=31))
    words = words_of(stale(maria, address, form).main)
    assert "U was 30 minuten niet bezig. Er is niets verstuurd." in words
    assert found_by(maria, who, address) == found


@pytest.mark.parametrize(("signs_in", "found"), [("maria", OFFICE), ("mia", "")])
@pytest.mark.parametrize("before", ["the same page", "a page to sign in", "signing out"])
def test_what_is_sent_once_nobody_is_signed_in_is_for_who_was(
    maria: LintingClient, mia: str, still_clock: StillClock, before: str, signs_in: str, found: str
) -> None:
    assert mia == "mia"
    address = begin(maria, "/geven")
    form = typed(maria, address, OFFICE)
    if before == "signing out":
        maria.post("/afmelden", data={"csrf_token": form["csrf_token"]})
    else:
        still_clock.wait(timedelta(minutes=31))
    if before == "the same page":
        stale(maria, address, form)
    if before == "a page to sign in":
        maria.see("/aanmelden")
    stale(maria, address, form)
    assert found_by(maria, signs_in, address) == found


@pytest.mark.usefixtures("mia")
def test_what_is_sent_when_nobody_knows_any_more_whose_it_was_is_not_kept(
    maria: LintingClient, still_clock: StillClock
) -> None:
    address = begin(maria, "/geven")
    form = typed(maria, address, OFFICE)
    for _ in range(2):
        still_clock.wait(timedelta(minutes=31))
        page = stale(maria, address, form)
    assert "Vul het dan nog eens in." in words_of(page.main)
    assert found_by(maria, "mia", address) == ""




def test_what_sends_is_never_carried_through_a_sign_in(maria: LintingClient) -> None:
    check = to_check(maria)
    form = held_by(maria.see(check).select_one("main form[method=post]")) | {"read": "y"}  # type: ignore[arg-type]
    maria.post("/afmelden", data={"csrf_token": form["csrf_token"]})
    assert "Vul het dan nog eens in." in words_of(stale(maria, check, form).main)
    maria.come_in_as("maria")
    assert maria.see(check).select_one("input[name=read][checked]") is None


def test_answers_from_elsewhere_are_not_carried_through_a_sign_in(maria: LintingClient) -> None:
    address = begin(maria, "/geven")
    form = typed(maria, address, OFFICE)
    maria.post("/afmelden", data={"csrf_token": form["csrf_token"]})
    page = page_of(maria.post(address, data=form, headers={"Sec-Fetch-Site": "cross-site"}), 400)
    assert "Vul het dan nog eens in." in words_of(page.main)
