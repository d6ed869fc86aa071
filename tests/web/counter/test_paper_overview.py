"""An overview that came back, at the clerk's desk; and one that a caller asks for."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.letters.party_overviews import order_overview
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from tests.acting import accept, get_mandate, status
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.web.counter.test_phone import BAKERY_NUMBER, give_code, three
from tests.world import World

PATH = "/loket/papier/overzicht"
SHEET = {
    "first_name": "Maria", "last_name": "Vermeulen", "signed": "yes",
    "received_on-day": "23", "received_on-month": "11", "received_on-year": "2026",
}  # fmt: skip


@pytest.fixture
def mandates(world: World) -> list[Mandate]:
    """Two that run."""
    return [accept(world, world.give()), accept(world, world.give("subsidy.view"))]


@pytest.fixture
def letter(world: World, mandates: list[Mandate]) -> Letter:
    """The bakery's overview of both, printed."""
    letter = order_overview(world.session, world.giver, world.bakery.id, policy=world.policy, now=world.now)
    letter.printed_at, letter.sha256, letter.pages = world.now, "0" * 64, 2
    world.session.commit()
    return letter


def now_is(world: World, mandate: Mandate) -> Status:
    world.session.expire_all()
    found = status(world, get_mandate(world.session, mandate.id))
    world.session.rollback()
    return found


def test_what_is_ticked_is_stopped_after_a_second_look(
    desk: LintingClient, world: World, mandates: list[Mandate], letter: Letter
) -> None:
    first, second = mandates
    assert desk.fill_in("/loket/papier", {"number": str(letter.dossier_number)}).location == PATH
    assert len(desk.see(PATH).select("input[name=ticked]")) == 2
    assert desk.see(PATH).select_one("input[name=received_on-day]")["value"] == "23"  # type: ignore[index]
    refused = page_of(desk.fill_in(PATH, SHEET, status=422), 422)
    assert errors_of(refused)[0] == "U kruiste nog niets aan. Kruis aan wat er op het blad aangekruist is."
    unsigned = SHEET | {"ticked": [first.dossier_number], "signed": "no"}
    assert "Zonder handtekening" in errors_of(page_of(desk.fill_in(PATH, unsigned, status=422), 422))[0]
    check = str(desk.fill_in(PATH, SHEET | {"ticked": [first.dossier_number]}).location)
    assert "Dit mandaat stopt" in words_of(desk.see(check))
    assert "Vergelijk alles met de bladen" in errors_of(page_of(desk.fill_in(check, status=422), 422))[0]
    assert now_is(world, first) is Status.ACTIVE
    desk.fill_in(check, {"looked": "y"})
    assert "Wat aangekruist was, is stopgezet" in words_of(desk.see(check))
    assert (now_is(world, first), now_is(world, second)) == (Status.STOPPED, Status.ACTIVE)
    assert "Dit mandaat is al voorbij." not in words_of(desk.see("/loket/papier"))


def test_an_overview_can_be_put_aside(
    desk: LintingClient, world: World, mandates: list[Mandate], letter: Letter
) -> None:
    desk.fill_in("/loket/papier", {"number": str(letter.dossier_number)})
    check = str(desk.fill_in(PATH, SHEET | {"ticked": [mandates[0].dossier_number]}).location)
    form = desk.see(check).select_one("form[action$='/opzij']")
    assert form is not None
    desk.send(form, check, {})
    assert "Het blad ligt opzij" in words_of(desk.see(check))
    assert now_is(world, mandates[0]) is Status.ACTIVE


def test_without_an_overview_the_page_leads_to_the_beginning(desk: LintingClient) -> None:
    assert desk.get(PATH).location == "/loket/papier"


def test_a_caller_gets_an_overview_by_post(
    desk: LintingClient, world: World, app: Flask, mandates: list[Mandate]
) -> None:
    give_code(world, app, mandates[0], "given.giver")
    caller = {"first_name": "Maria", "last_name": "Vermeulen"}
    desk.fill_in("/loket/telefoon/met-brief", three(mandates[0], enterprise_number=BAKERY_NUMBER, **caller))
    talk = "/loket/telefoon/gesprek"
    form = desk.see(talk).select_one("form[action$='/overzicht']")
    assert form is not None
    assert desk.send(form, talk, {}).location == f"{talk}/overzicht"
    assert "Uw brief komt ten laatste op dinsdag 1 december 2026." in words_of(desk.see(f"{talk}/overzicht"))
    made = world.session.scalars(select(Letter).where(Letter.kind == "overview.party")).one()
    assert len(made.listed) == 2
