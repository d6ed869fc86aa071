"""Preparing a gift with a caller, and who finishes it: at home with the number, or at a counter."""

from typing import Any

import pytest
from flask import Flask

from app.core.acts.drafts import Draft
from app.core.mandates.lookup import get_mandate
from app.db import Database
from app.models.letter import Letter
from app.models.mandate import Mandate
from tests.web.client import LintingClient, page_of
from tests.web.counter.test_phone import facts, mandate
from tests.web.wizards.walk import ANSWERS, answer, begin, read, walk
from tests.world import World

__all__ = ["mandate"]

PREPARED = tuple(
    (step, {"types": ["permit.view"]} if step == "types" else values) for step, values in ANSWERS if step != "notice"
)


@pytest.fixture
def calling(desk: LintingClient, world: World, mandate: Mandate) -> LintingClient:
    """The clerk with Maria on the line, who knows two facts."""
    world.session.query(Letter).update({"handed_over": True})
    world.session.commit()
    desk.fill_in("/loket/telefoon/zonder-brief", facts(mandate))
    return desk


def first_question(calling: LintingClient) -> str:
    form = calling.see("/loket/telefoon/gesprek").select_one('form[action="/loket/telefoon/klaarzetten"]')
    return str(calling.send(form, "", {}).location)  # type: ignore[arg-type]


def prepare(calling: LintingClient) -> str:
    """Everything that a caller is asked; the address of the page that says that it stands ready."""
    check = walk(calling, first_question(calling), PREPARED)
    return str(calling.fill_in(check).location)


def draft_of(database: Database) -> Any:
    with database.reading() as session:
        return session.query(Draft).one()


def test_what_is_answered_is_kept_and_the_pages_say_so(calling: LintingClient) -> None:
    question = first_question(calling)
    no_number = question.replace("/holder", "/no-number")
    for address in (question, no_number):
        assert "blijven bewaard" in read(calling.see(address).main)


def test_a_caller_has_a_gift_prepared(calling: LintingClient, world: World, sqlite_database: Database) -> None:
    check = walk(calling, first_question(calling), PREPARED)
    assert check.endswith("/check")
    words = read(calling.see(check).main)
    assert "Een nieuw mandaat kan ik niet volledig aan de telefoon geven. Ik zet het klaar." in words
    assert "Vergunningen raadplegen" in words
    assert "niet doen: " in words
    done = str(calling.fill_in(check).location)
    words = read(calling.see(done).main)
    number = draft_of(sqlite_database).dossier_number
    assert "Het mandaat staat klaar" in words
    assert number[:3] in words
    assert "Er is nog niets gegeven." in words
    with sqlite_database.reading() as session:
        [letter] = session.query(Letter).filter_by(kind="prepared.giver")
        assert letter.address_lines[0] == "Bakkerij De Zoete Inval BV"
        assert session.query(Mandate).count() == 1
    assert calling.get(check).location == done
    assert calling.get(check.replace("/check", "/types")).location == done
    assert calling.get(f"{done}/print.pdf").status_code == 200


def test_who_decides_goes_on_at_home_with_the_number(
    calling: LintingClient, app: Flask, world: World, sqlite_database: Database
) -> None:
    prepare(calling)
    draft = draft_of(sqlite_database)
    maria: LintingClient = app.test_client()  # type: ignore[assignment]
    maria.come_in_as("maria")
    assert draft.dossier_number[:3] in read(maria.see("/geven").main)
    welcome = str(maria.fill_in("/hervatten", {"dossier_number": draft.dossier_number}).location)
    assert "U was bezig met een mandaat voor Boekhoudkantoor Peeters BV" in read(maria.see(welcome).main)
    notice = str(maria.get(f"/geven/{draft.id}").location)
    assert notice.endswith("/notice")
    check = walk(maria, notice, (("notice", {"how": "brief"}),))
    done = str(maria.fill_in(check, {"read": "y"}).location)
    assert "U hebt het mandaat gegeven" in read(maria.see(done).main)
    with sqlite_database.reading() as session:
        given = get_mandate(session, session.get_one(Draft, draft.id).mandate_id)
        assert given.dossier_number == draft.dossier_number
        address = f"/mandaten/{given.id}"
    words = read(maria.see(address).main)
    assert "aan de telefoon, met hulp van medewerker 4711." in words
    assert "Het mandaat is al gegeven" in read(calling.see(f"/loket/telefoon/klaarzetten/{draft.id}/done").main)


def hang_up(calling: LintingClient) -> None:
    form = calling.see("/loket/telefoon/gesprek").select_one('form[action="/loket/telefoon/gesprek/ophangen"]')
    calling.send(form, "", {})  # type: ignore[arg-type]


def test_when_the_call_is_over_the_clerk_sees_nothing_of_it(calling: LintingClient, sqlite_database: Database) -> None:
    question = first_question(calling)
    hang_up(calling)
    assert calling.get(question).location == "/loket/telefoon"
    with sqlite_database.reading() as session:
        assert session.query(Draft).count() == 0


def test_the_clerk_keeps_it_for_later_and_says_the_number(
    calling: LintingClient, app: Flask, sqlite_database: Database
) -> None:
    check = walk(calling, first_question(calling), PREPARED[:2])
    kept = str(answer(calling, check, {"group": "own", "doe": "bewaar"}).location)
    page = calling.see(kept)
    number = draft_of(sqlite_database).dossier_number
    words = read(page.main)
    assert "Zeg het dossiernummer aan de beller." in words
    assert number[:3] in words
    assert "Druk de hervatkaart af" not in words
    talk = read(calling.see("/loket/telefoon/gesprek").main)
    assert "Wij bewaren het als u ophangt. Zeg het nummer aan de beller" in talk
    assert number[:3] in talk
    hang_up(calling)
    maria: LintingClient = app.test_client()  # type: ignore[assignment]
    maria.come_in_as("maria")
    welcome = str(maria.fill_in("/hervatten", {"dossier_number": number}).location)
    assert "U was bezig met een mandaat voor Boekhoudkantoor Peeters BV" in read(maria.see(welcome).main)


def test_no_question_is_skipped(calling: LintingClient) -> None:
    question = first_question(calling)
    assert "Aan wie geeft u het mandaat?" in read(calling.see(question).main)
    assert calling.get(question.replace("/holder", "/check")).location == question


def test_the_clerk_stops_and_nothing_is_kept(calling: LintingClient, sqlite_database: Database) -> None:
    question = first_question(calling)
    stop = question.replace("/holder", "/stop")
    assert "Bewaren en later verder" in read(calling.see(stop).main)
    calling.fill_in(stop)
    with sqlite_database.reading() as session:
        assert session.query(Draft).count() == 0


def test_nobody_but_a_clerk_in_a_call_prepares(desk: LintingClient, app: Flask, mandate: Mandate) -> None:
    assert page_of(desk.get("/loket/telefoon")).main is not None
    token = str(desk.see("/loket/telefoon/met-brief").select_one("input[name=csrf_token]")["value"])  # type: ignore[index]
    assert desk.post("/loket/telefoon/klaarzetten", data={"csrf_token": token}).location == "/loket/telefoon"
    maria: LintingClient = app.test_client()  # type: ignore[assignment]
    maria.come_in_as("maria")
    token = str(maria.see("/geven").select_one("input[name=csrf_token]")["value"])  # type: ignore[index]
    assert maria.post("/loket/telefoon/klaarzetten", data={"csrf_token": token}).status_code == 404
    assert begin(maria, "/geven").endswith("/holder")
