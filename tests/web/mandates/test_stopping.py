"""Stopping or renouncing some parts, or after a day, at home and at the counter."""

from collections.abc import Callable
from datetime import date

import pytest

from app.core.mandates.lookup import get_mandate
from app.db import Database
from app.models.mandate import Mandate
from tests.core.test_others import to_other
from tests.web.client import LintingClient
from tests.web.wizards.walk import read
from tests.world import World

DAY = {"when": "day", "day-day": "10", "day-month": "12", "day-year": "2026"}


def stops(database: Database, mandate: Mandate) -> dict[str, date | None]:
    with database.reading() as session:
        return {line.type_key: line.stop_day for line in get_mandate(session, mandate.id).lines}


@pytest.mark.parametrize(("who", "slug"), [("maria", "stopzetten"), ("jan", "afstand-doen")])
def test_a_part_stops_now_and_the_rest_goes_on(
    browser: Callable, active: Mandate, who: str, slug: str, sqlite_database: Database
) -> None:
    client = browser(who)
    whole = client.see(f"/mandaten/{active.id}/{slug}")
    choose = str(whole.find("a", string="Alleen een deel stopzetten, of op een latere dag")["href"])
    check = client.fill_in(choose, {"what": "part", "types": ["hinder.manage"], "when": "now"}).location
    words = read(client.see(check).main)
    assert "dit niet meer doen: een hinderpremie aanvragen." in words
    assert "Dit loopt nog wel:" in words
    done = client.fill_in(check).location
    words = read(client.see(done).main)
    assert "Een deel van het mandaat stopt" in words
    assert "Uw brief komt ten laatste op" in words
    found = stops(sqlite_database, active)
    assert found["hinder.manage"] is not None
    assert found["subsidy.view"] is None
    assert "is al gestopt" in read(client.see(f"/mandaten/{active.id}").main)


def test_everything_stops_after_a_day(maria: LintingClient, active: Mandate, sqlite_database: Database) -> None:
    choose = f"/mandaten/{active.id}/stopzetten/kiezen"
    check = maria.fill_in(choose, {"what": "all", **DAY}).location
    assert "vanaf 11 december 2026 dit niet meer doen" in read(maria.see(check).main)
    done = maria.fill_in(check).location
    assert "Het mandaat stopt" in read(maria.see(done).main)
    assert set(stops(sqlite_database, active).values()) == {date(2026, 12, 11)}
    words = read(maria.see(f"/mandaten/{active.id}").main)
    assert "stopt op 11 december 2026. Vanaf die dag mag het niet meer." in words


def test_pressing_twice_stops_once_and_ends_on_the_same_page(
    maria: LintingClient, active: Mandate, sqlite_database: Database
) -> None:
    choose = f"/mandaten/{active.id}/stopzetten/kiezen"
    check = maria.fill_in(choose, {"what": "part", "types": ["hinder.manage"], "when": "now"}).location
    form = maria.see(check).select_one("main form[method=post]")
    assert maria.send(form, check, {}).location == maria.send(form, check, {}).location


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"when": "now"}, "Kies wat u wilt stopzetten."),
        ({"what": "part", "when": "now"}, "Kruis aan wat stopt."),
        ({"what": "all"}, "Kies wanneer het stopt."),
        ({"what": "all", "when": "day"}, "De datum ontbreekt nog."),
        ({"what": "all"} | DAY | {"day-year": "2020"}, "Deze dag is al voorbij."),
        ({"what": "all"} | DAY | {"day-day": "31", "day-month": "2"}, "Deze datum bestaat niet."),
        ({"what": "all"} | DAY | {"day-year": "2090"}, "Op die dag is dit al voorbij."),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_at_the_question(
    maria: LintingClient, active: Mandate, values: dict, error: str
) -> None:
    address = f"/mandaten/{active.id}/stopzetten/kiezen"
    form = maria.see(address).select_one("main form[method=post]")
    assert error in maria.send(form, address, values, 422).get_data(as_text=True)


def test_going_back_from_the_check_page_finds_the_answers_again(maria: LintingClient, active: Mandate) -> None:
    address = f"/mandaten/{active.id}/stopzetten/kiezen"
    check = maria.fill_in(address, {"what": "part", "types": ["hinder.manage"], **DAY}).location
    page = maria.see(str(maria.see(check).select_one("a.ml-back")["href"]))
    checked = {(box["name"], box["value"]) for box in page.select("input[checked]")}
    assert checked == {("what", "part"), ("types", "hinder.manage"), ("when", "day")}
    assert [box["value"] for box in page.select("input[name^=day-]")] == ["10", "12", "2026"]


def test_an_address_with_parts_that_do_not_exist_leads_to_the_question(maria: LintingClient, active: Mandate) -> None:
    response = maria.get(f"/mandaten/{active.id}/stopzetten/nakijken?deel=nothing")
    assert (response.status_code, response.location) == (303, f"/mandaten/{active.id}/stopzetten/kiezen")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_an_address_with_a_day_that_nobody_can_mean_leads_on(maria: LintingClient, active: Mandate, day: str) -> None:
    for page, status in (("stopzetten/kiezen", 200), ("stopzetten/nakijken", None), ("verlengen/nakijken", None)):
        response = maria.get(f"/mandaten/{active.id}/{page}?vanaf={day}&tot={day}")
        assert response.status_code in ({200, 303} if status is None else {status})


def test_the_clerk_reads_aloud_which_parts_stop(
    counter: Callable, active: Mandate, sqlite_database: Database
) -> None:
    clerk = counter()
    address = f"/mandaten/{active.id}/stopzetten/kiezen"
    check = clerk.fill_in(address, {"what": "part", "types": ["hinder.manage"], "when": "now"}).location
    page = clerk.see(check)
    assert "U zet nu dit stop: een hinderpremie aanvragen." in read(page.main)
    form = page.select_one("main form[method=post]")
    clerk.send(form, check, {}, 422)
    done = clerk.send(form, check, {"agreed": "y"})
    assert done.location == f"/mandaten/{active.id}/stopzetten/gedaan"
    assert stops(sqlite_database, active)["subsidy.view"] is None


NOBODY = "Niemand anders doet dit nu voor u."


def test_who_stops_reads_that_nobody_else_does_it(maria: LintingClient, active: Mandate) -> None:
    assert NOBODY in read(maria.see(f"/mandaten/{active.id}/stopzetten").main)


def test_who_else_may_do_it_is_named_before_it_stops(maria: LintingClient, active: Mandate, world: World) -> None:
    name = to_other(world, "hinder.manage").holder.name
    world.session.commit()
    words = read(maria.see(f"/mandaten/{active.id}/stopzetten").main)
    assert f"Een deel mag ook iemand anders voor u doen: {name}. De rest doet nu niemand anders voor u." in words
    assert NOBODY not in words
    choose = f"/mandaten/{active.id}/stopzetten/kiezen"
    check = maria.fill_in(choose, {"what": "part", "types": ["hinder.manage"], "when": "now"}).location
    assert f"Dit mag ook iemand anders voor u doen: {name}." in read(maria.see(check).main)
    check = maria.fill_in(choose, {"what": "part", "types": ["subsidy.view"], "when": "now"}).location
    assert NOBODY in read(maria.see(check).main)
