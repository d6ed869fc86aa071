"""Sending happens once, and only what was shown is sent."""

import uuid
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from app import create_app
from app.config import Settings
from app.db import Database
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.models.register import RegisterName
from tests.web.client import LintingClient, held_by, page_of
from tests.web.conftest import StillClock
from tests.web.small_world import make_world
from tests.web.wizards.walk import answer, count, goes_to, read, to_check
from tests.world import OFFICE, World

CHANGED = "Er is intussen iets veranderd. Kijk alles opnieuw na en verstuur dan."


def problems(client: LintingClient, address: str, values: dict[str, str]) -> list[str]:
    page = page_of(answer(client, address, values, 422), 422)
    return [read(item) for item in page.select(".govuk-error-summary__list li")]


def test_without_the_tick_nothing_is_sent(maria: LintingClient, sqlite_database: Database) -> None:
    address = to_check(maria)
    assert problems(maria, address, {}) == ["Kruis aan dat u dit gelezen hebt. Daarna kunt u versturen."]
    assert count(sqlite_database, Mandate) == 0


def test_a_check_page_that_is_no_longer_true_is_shown_again(
    maria: LintingClient, world: World, sqlite_database: Database
) -> None:
    address = to_check(maria)
    form = maria.see(address).select_one("main form[method=post]")
    name = world.session.query(RegisterName).filter_by(entity_number=OFFICE).one()
    name.name = "Boekhoudkantoor Peeters en Wouters BV"
    world.session.commit()
    page = page_of(maria.send(form, address, {"read": "y"}, 422), 422)  # type: ignore[arg-type]
    assert [read(item) for item in page.select(".govuk-error-summary__list li")] == [CHANGED]
    assert not page.select_one("#read").has_attr("checked"), "what changed has to be read again"  # type: ignore[union-attr]
    assert "Boekhoudkantoor Peeters en Wouters BV" in read(page)
    assert count(sqlite_database, Mandate) == 0
    assert goes_to(answer(maria, address, {"read": "y"})) == "done"


def test_an_answer_changed_in_another_tab_is_noticed(maria: LintingClient, sqlite_database: Database) -> None:
    address = to_check(maria)
    form = maria.see(address).select_one("main form[method=post]")
    answer(maria, address.replace("check", "period"), {"period": "6"})
    page = page_of(maria.send(form, address, {"read": "y"}, 422), 422)  # type: ignore[arg-type]
    assert CHANGED in read(page)
    assert count(sqlite_database, Mandate) == 0


def test_sending_again_from_another_tab_leads_to_the_same_done_page(
    maria: LintingClient, sqlite_database: Database
) -> None:
    address = to_check(maria)
    form = maria.see(address).select_one("main form[method=post]")
    first = maria.send(form, address, {"read": "y"})  # type: ignore[arg-type]
    again = maria.send(form, address, {"read": "y"})  # type: ignore[arg-type]
    assert first.location == again.location
    assert (count(sqlite_database, Mandate), count(sqlite_database, Letter)) == (1, 2)


def test_after_sending_every_address_of_the_draft_leads_to_the_done_page(maria: LintingClient) -> None:
    address = to_check(maria)
    done = str(maria.fill_in(address, {"read": "y"}).location)
    base = address.rpartition("/")[0]
    pages = ["holder", "types", "check", "end-date", "saved", "stop", "no-number"]
    for page in (base, *(f"{base}/{name}" for name in pages)):
        assert str(maria.get(page).location) == done
    token = held_by(maria.see("/geven").select_one("main form"))["csrf_token"]  # type: ignore[arg-type]
    for page in ("period", "stop", "check"):
        assert str(maria.post(f"{base}/{page}", data={"csrf_token": token, "period": "1"}).location) == done


def test_two_buttons_pressed_at_the_same_moment_give_one_mandate(
    fresh_database: Database, web_settings: Settings, still_clock: StillClock
) -> None:
    world = make_world(fresh_database)
    world.session.close()
    app: Flask = create_app(web_settings, database=fresh_database, clock=still_clock)
    client = _plain_client(app)
    address = to_check(client)
    form = held_by(page_of(client.get(address)).select_one("main form[method=post]"))  # type: ignore[arg-type]
    cookie = client.get_cookie("mandaatloket").value  # type: ignore[union-attr]

    def press(_: int) -> str:
        tab = app.test_client()
        tab.set_cookie("mandaatloket", cookie)
        return str(tab.post(address, data=form | {"read": "y"}).location)

    with ThreadPoolExecutor(4) as pool:
        places = set(pool.map(press, range(4)))
    assert places == {address.replace("check", "done")}
    assert (count(fresh_database, Mandate), count(fresh_database, Letter)) == (1, 2)


def _plain_client(app: Flask) -> LintingClient:
    # Several requests at once leave connections open on purpose; the linting client would object.
    client = app.test_client()
    page = page_of(client.get("/aanmelden"))
    form = held_by(page.select_one("main form[method=post]"))  # type: ignore[arg-type]
    client.post("/aanmelden", data=form | {"username": "maria", "password": "demo"})
    client.fill_in = lambda path: _press(client, path)  # type: ignore[attr-defined]
    return client  # type: ignore[return-value]


def _press(client: LintingClient, path: str) -> object:
    form = held_by(page_of(client.get(path)).select_one("main form[method=post]"))  # type: ignore[arg-type]
    return client.post(path, data=form)


def test_a_draft_that_does_not_exist_is_a_page_that_says_so(maria: LintingClient) -> None:
    assert maria.get(f"/geven/{uuid.uuid4()}").status_code == 404
    assert maria.get(f"/geven/{uuid.uuid4()}/holder").status_code == 404
