"""The figures of a party and those of all parties, as pages and as files."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.core.people import accounts
from tests import acting
from tests.web.client import LintingClient, words_of
from tests.web.conftest import START
from tests.web.wizards.conftest import Browser
from tests.web.wizards.walk import read
from tests.world import World

Agree = Callable[..., None]


@pytest.fixture
def agree(world: World) -> Agree:
    """A function that lets mandates be given and accepted two days later, so many times, the last one so long ago."""

    def times(count: int, days_ago: int = 0) -> None:
        acting.at(world, START - timedelta(days=days_ago + 2 * count))
        for _ in range(count):
            mandate = world.give("hinder.manage")
            world.later(days=2)
            acting.stop(world, acting.accept(world, mandate))
        world.session.commit()

    return times


def rows_of(page: BeautifulSoup) -> list[list[str]]:
    return [[words_of(cell) for cell in row.select("th, td")] for row in page.select(".ml-table tbody tr")]


def clerk(world: World, browser: Browser) -> LintingClient:
    staff = world.add_clerk()
    accounts.create_account(world.session, "karim", "demo", staff.person_id)
    world.session.commit()
    return browser("karim")


def kept(client: LintingClient, address: str) -> list[list[str]]:
    text = client.get(address).get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_who_manages_reads_a_chart_a_table_and_a_file(maria: LintingClient, agree: Agree) -> None:
    agree(3)
    page = maria.see("/mandaten/cijfers")
    assert "De helft van de mandaten was actief na 2 dagen." in read(page.main)
    assert rows_of(page) == [["Zelf, op de website", "3", "100 %", "3", "100 %", "2 dagen", "0"]]
    assert [words_of(bar) for bar in page.select(".ml-bars li")] == [
        "Zelf, op de website 2 dagen", "Zelf, op de website 3",
    ]
    assert all(chart["aria-hidden"] == "true" for chart in page.select(".ml-bars svg"))
    assert kept(maria, "/mandaten/cijfers.csv")[1] == ["Zelf, op de website", "3", "100", "3", "100", "2", "0"]


def test_a_period_is_chosen_in_the_address(maria: LintingClient, agree: Agree) -> None:
    agree(1, 40)
    assert rows_of(maria.see("/mandaten/cijfers?periode=30")) == []
    assert "In deze periode begon nog geen mandaat" in read(maria.see("/mandaten/cijfers?periode=30").main)
    for period in ("", "alles", "onzin"):
        assert len(rows_of(maria.see(f"/mandaten/cijfers?periode={period}"))) == 1


def test_over_all_parties_what_is_rare_is_not_told(browser: Browser, world: World, agree: Agree) -> None:
    karim = clerk(world, browser)
    agree(4)
    page = karim.see("/loket/cijfers")
    assert rows_of(page) == [
        ["Zelf, op de website", "minder dan 5", "niet getoond", "minder dan 5", "niet getoond", "niet getoond", "0"]
    ]
    assert page.select(".ml-bars") == []
    assert "minder dan 10" in words_of(page.select_one("tfoot"))
    assert "De helft" not in read(page.main)
    assert kept(karim, "/loket/cijfers.csv")[1][1:3] == ["minder dan 5", "niet getoond"]


def test_over_all_parties_what_is_common_is_told(browser: Browser, world: World, agree: Agree) -> None:
    karim = clerk(world, browser)
    agree(5)
    words = read(karim.see("/loket/cijfers").main)
    assert "De helft van de mandaten was actief na 2 dagen." in words
    assert "Boekhoudkantoor" not in words


def test_a_customer_does_not_find_the_figures_of_all(maria: LintingClient, client: LintingClient) -> None:
    maria.see("/loket/cijfers", 404)
    assert maria.get("/loket/cijfers.csv").status_code == 404
    assert "/aanmelden" in str(client.get("/loket/cijfers").location)
