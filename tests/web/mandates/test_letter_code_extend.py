"""Extending with the code of a letter: propose, accept, refuse; only where every type allows a code."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from app.core.acts.answering import accept_mandate
from app.core.acts.extending import propose_extension, withdraw_extension
from app.core.mandates.extension_plans import ExtensionWish
from app.core.mandates.lookup import get_mandate
from app.db import Database
from app.models.mandate import Mandate
from tests.web.client import LintingClient
from tests.web.mandates.test_letter_code import READER, opened, stamp, walk
from tests.web.wizards.walk import read
from tests.world import World

Run = Callable[..., Mandate]


@pytest.fixture
def run(world: World, app: Flask) -> Run:
    """A function that gives and accepts a mandate; the holder's letter about it has its code."""

    def give(*keys: str) -> Mandate:
        mandate = world.give(*keys)
        accept_mandate(world.session, world.holder, mandate.id, policy=world.policy, now=world.now)
        stamp(world, app, mandate, "active.holder")
        world.session.commit()
        return mandate

    return give


def propose(world: World, mandate: Mandate, months: int = 12) -> None:
    wish = ExtensionWish(mandate.id, months=months)
    propose_extension(world.session, world.giver, wish, policy=world.policy, now=world.now)
    world.session.commit()


def lasts(database: Database, mandate: Mandate) -> list[date | None]:
    with database.reading() as session:
        return [line.last_day for line in get_mandate(session, mandate.id).lines]


def test_the_reader_of_a_letter_proposes_a_later_end(
    client: LintingClient, run: Run, sqlite_database: Database
) -> None:
    mandate = run("subsidy.view")
    opened(client, mandate)
    check = walk(client, "extend", {"period": "12"}, READER)
    assert check.endswith("/brief/nakijken")
    assert "Tot dan verandert er niets." in read(client.see(check).main)
    done = client.fill_in(check, {"stands": "y"}).location
    assert "U hebt gevraagd om te verlengen" in read(client.see(done).main)
    with sqlite_database.reading() as session:
        (extension,) = get_mandate(session, mandate.id).extensions
        assert extension.proposed_by == "holder"


def test_who_does_not_say_until_when_is_asked_again(client: LintingClient, run: Run) -> None:
    opened(client, run("subsidy.view"))
    address = str(client.fill_in("/brief/keuze", {"act": "extend"}).location)
    form = client.see(address).select_one("main form[method=post]")
    assert "Kies tot wanneer" in client.send(form, address, {}, 422).get_data(as_text=True)
    values = {"period": "date", "day-day": "1", "day-month": "12", "day-year": "2026"}
    assert "Kies een latere dag." in client.send(form, address, values, 422).get_data(as_text=True)
    assert client.send(form, address, {"period": "none"}).location == "/brief/keuze"


@pytest.mark.parametrize("act", ["accept_extension", "refuse_extension"])
def test_the_reader_of_a_letter_answers_an_extension(
    client: LintingClient, world: World, run: Run, act: str, sqlite_database: Database
) -> None:
    mandate = run("subsidy.view")
    before = lasts(sqlite_database, mandate)
    propose(world, mandate)
    opened(client, mandate)
    assert "wil verlengen tot en met" in read(client.see("/brief/keuze").main)
    check = walk(client, act, READER)
    client.see(check)
    done = client.fill_in(check, {"stands": "y"}).location
    assert "Uw brief komt" in read(client.see(done).main) or act == "refuse_extension"
    assert (lasts(sqlite_database, mandate) != before) is (act == "accept_extension")


def test_another_extension_than_the_one_on_the_check_page_is_not_accepted(
    client: LintingClient, world: World, run: Run, sqlite_database: Database
) -> None:
    mandate = run("subsidy.view")
    before = lasts(sqlite_database, mandate)
    propose(world, mandate, 6)
    opened(client, mandate)
    check = walk(client, "accept_extension", READER)
    form = client.see(check).select_one("main form[method=post]")
    withdraw_extension(world.session, world.giver, mandate.id, policy=world.policy, now=world.now)
    propose(world, mandate, 36)
    page = client.send(form, check, {"stands": "y"}, 409)
    assert "Er is intussen iets veranderd." in page.get_data(as_text=True)
    assert lasts(sqlite_database, mandate) == before


def test_what_needs_more_than_a_code_says_how_it_can_be_done(client: LintingClient, world: World, run: Run) -> None:
    mandate = run("recog.manage")
    propose_later = ExtensionWish(mandate.id, last_day=date(2028, 1, 1))
    opened(client, mandate)
    address = client.fill_in("/brief/keuze", {"act": "extend"}).location
    assert "Zo kunt u wel verlengen:" in read(client.see(address).main)
    propose_extension(world.session, world.giver, propose_later, policy=world.policy, now=world.now)
    world.session.commit()
    address = client.fill_in("/brief/keuze", {"act": "accept_extension"}).location
    assert "Zo kunt u wel aanvaarden:" in read(client.see(address).main)
