"""Two customers in a row at one screen: the second sees nothing of the first, whatever is pressed."""

from collections.abc import Collection, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Playwright

from app.core.mandates.possible_acts import Act
from app.models.lifecycle import Side
from tests.e2e import journeys
from tests.e2e.conftest import ARGUMENTS, CHROMIUM
from tests.e2e.doors import Errand
from tests.e2e.prepared import Prepared, make_visit
from tests.e2e.town import Town, serving
from tests.e2e.visitor import Visitor
from tests.world import BAKERY, DUO, World

OF_AHMED = ("Ahmed", "El Amrani", "0199.000.349", "4821", "Maasland")


@pytest.fixture(scope="module")
def browser(driver: Playwright) -> Iterator[Browser]:
    """Chromium as people have it. Playwright switches off that Back shows a page as it was left; here it may."""
    browser = driver.chromium.launch(
        executable_path=CHROMIUM, args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


@pytest.fixture
def karim(demo_app: Flask, browser: Browser) -> Iterator[Visitor]:
    """A clerk who just helped Ahmed to give a mandate."""
    yield from helping_ahmed(demo_app, browser)


def helping_ahmed(app: Flask, browser: Browser) -> Iterator[Visitor]:
    """A clerk at whose counter Ahmed gives a mandate."""
    with serving(app) as url:
        town = Town(app, url, browser)
        karim = town.come().sign_in("karim", "/loket")
        journeys.begin_visit(karim).press("Een mandaat geven").press("Beginnen")
        journeys.answer_giving(karim, journeys.HINDER_TO_MAASLAND)
        journeys.send_gift(journeys.read_aloud(karim))
        yield karim
        town.close()


def shows_nothing_of_ahmed(visitor: Visitor) -> bool:
    """Whether neither the page nor its source nor its address holds anything of him."""
    return shows_nothing(visitor, OF_AHMED)


def shows_nothing(visitor: Visitor, words: Collection[str]) -> bool:
    """Whether neither the page nor its source nor its address holds any of these words.

    What the desk between two customers has folded away is for the clerk alone, and left out.
    """
    visitor.page.evaluate("document.querySelectorAll('details:not([open])').forEach(one => one.remove())")
    whole = visitor.page.content() + visitor.page.url + visitor.page.title()
    return not any(text in whole for text in words)


def test_going_back_after_the_hand_over_shows_nothing(karim: Visitor) -> None:
    journeys.hand_over(karim)
    assert shows_nothing_of_ahmed(karim)
    assert karim.page.evaluate("localStorage.length + sessionStorage.length") == 0
    steps = int(karim.page.evaluate("history.length")) - 2  # the empty tab and the desk came first
    assert steps > 10
    for _ in range(steps):
        with karim.page.expect_navigation(wait_until="load"):
            karim.page.evaluate("history.back()")
        assert shows_nothing_of_ahmed(karim), karim.path


@pytest.fixture
def bakery(prepared: Prepared, world: World) -> Errand:
    """A mandate of a bakery, whose letters are printed, and somebody of the bakery at the counter."""
    mandate = world.give()
    world.session.commit()
    prepared.town.print_letters()
    make_visit(world, BAKERY)
    return Errand(prepared, world, mandate, Side.GIVER, Act.WITHDRAW)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def clerk(request: pytest.FixtureRequest, bakery: Errand) -> Visitor:
    """Karim, who reads the mandate with this customer."""
    return bakery.prepared.come(scripts=request.param).sign_in("karim", bakery.path)


def move(visitor: Visitor, step: str) -> None:
    """Through the history; a page that comes as it was left is not loaded, so its heading is waited for."""
    with visitor.page.expect_navigation(wait_until="commit"):
        visitor.page.evaluate(step)
    visitor.page.locator("h1").wait_for()


def words_of_the_bakery(bakery: Errand) -> tuple[str, ...]:
    number = bakery.mandate.dossier_number
    return "Zoete Inval", "0199.000.151", number, f"{number[:3]} {number[3:7]} {number[7:10]} {number[10:]}"


def test_a_tab_that_was_left_open_does_and_shows_nothing_any_more(bakery: Errand, clerk: Visitor) -> None:
    words = words_of_the_bakery(bakery)
    other = clerk.another_tab().go(f"{bakery.path}/intrekken").tick_all()
    assert not shows_nothing(other, words)
    journeys.hand_over(clerk)
    make_visit(bakery.world, DUO)
    clerk.go("/loket/klant").sees("Wat wilt u doen voor")
    other.press("Mandaat intrekken en brief versturen")
    assert shows_nothing(other, words), other.path
    for step in ("history.back()", "location.reload()"):
        move(other, step)
        assert shows_nothing(other, words), (step, other.path)
    other.page.close()
    done, _ = bakery.prepared.outcome(bakery.mandate, bakery.side, bakery.act)
    assert not done


def test_going_back_beside_the_next_customer_shows_nothing_of_the_first(bakery: Errand, clerk: Visitor) -> None:
    words = words_of_the_bakery(bakery)
    before = int(clerk.page.evaluate("history.length"))
    for path in ("/loket/klant", "/mandaten", bakery.path, f"{bakery.path}/intrekken"):
        # The browser lists the titles of pages for whoever holds down Back.
        assert not [word for word in words if word in clerk.go(path).page.title()], path
    assert not shows_nothing(clerk, words)
    journeys.hand_over(clerk)
    make_visit(bakery.world, DUO)
    clerk.go("/loket/klant").sees("Wat wilt u doen voor")
    for _ in range(int(clerk.page.evaluate("history.length")) - before):
        move(clerk, "history.back()")
        assert shows_nothing(clerk, words), clerk.path


def test_nothing_that_was_read_or_printed_for_the_first_customer_is_kept(bakery: Errand, clerk: Visitor) -> None:
    words, addresses = words_of_the_bakery(bakery), [bakery.path, "/mandaten", "/loket/klant"]
    links = clerk.page.locator("main a, main img").evaluate_all("all => all.map(one => one.href || one.src)")
    addresses += [link for link in links if bakery.path in link]
    shown = [clerk.page.request.get(address).headers for address in addresses]
    assert {"text/html", "application/pdf"} <= {headers["content-type"].partition(";")[0] for headers in shown}
    assert all("no-store" in headers["cache-control"] for headers in shown)
    journeys.hand_over(clerk)
    make_visit(bakery.world, DUO)
    clerk.go("/loket/klant").sees("Wat wilt u doen voor")
    for address in addresses:
        answer = clerk.page.request.get(address)
        assert answer.headers["content-type"].startswith("text/html"), address
        assert not [word for word in words if word in answer.text()], address
    assert clerk.page.evaluate("localStorage.length + sessionStorage.length") == 0
