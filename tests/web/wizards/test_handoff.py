"""Maria comes from another application with what it knew, gives, and goes back; without scripts."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.actor import Actor
from app.core.caller import Caller
from app.core.handoffs.making import HandoffWish, make_handoff
from app.core.mandates.catalogue import list_groups
from app.core.policy import Policy
from app.db import Database
from app.models.api_client import ApiClient
from app.models.draft import Draft
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from tests.api.callers import DOMAINS
from tests.core.test_api_tokens import client_of
from tests.web.client import LintingClient, words_of
from tests.web.conftest import StillClock
from tests.web.wizards.walk import ANSWERS, answer, count, goes_to, read, walk
from tests.world import BAKERY, OFFICE, TODAY, World

BACK = "https://portaal.voorbeeld.be/terug"
KNOWN = {"giver": BAKERY, "holder": OFFICE, "covers": {"types": ["hinder.manage"]}, "ends": {"months": 12}}

Link = Callable[..., str]


@pytest.fixture
def link(app: Flask, world: World) -> Link:
    """Makes the address of a link; what the application knows can be said otherwise."""
    client = client_of(world)
    client.return_addresses = [BACK]

    def make(**known: Any) -> str:
        actor = Actor.through_api(Caller(client.id, None, frozenset(DOMAINS), frozenset(), None, None, "one"))
        wish, vault = HandoffWish(BACK, state="x7", **(KNOWN | known)), app.extensions["vault"]
        token = make_handoff(world.session, actor, wish, vault, policy=Policy(), now=world.now).token
        world.session.commit()
        return f"/overgang/{token}"

    return make


@pytest.fixture
def nobody(app: Flask, world: World) -> LintingClient:
    """A browser in which nobody signed in."""
    return app.test_client()  # type: ignore[return-value]


def told(address: str | None) -> dict[str, str]:
    """What the application is told, at its own address and nowhere else."""
    assert str(address).startswith(BACK + "?")
    return {name: one for name, [one] in parse_qs(urlsplit(str(address)).query).items()}


def begin(client: LintingClient, link: str) -> str:
    """Press "Verder" on the page of the link; the address of the first question that is open."""
    return str(client.get(str(client.fill_in(link).location)).location)


def back_from(client: LintingClient, page: Any) -> dict[str, str]:
    [way] = [one for one in page.select("main a") if "Terug naar Ondernemersloket" in words_of(one)]
    return told(client.get(str(way["href"])).location)


def test_who_did_not_sign_in_does_so_and_comes_back(nobody: LintingClient, link: Link) -> None:
    address = link()
    page = nobody.see(address)
    assert "U komt van Ondernemersloket" in read(page.h1)
    assert "Zoete Inval" not in read(page)
    assert page.select_one("main a.govuk-button")["href"] == f"/aanmelden?next={address}"  # type: ignore[index]
    assert nobody.sign_in("maria", address).location == address
    page = nobody.see(address)
    assert "Mandaatgever Bakkerij De Zoete Inval BV, ondernemingsnummer 0199.000.151" in read(page)
    assert "Mandaatnemer Boekhoudkantoor Peeters BV" in read(page)


def test_she_gives_what_is_known_and_goes_back(
    maria: LintingClient, link: Link, sqlite_database: Database
) -> None:
    address = link()
    question = begin(maria, address)
    assert question.endswith("/holder-check")  # she alone can say whether it is the right one
    open_questions = tuple(one for one in ANSWERS if one[0] in {"holder-check", "start", "notice"})
    check = walk(maria, question, open_questions)
    assert check.endswith("/check")
    assert "premie vragen als er werken zijn in de straat" in read(maria.see(check))
    done = str(maria.fill_in(check, {"read": "y"}).location)
    with sqlite_database.reading() as session:
        [mandate] = session.scalars(select(Mandate)).all()
    page = maria.see(done)
    assert page.select_one("main a.govuk-button:not(.govuk-button--secondary)").get_text() == (  # type: ignore[union-attr]
        "Terug naar Ondernemersloket"
    )
    assert back_from(maria, page) == {"outcome": "given", "mandate": str(mandate.id), "state": "x7"}
    assert str(maria.get(address).location).startswith("/geven/")  # the link leads to what came of it


def test_a_holder_asks(jan: LintingClient, link: Link) -> None:
    question = begin(jan, link(first_day=TODAY + timedelta(days=3)))
    assert question.startswith("/vragen/")
    question = str(answer(jan, question, {"right": "yes"}).location)
    assert question.endswith("/reason")


@pytest.mark.parametrize(("known", "first"), [
    ({"holder": None}, "holder"),
    ({"holder": "0123456749"}, "holder"),
    ({"holder": BAKERY, "giver": None, "started_by": "giver"}, "holder"),
])  # fmt: skip
def test_what_is_not_known_is_the_first_question(
    maria: LintingClient, link: Link, known: dict[str, Any], first: str
) -> None:
    assert goes_to(maria.get(str(maria.fill_in(link(**known)).location))) == first


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize("end", [{"months": 1199}, {"last_day": "9999-12-31"}, {"last_day": "0001-01-01"}])
def test_days_that_nobody_can_mean_are_asked(
    maria: LintingClient, link: Link, day: date, end: dict[str, Any]
) -> None:
    assert begin(maria, link(first_day=day, ends=end)).endswith("/holder-check")


@pytest.mark.parametrize(("covers", "step", "ticked"), [
    ({"types": ["hinder.manage", "no-such"]}, "types", ["hinder.manage"]),
    ({"types": ["no-such"]}, "types", []),
    ({"group": "no-such"}, "what", []),
    ({}, "what", []),
])  # fmt: skip
def test_what_does_not_exist_is_said_kindly_and_asked(
    maria: LintingClient, link: Link, covers: dict[str, Any], step: str, ticked: list[str]
) -> None:
    address = link(covers=covers)
    says = "Een deel van wat Ondernemersloket vraagt, kennen wij niet" in read(maria.see(address))
    assert says is bool(covers)
    question = str(answer(maria, begin(maria, address), {"right": "yes"}).location)
    assert question.endswith(f"/{step}")
    assert [one["value"] for one in maria.see(question).select("input[name=types][checked]")] == ticked


def test_a_group_is_filled_in_as_it_is_today(maria: LintingClient, link: Link, world: World) -> None:
    address = link(covers={"group": list_groups(world.session, TODAY)[0].group_key})
    assert "Waarvoor?" in read(maria.see(address))
    question = begin(maria, address)
    assert goes_to(answer(maria, question, {"right": "yes"})) == "start"


@pytest.mark.parametrize(("ends", "first"), [
    ({"months": 12}, "check"), ({"months": 7}, "check"), ({"last_day": "2027-03-01"}, "check"),
    ({"last_day": "2026-01-01"}, "end-date"), ({"until_stopped": True}, "period"), ({}, "period"),
])  # fmt: skip
def test_how_long_is_filled_in_where_it_can_be(
    maria: LintingClient, link: Link, ends: dict[str, Any], first: str
) -> None:
    question = begin(maria, link(first_day=TODAY, ends=ends))
    question = str(answer(maria, question, {"right": "yes"}).location)
    if question.endswith("/notice"):
        question = str(answer(maria, question, {"how": "brief"}).location)
    assert question.endswith(f"/{first}")


def test_who_stops_can_go_back(maria: LintingClient, link: Link) -> None:
    address = link()
    question = begin(maria, address)
    stopped = maria.see(str(maria.fill_in(question.replace("holder-check", "stop")).location))
    assert back_from(maria, stopped) == {"outcome": "cancelled", "state": "x7"}
    page = maria.see(address, 410)
    assert "Deze link is al gebruikt" in read(page.h1)
    assert back_from(maria, page)["outcome"] == "cancelled"


def test_used_again_it_goes_on_with_the_draft(maria: LintingClient, link: Link, sqlite_database: Database) -> None:
    address = link()
    question = begin(maria, address)
    assert str(maria.get(str(maria.get(address).location)).location) == question
    page = maria.see("/geven")
    token = page.select_one("input[name=csrf_token]")["value"]  # type: ignore[index]
    again = maria.post(address, data={"csrf_token": token})  # from a page that was open in another tab
    assert str(maria.get(str(again.location)).location) == question
    assert count(sqlite_database, Draft) == 1


def test_a_link_of_somebody_else_looks_like_one_that_never_was(
    maria: LintingClient, jan: LintingClient, nobody: LintingClient, link: Link
) -> None:
    address = link()
    begin(maria, address)
    theirs, never = (read(jan.see(one, 404).select_one("main")) for one in (address, address[:-2] + "zz"))
    assert theirs == never
    assert "Deze link werkt niet" in theirs
    assert jan.get(f"{address}/terug").status_code == 404
    assert "Zoete" not in read(nobody.see(address))
    assert nobody.get(f"{address}/terug").status_code == 404


def test_a_link_that_ran_out_offers_the_way_back(maria: LintingClient, link: Link, still_clock: StillClock) -> None:
    address = link()
    still_clock.wait(timedelta(minutes=30))
    page = maria.see(address, 410)
    assert "Deze link is verlopen" in read(page.h1)
    assert back_from(maria, page) == {"outcome": "expired", "state": "x7"}


def test_who_may_not_decide_hears_why_and_goes_back(jan: LintingClient, link: Link) -> None:
    address = link(started_by="giver")
    page = jan.send(jan.see(address).select_one("main form"), address, {}, 403)  # type: ignore[arg-type]
    assert "U mag hier niet beslissen voor een van deze ondernemingen" in page.get_data(as_text=True)
    assert told(jan.get(f"{address}/terug").location)["outcome"] == "refused"


def test_a_clerk_begins_nothing(counter: Callable[..., LintingClient], link: Link) -> None:
    address, clerk = link(), counter()
    assert "Deze link is niet voor medewerkers" in read(clerk.see(address).h1)


def test_an_application_that_lost_its_address_gets_nobody_back(maria: LintingClient, link: Link, world: World) -> None:
    address = link()
    for client in world.session.scalars(select(ApiClient)):
        client.return_addresses = []
    world.session.commit()
    maria.see(f"{address}/terug", 404)
    question = begin(maria, address)
    page = maria.see(str(maria.fill_in(question.replace("holder-check", "stop")).location))
    assert "Terug naar Ondernemersloket" not in read(page)


@pytest.mark.parametrize("refused", [False, True])
def test_whom_the_check_sends_nowhere_goes_back_from_there(
    refused: bool, maria: LintingClient, link: Link, world: World
) -> None:  # fmt: skip
    address = link()
    question = begin(maria, address)
    check = walk(maria, question, tuple(one for one in ANSWERS if one[0] in {"holder-check", "start", "notice"}))
    if refused:
        world.session.get_one(MandateType, "hinder.manage").withdrawn_from = TODAY
    else:
        world.give()
    world.session.commit()
    page = maria.see(check)
    assert read(page.h1) == ("Zo kunnen wij het niet versturen" if refused else "U gaf dit mandaat al")
    assert back_from(maria, page) == {"outcome": "cancelled", "state": "x7"}
