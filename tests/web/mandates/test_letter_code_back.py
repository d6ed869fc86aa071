"""Taking back what was passed on, with the code of a letter."""

import pytest
from flask import Flask

from app.core.people.parties import ensure_enterprise_party
from app.db import Database
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from tests.acting import accept, get_mandate, pass_on, status, take_back
from tests.web.client import LintingClient
from tests.web.mandates.test_letter_code import READER, opened, stamp, status_of, walk
from tests.web.wizards.walk import read
from tests.world import OTHER, World


@pytest.fixture
def source(world: World, app: Flask) -> Mandate:
    """What the office holds; the letter about that has its code."""
    mandate = accept(world, world.give("permit.manage"))
    stamp(world, app, mandate, "invitation.holder")
    return mandate


@pytest.fixture
def chain(world: World, source: Mandate) -> Mandate:
    """What it passed on, accepted."""
    wim = world.add_representative(OTHER, "Wim", "Claes")
    third = world.at_home(wim, ensure_enterprise_party(world.session, OTHER))
    mandate = accept(world, pass_on(world, source), third)
    world.session.commit()
    return mandate


def test_the_reader_takes_it_back_and_keeps_his_own(
    client: LintingClient, world: World, source: Mandate, chain: Mandate
) -> None:
    opened(client, source)
    third = chain.holder.name
    choice = f"take_back:{chain.id}"
    assert f"Wij zetten stop wat wij doorgaven aan {third}" in read(client.see("/brief/keuze").main)
    assert read(client.see("/brief/keuze").select(".govuk-radios__item")[-1]).startswith("Dit klopt niet")
    assert walk(client, choice, READER) == "/brief/nakijken"
    words = read(client.see("/brief/nakijken").main)
    assert f"{third} mag dit dan niet meer doen voor" in words
    assert "Uw eigen mandaat verandert niet." in words
    assert client.fill_in("/brief/nakijken", {"stands": "y"}).location == "/brief/klaar"
    words = read(client.see("/brief/klaar").main)
    assert "Het is stopgezet" in words
    assert f"{third} mag niets meer doen met wat u doorgaf." in words
    assert "U krijgt er ook een, ten laatste op dinsdag 1 december 2026." in words
    world.session.expire_all()
    assert status(world, get_mandate(world.session, chain.id)) is Status.STOPPED
    assert not status(world, get_mandate(world.session, source.id)).is_final


def test_another_choice_after_it_stops_only_the_own_mandate(
    client: LintingClient, source: Mandate, chain: Mandate, sqlite_database: Database
) -> None:
    opened(client, source)
    walk(client, f"take_back:{chain.id}", READER)
    assert walk(client, "renounce", READER) == "/brief/nakijken"
    assert "doe afstand" in read(client.see("/brief/nakijken").main)
    client.fill_in("/brief/nakijken", {"stands": "y"})
    assert status_of(sqlite_database, source) == "stopped"


def test_what_was_taken_back_meanwhile_is_offered_no_more(
    client: LintingClient, world: World, source: Mandate, chain: Mandate
) -> None:
    opened(client, source)
    walk(client, f"take_back:{chain.id}", READER)
    take_back(world, chain)
    world.session.commit()
    assert client.get("/brief/nakijken").location == "/brief/keuze"
    assert "doorgaven" not in read(client.see("/brief/keuze").main)
