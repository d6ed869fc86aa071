"""Giving less than was asked, with the code of a letter."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from app.core.mandates.lookup import get_mandate
from app.db import Database
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from tests.acting import accept
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.mandates.test_letter_code import READER, opened, stamp, walk
from tests.web.wizards.walk import read
from tests.world import BAKERY, TODAY, World

Ask = Callable[..., Mandate]
IN_MAY = {"until": "day", "day-day": "31", "day-month": "5", "day-year": "2027"}


@pytest.fixture
def ask(world: World, app: Flask) -> Ask:
    """A function that asks Maria for a mandate; her letter about it has its code."""

    def begin(*keys: str) -> Mandate:
        mandate = world.ask(*keys)
        stamp(world, app, mandate, "invitation.giver")
        world.session.commit()
        return mandate

    return begin


def test_the_reader_gives_a_part_until_an_earlier_day(
    client: LintingClient, ask: Ask, sqlite_database: Database
) -> None:
    mandate = ask("hinder.manage", "subsidy.view")
    opened(client, mandate, enterprise_number=BAKERY)
    check = walk(client, "less", {"types": ["subsidy.view"]}, IN_MAY, READER)
    assert check == "/brief/nakijken"
    words = read(client.see(check).main)
    assert "Bakkerij De Zoete Inval BV geeft minder dan Boekhoudkantoor Peeters BV vraagt." in words
    assert "maar krijgt Boekhoudkantoor Peeters BV niet: Hinderpremie aanvragen." in words
    assert "tot en met 31 mei 2027" in words
    assert "werken zijn in de straat" not in words
    done = client.fill_in(check, {"stands": "y"}).location
    assert "U hebt het mandaat aanvaard" in read(client.see(done).main)
    with sqlite_database.reading() as session:
        lines = {line.type_key: (line.refused_on, line.last_day) for line in get_mandate(session, mandate.id).lines}
    assert lines == {"hinder.manage": (TODAY, date(2027, 11, 22)), "subsidy.view": (None, date(2027, 5, 31))}


def test_who_gives_less_after_somebody_gave_all_does_not_read_that_it_is_done(
    client: LintingClient, world: World, ask: Ask
) -> None:
    mandate = ask("hinder.manage", "subsidy.view")
    opened(client, mandate, enterprise_number=BAKERY)
    check = walk(client, "less", {"types": ["subsidy.view"]}, IN_MAY, READER)
    form = client.see(check).select_one("main form[method=post]")
    accept(world, mandate, world.giver)
    world.session.commit()
    words = read(page_of(client.send(form, check, {"stands": "y"}, 409), 409))
    assert "Iemand aanvaardde al meer dan u nu kiest." in words


def test_a_part_for_which_the_code_is_not_enough_can_be_left_out(
    client: LintingClient, world: World, ask: Ask, sqlite_database: Database
) -> None:
    world.session.get_one(MandateType, "hinder.manage").code_allowed = False
    mandate = ask("hinder.manage", "subsidy.view")
    opened(client, mandate, enterprise_number=BAKERY)
    words = read(client.see(walk(client, "less")).main)
    assert "Dit kunt u niet geven met de code: Hinderpremie aanvragen." in words
    check = walk(client, "less", {"types": ["subsidy.view"]}, {"until": "asked"}, READER)
    done = client.fill_in(check, {"stands": "y"})
    assert done.location == "/brief/klaar"
    with sqlite_database.reading() as session:
        assert get_mandate(session, mandate.id).accepted_on == TODAY


def test_who_would_give_all_of_it_hears_that_at_the_question(client: LintingClient, ask: Ask) -> None:
    opened(client, ask("hinder.manage", "subsidy.view"), enterprise_number=BAKERY)
    address = walk(client, "less", {"types": ["hinder.manage", "subsidy.view"]})
    form = client.see(address).select_one("main form[method=post]")
    assert form is not None
    refused = page_of(client.send(form, address, {"until": "asked"}, 422), 422)
    assert "U geeft zo alles wat gevraagd is." in errors_of(refused)[0]


def test_who_skips_the_questions_is_led_back(client: LintingClient, ask: Ask) -> None:
    opened(client, ask("hinder.manage", "subsidy.view"), enterprise_number=BAKERY)
    walk(client, "less")
    client.fill_in("/brief/wie", READER)
    assert client.get("/brief/nakijken").location == "/brief/keuze"


def test_who_changes_his_mind_gives_all_of_it(client: LintingClient, ask: Ask, sqlite_database: Database) -> None:
    mandate = ask("hinder.manage", "subsidy.view")
    opened(client, mandate, enterprise_number=BAKERY)
    walk(client, "less", {"types": ["subsidy.view"]}, IN_MAY)
    client.fill_in("/brief/keuze", {"act": "accept"})
    client.fill_in(str(client.fill_in("/brief/wie", READER).location), {"stands": "y"})
    with sqlite_database.reading() as session:
        assert [line.refused_on for line in get_mandate(session, mandate.id).lines] == [None, None]
