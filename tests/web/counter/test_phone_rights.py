"""A right taken back by phone: the caller names the colleague and hears it read aloud; or an invitation is answered."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.models.letter import Letter, LetterCode
from app.models.mandate import Mandate
from app.models.person import Person
from app.models.work_relation import WorkRelation
from tests.acting import accept
from tests.colleagues import EVA, appoint, colleague, kinds_of
from tests.growing import OLD, version
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.web.counter.test_phone import CALLER, CODE, OFFICE_NUMBER, give_code, three
from tests.world import World

TALK, RIGHTS = "/loket/telefoon/gesprek", "/loket/telefoon/medewerkers"


@pytest.fixture
def els(world: World) -> Person:
    found = colleague(world, "Els")
    world.session.commit()
    return found


@pytest.fixture
def mandate(world: World, app: Flask) -> Mandate:
    found = accept(world, world.give())
    give_code(world, app, found, "invitation.holder")
    return found


@pytest.fixture
def invitation(world: World, app: Flask) -> WorkRelation:
    """Eva was invited, and the letter to the office is printed."""
    relation = appoint(world, EVA)
    letter = world.session.scalars(select(Letter).where(Letter.dossier_number == relation.dossier_number)).one()
    code_hash = app.extensions["vault"].hash_code(letter.id, CODE)
    world.session.add(LetterCode(letter_id=letter.id, code_hash=code_hash, made_at=world.now))
    world.session.commit()
    return relation


def call_with(desk: LintingClient, number: str, **caller: str) -> str:
    said = {"dossier_number": number, "code": CODE, "enterprise_number": OFFICE_NUMBER} | CALLER | caller
    return str(desk.fill_in("/loket/telefoon/met-brief", said).location)


def test_a_caller_takes_a_right_back(desk: LintingClient, world: World, els: Person, mandate: Mandate) -> None:
    desk.fill_in("/loket/telefoon/met-brief", three(mandate))
    assert RIGHTS in [one.get("href") for one in desk.see(TALK).select("main a")]
    page = desk.see(RIGHTS)
    assert "Els" not in words_of(page)
    assert "Iemand aanduiden kan niet aan de telefoon." in words_of(page)
    assert "De naam ontbreekt nog" in errors_of(page_of(desk.fill_in(RIGHTS, {}, status=422), 422))[0]
    unknown = desk.fill_in(RIGHTS, {"name": "Eva Claes"}, status=422)
    assert "Wij vinden niemand met die naam." in errors_of(page_of(unknown, 422))[0]
    assert desk.fill_in(RIGHTS, {"name": "els wouters"}).location == f"{RIGHTS}/wat"
    choices = desk.see(f"{RIGHTS}/wat").select("input[name=what]")
    assert [one["value"].partition(":")[0] for one in choices] == ["dismiss", "leave"]
    assert "Kies wat de beller wil" in errors_of(page_of(desk.fill_in(f"{RIGHTS}/wat", {}, status=422), 422))[0]
    assert desk.fill_in(f"{RIGHTS}/wat", {"what": choices[0]["value"]}).location == f"{RIGHTS}/nakijken"
    said = words_of(desk.see(f"{RIGHTS}/nakijken"))
    assert "U trekt bij Boekhoudkantoor Peeters BV dit in: het recht van Els Wouters: mandaatuitvoerder." in said
    assert "Let op: voor 1 mandaat van klanten is er dan geen medewerker meer." in said
    assert "Bakkerij" not in said
    desk.fill_in(f"{RIGHTS}/nakijken", {}, status=422)
    assert desk.fill_in(f"{RIGHTS}/nakijken", {"agreed": "y"}).location == f"{RIGHTS}/klaar"
    assert "Het recht is ingetrokken" in words_of(desk.see(f"{RIGHTS}/klaar"))
    assert desk.get(f"{RIGHTS}/nakijken").location == f"{RIGHTS}/klaar"
    world.session.expire_all()
    assert kinds_of(world, els) == []


def test_the_caller_hears_for_which_mandate_group(desk: LintingClient, world: World, mandate: Mandate) -> None:
    colleague(world, "Els", mandate_group=version(world, 1, *OLD))
    world.session.commit()
    desk.fill_in("/loket/telefoon/met-brief", three(mandate))
    desk.fill_in(RIGHTS, {"name": "els wouters"})
    assert "Mandaatuitvoerder intrekken, voor de mandaatgroep “Mijn proef”" in words_of(desk.see(f"{RIGHTS}/wat"))


def test_who_does_not_decide_is_told_so(desk: LintingClient, els: Person, mandate: Mandate) -> None:
    desk.fill_in("/loket/telefoon/met-brief", three(mandate, capacity="none"))
    refused = desk.fill_in(RIGHTS, {"name": "Els Wouters"}, status=422)
    assert "De beller beslist niet voor Boekhoudkantoor Peeters BV." in errors_of(page_of(refused, 422))[0]


def test_a_newcomer_refuses_with_the_letter(desk: LintingClient, world: World, invitation: WorkRelation) -> None:
    assert call_with(desk, invitation.dossier_number, first_name="Eva", last_name="Claes", capacity="none") == TALK
    assert desk.get(TALK).location == f"{RIGHTS}/wat"
    assert desk.get(RIGHTS).location == f"{RIGHTS}/wat"
    page = desk.see(f"{RIGHTS}/wat")
    assert "Aanvaarden kan niet aan de telefoon." in words_of(page)
    first, second = (one["value"] for one in page.select("input[name=what]"))
    desk.fill_in(f"{RIGHTS}/wat", {"what": second})
    refused = desk.fill_in(f"{RIGHTS}/nakijken", {"agreed": "y"}, status=409)
    assert "De beller beslist niet voor" in refused.get_data(as_text=True)
    desk.fill_in(f"{RIGHTS}/wat", {"what": first})
    assert "U weigert de uitnodiging om voor" in words_of(desk.see(f"{RIGHTS}/nakijken"))
    desk.fill_in(f"{RIGHTS}/nakijken", {"agreed": "y"})
    assert "De uitnodiging is geweigerd" in words_of(desk.see(f"{RIGHTS}/klaar"))
    world.session.refresh(invitation)
    assert invitation.refused_on is not None


def test_without_a_caller_it_begins_at_the_phone(desk: LintingClient) -> None:
    for page in ("", "/wat", "/nakijken", "/klaar"):
        assert desk.get(RIGHTS + page).location == "/loket/telefoon"
