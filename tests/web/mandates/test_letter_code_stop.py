"""Stopping or renouncing some parts, or after a day, with the code of a letter."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from app.core.acts.contesting import contest_mandate
from app.core.mandates.lookup import get_mandate
from app.db import Database
from app.models.mandate import Mandate
from tests.acting import accept
from tests.core.test_others import to_other
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.mandates.test_letter_code import READER, opened, stamp, walk
from tests.web.wizards.walk import read
from tests.world import BAKERY, OFFICE, TODAY, World

Run = Callable[..., Mandate]
PART = {"what": "part", "types": ["hinder.manage"], "when": "now"}
DAY = {"when": "day", "day-day": "10", "day-month": "12", "day-year": "2026"}
GIVER, HOLDER = (BAKERY, "giver"), (OFFICE, "holder")


@pytest.fixture
def running(world: World, app: Flask) -> Run:
    """A function that makes a mandate that runs; the letter about that to one side has its code."""

    def begin(side: str, *keys: str) -> Mandate:
        mandate = accept(world, world.give(*keys))
        stamp(world, app, mandate, f"active.{side}")
        world.session.commit()
        return mandate

    return begin


def stops(database: Database, mandate: Mandate) -> dict[str, date | None]:
    with database.reading() as session:
        return {line.type_key: line.stop_day for line in get_mandate(session, mandate.id).lines}


@pytest.mark.parametrize(("number", "side"), [GIVER, HOLDER], ids=["giver", "holder"])
def test_a_part_stops_now_and_the_rest_goes_on(
    client: LintingClient, running: Run, number: str, side: str, sqlite_database: Database
) -> None:
    mandate = running(side, "hinder.manage", "subsidy.view")
    opened(client, mandate, enterprise_number=number)
    check = walk(client, "partly", PART, READER)
    assert check == "/brief/nakijken"
    words = read(client.see(check).main)
    assert "Kijk na wat stopt" in words
    assert "dit niet meer doen: een hinderpremie aanvragen." in words
    assert "Dit loopt nog wel:" in words
    assert client.fill_in(check, {"stands": "y"}).location == "/brief/klaar"
    words = read(client.see("/brief/klaar").main)
    assert "Een deel van het mandaat stopt" in words
    assert "Dit loopt nog wel:" in words
    assert ("Verwittig uw klant ook zelf" in words) == (side == "holder")
    assert stops(sqlite_database, mandate) == {"hinder.manage": TODAY, "subsidy.view": None}


def test_everything_stops_after_a_day_and_the_answer_comes_back(
    client: LintingClient, running: Run, sqlite_database: Database
) -> None:
    mandate = running("giver", "hinder.manage", "subsidy.view")
    opened(client, mandate, enterprise_number=BAKERY)
    check = walk(client, "partly", {"what": "all"} | DAY, READER)
    assert "vanaf 11 december 2026 dit niet meer doen" in read(client.see(check).main)
    # Back from the check page: the name, then the question with what was answered.
    back = str(client.see("/brief/wie").select_one(".ml-back")["href"])
    assert back == "/brief/wat-stopt"
    assert client.see(back).select_one("[name=day-day]")["value"] == "10"
    client.fill_in(check, {"stands": "y"})
    assert "Het mandaat stopt" in read(client.see("/brief/klaar").h1)
    assert set(stops(sqlite_database, mandate).values()) == {date(2026, 12, 11)}


def test_with_one_part_only_the_day_is_asked(client: LintingClient, running: Run, sqlite_database: Database) -> None:
    mandate = running("giver", "hinder.manage")
    opened(client, mandate, enterprise_number=BAKERY)
    assert "Ik kies zelf op welke dag het stopt" in read(client.see("/brief/keuze").main)
    assert client.see(walk(client, "partly")).select("[name=what]") == []
    client.fill_in(walk(client, "partly", DAY, READER), {"stands": "y"})
    assert stops(sqlite_database, mandate) == {"hinder.manage": date(2026, 12, 11)}


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"when": "now"}, "Kies wat u wilt stopzetten."),
        ({"what": "part", "when": "now"}, "Kruis aan wat stopt."),
        ({"what": "all"}, "Kies wanneer het stopt."),
        ({"what": "all"} | DAY | {"day-year": "2020"}, "Deze dag is al voorbij."),
        ({"what": "all"} | DAY | {"day-year": "2090"}, "Op die dag is dit al voorbij."),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_at_the_question(
    client: LintingClient, running: Run, values: dict, error: str
) -> None:
    opened(client, running("giver", "hinder.manage", "subsidy.view"), enterprise_number=BAKERY)
    address = walk(client, "partly")
    form = client.see(address).select_one("main form[method=post]")
    assert error in errors_of(page_of(client.send(form, address, values, 422), 422))[0]


def test_who_skips_the_question_is_led_back(client: LintingClient, running: Run) -> None:
    opened(client, running("giver", "hinder.manage", "subsidy.view"), enterprise_number=BAKERY)
    assert client.get("/brief/wat-stopt").location == "/brief/keuze"
    walk(client, "partly")
    client.fill_in("/brief/wie", READER)
    assert client.get("/brief/nakijken").location == "/brief/keuze"


def test_who_changes_his_mind_stops_all_of_it(
    client: LintingClient, running: Run, sqlite_database: Database
) -> None:
    mandate = running("giver", "hinder.manage", "subsidy.view")
    opened(client, mandate, enterprise_number=BAKERY)
    walk(client, "partly", PART)
    client.fill_in("/brief/keuze", {"act": "stop"})
    check = client.fill_in("/brief/wie", READER).location
    client.fill_in(str(check), {"stands": "y"})
    assert "Het mandaat is stopgezet" in read(client.see("/brief/klaar").h1)
    assert set(stops(sqlite_database, mandate).values()) == {TODAY}


def test_the_code_goes_on_for_what_still_runs(
    client: LintingClient, running: Run, sqlite_database: Database
) -> None:
    mandate = running("giver", "hinder.manage", "subsidy.view")
    opened(client, mandate, enterprise_number=BAKERY)
    client.fill_in(walk(client, "partly", PART, READER), {"stands": "y"})
    client.send(client.see("/brief/klaar").select_one("main form[method=post]"), "/brief/stoppen", {})
    opened(client, mandate, enterprise_number=BAKERY)
    client.fill_in(walk(client, "partly", DAY, READER), {"stands": "y"})
    assert stops(sqlite_database, mandate) == {"hinder.manage": TODAY, "subsidy.view": date(2026, 12, 11)}


def test_part_of_what_stands_still_can_be_stopped_too(
    client: LintingClient, world: World, running: Run, sqlite_database: Database
) -> None:
    mandate = running("giver", "hinder.manage", "subsidy.view")
    contest_mandate(world.session, world.giver, mandate.id, reason="other", policy=world.policy, now=world.now)
    world.session.commit()
    opened(client, mandate, enterprise_number=BAKERY)
    client.fill_in(walk(client, "partly", PART, READER | {"capacity": "none"}), {"stands": "y"})
    client.see("/brief/klaar")
    assert stops(sqlite_database, mandate) == {"hinder.manage": TODAY, "subsidy.view": None}


def test_an_answer_that_cannot_be_stopped_yet_offers_no_parts(client: LintingClient, world: World, app: Flask) -> None:
    mandate = world.give("hinder.manage", "subsidy.view")
    stamp(world, app, mandate, "invitation.holder")
    world.session.commit()
    opened(client, mandate)
    form = client.see("/brief/keuze").select_one("main form[method=post]")
    client.send(form, "/brief/keuze", {"act": "partly"}, 422)


@pytest.mark.parametrize("how", ["stop", "partly"])
def test_a_code_tells_nothing_of_what_else_the_giver_gave(
    client: LintingClient, running: Run, world: World, how: str
) -> None:
    mandate = running("giver", "hinder.manage", "subsidy.view")
    opened(client, mandate, enterprise_number=BAKERY)
    alone = read(client.see(walk(client, how, *([PART] if how == "partly" else []), READER)).main)
    to_other(world, "hinder.manage", "subsidy.view")
    world.session.commit()
    assert read(client.see("/brief/nakijken").main) == alone
    assert "Dat leest u bij Mijn mandaten, als u zich aanmeldt." in alone
