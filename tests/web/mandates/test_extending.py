"""Extending at home and at the counter: until when, check, send; and the other side says yes or no."""

from collections.abc import Callable
from datetime import date

import pytest

from app.core.acts.answering import accept_mandate
from app.core.acts.extending import propose_extension, withdraw_extension
from app.core.mandates.extension_plans import ExtensionWish
from app.core.mandates.lookup import get_mandate
from app.db import Database
from app.models.mandate import Mandate
from tests.web.client import LintingClient
from tests.web.wizards.walk import read
from tests.world import World


@pytest.fixture
def running(world: World) -> Mandate:
    """Two parts until 22 November 2027."""
    mandate = world.give("subsidy.view", "recog.view")
    accept_mandate(world.session, world.holder, mandate.id, policy=world.policy, now=world.now)
    world.session.commit()
    return mandate


def ends(database: Database, mandate: Mandate) -> dict[str, date | None]:
    with database.reading() as session:
        return {line.type_key: line.last_day for line in get_mandate(session, mandate.id).lines}


def propose(world: World, mandate: Mandate, months: int = 12) -> None:
    wish = ExtensionWish(mandate.id, months=months)
    propose_extension(world.session, world.giver, wish, policy=world.policy, now=world.now)
    world.session.commit()


def test_one_side_proposes_and_the_other_accepts(
    maria: LintingClient, jan: LintingClient, running: Mandate, sqlite_database: Database
) -> None:
    before = max(ends(sqlite_database, running).values())
    after = date(before.year + 1, before.month, before.day)
    link = maria.see(f"/mandaten/{running.id}").find("a", string="Dit mandaat verlengen")
    address = str(link["href"])
    check = maria.fill_in(address, {"period": "12"})
    words = read(maria.see(check.location).main)
    assert f"tot en met {after.day} november {after.year}." in words
    assert "Tot dan verandert er niets." in words
    done = maria.fill_in(check.location)
    assert done.location == f"/mandaten/{running.id}/klaar/verlengen"
    words = read(maria.see(done.location).main)
    assert "moet de verlenging aanvaarden" in words
    assert "intussen langer" not in words
    assert ends(sqlite_database, running) == {"subsidy.view": before, "recog.view": before}

    overview = read(jan.see("/mandaten").main)
    assert "Zeg ja of nee tegen de verlenging." in overview
    page = jan.see(f"/mandaten/{running.id}")
    assert "Bakkerij De Zoete Inval BV wil verlengen tot en met" in read(page.main)
    answer = str(page.find("a", string="Verlenging aanvaarden")["href"])
    accepted = jan.fill_in(answer)
    assert "Het mandaat is verlengd" in read(jan.see(accepted.location).main)
    assert ends(sqlite_database, running) == {"subsidy.view": after, "recog.view": after}


def test_only_the_parts_that_are_ticked_are_extended(
    maria: LintingClient, running: Mandate, sqlite_database: Database
) -> None:
    address = f"/mandaten/{running.id}/verlengen"
    check = maria.fill_in(address, {"types": ["subsidy.view"], "period": "6"})
    words = read(maria.see(check.location).main)
    assert "stopt vroeger" in words
    maria.fill_in(check.location)
    with sqlite_database.reading() as session:
        fresh = get_mandate(session, running.id)
        (extension,) = fresh.extensions
        assert [one.line.type_key for one in extension.lines] == ["subsidy.view"]


def test_going_back_from_the_check_page_finds_the_answers_again(maria: LintingClient, running: Mandate) -> None:
    address = f"/mandaten/{running.id}/verlengen"
    day = {"period": "date", "day-day": "1", "day-month": "2", "day-year": "2028"}
    check = maria.fill_in(address, {"types": ["subsidy.view"], **day})
    back = maria.see(check.location).select_one("a.ml-back")
    page = maria.see(str(back["href"]))
    assert [box["value"] for box in page.select("input[name=types][checked]")] == ["subsidy.view"]
    assert [box["value"] for box in page.select("input[name^=day-]")] == ["1", "2", "2028"]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({}, "U hebt nog niet gekozen. Kies tot wanneer, of kies dat u niet verlengt."),
        ({"period": "date"}, "De datum ontbreekt nog. Vul dag, maand en jaar in met cijfers."),
        (
            {"period": "date", "day-day": "31", "day-month": "11", "day-year": "2027"},
            "Deze datum bestaat niet. Vul dag, maand en jaar in met cijfers.",
        ),
        ({"period": "6", "types": []}, "U hebt nog niet gekozen. Kruis aan wat u wilt verlengen."),
    ],
)
def test_a_missing_answer_is_asked_for(maria: LintingClient, running: Mandate, values: dict, error: str) -> None:
    address = f"/mandaten/{running.id}/verlengen"
    form = maria.see(address).select_one("main form[method=post]")
    page = maria.send(form, address, {"types": ["subsidy.view"]} | values, 422)
    assert error in page.get_data(as_text=True)


def test_an_end_that_is_not_later_is_refused_at_the_day(maria: LintingClient, running: Mandate) -> None:
    address = f"/mandaten/{running.id}/verlengen"
    form = maria.see(address).select_one("main form[method=post]")
    values = {"period": "date", "day-day": "1", "day-month": "12", "day-year": "2026"}
    page = maria.send(form, address, values, 422)
    assert "Kies een latere dag." in page.get_data(as_text=True)


def test_who_does_not_want_to_extend_goes_back_to_the_mandate(maria: LintingClient, running: Mandate) -> None:
    response = maria.fill_in(f"/mandaten/{running.id}/verlengen", {"period": "none"})
    assert response.location == f"/mandaten/{running.id}"


def test_sending_twice_proposes_once(maria: LintingClient, running: Mandate, sqlite_database: Database) -> None:
    check = maria.fill_in(f"/mandaten/{running.id}/verlengen", {"period": "12"}).location
    form = maria.see(check).select_one("main form[method=post]")
    locations = {maria.send(form, check, {}).location for _ in range(2)}
    assert locations == {f"/mandaten/{running.id}/klaar/verlengen"}
    with sqlite_database.reading() as session:
        assert len(get_mandate(session, running.id).extensions) == 1


@pytest.mark.parametrize(
    ("who", "slug", "heading"),
    [
        ("jan", "verlenging-weigeren", "U hebt de verlenging geweigerd"),
        ("maria", "verlenging-intrekken", "U hebt de verlenging ingetrokken"),
    ],
)
def test_an_extension_can_be_refused_or_taken_back(
    browser: Callable, world: World, running: Mandate, who: str, slug: str, heading: str, sqlite_database: Database
) -> None:
    before = ends(sqlite_database, running)
    propose(world, running)
    client = browser(who)
    done = client.fill_in(f"/mandaten/{running.id}/{slug}")
    assert heading in read(client.see(done.location).main)
    assert ends(sqlite_database, running) == before


def test_nobody_accepts_another_extension_than_the_one_on_the_page(
    jan: LintingClient, world: World, running: Mandate, sqlite_database: Database
) -> None:
    before = ends(sqlite_database, running)
    propose(world, running, 6)
    address = f"/mandaten/{running.id}/verlenging-aanvaarden"
    form = jan.see(address).select_one("main form[method=post]")
    withdraw_extension(world.session, world.giver, running.id, policy=world.policy, now=world.now)
    propose(world, running, 36)
    page = jan.send(form, address, {}, 409)
    assert "Er is intussen iets veranderd." in page.get_data(as_text=True)
    assert ends(sqlite_database, running) == before


def test_the_clerk_reads_the_extension_aloud_and_the_customer_agrees(
    counter: Callable, running: Mandate, sqlite_database: Database
) -> None:
    clerk = counter()
    check = clerk.fill_in(f"/mandaten/{running.id}/verlengen", {"period": "12"}).location
    words = read(clerk.see(check).main)
    assert "U wilt dat nu verlengen." in words
    form = clerk.see(check).select_one("main form[method=post]")
    clerk.send(form, check, {}, 422)
    done = clerk.send(form, check, {"agreed": "y"})
    assert done.location == f"/mandaten/{running.id}/klaar/verlengen"


def test_what_cannot_be_extended_says_so(maria: LintingClient, world: World) -> None:
    mandate = world.give("subsidy.view", months=None)
    accept_mandate(world.session, world.holder, mandate.id, policy=world.policy, now=world.now)
    world.session.commit()
    page = maria.see(f"/mandaten/{mandate.id}")
    assert page.find("a", string="Dit mandaat verlengen") is None
    maria.see(f"/mandaten/{mandate.id}/verlengen", 409)
