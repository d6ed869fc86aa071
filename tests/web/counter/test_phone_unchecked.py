"""A caller without a letter and without a mandate: the clerk has a gift prepared, and sees nothing of the party."""

from dataclasses import replace

import pytest
from flask import Flask

from app.db import Database
from app.models.letter import Letter
from app.models.mandate import Mandate
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.counter.test_phone import CALLER, mandate
from tests.web.counter.test_preparing import PREPARED, draft_of
from tests.web.wizards.walk import read, walk
from tests.world import HOMELESS, World

__all__ = ["mandate"]

START, TALK = "/loket/telefoon/niet-nagekeken", "/loket/telefoon/niet-nagekeken/klaarzetten"
SAID = CALLER | {"first_name": "Maria", "last_name": "Vermeulen", "enterprise_number": "0199.000.151"}


@pytest.fixture
def calling(desk: LintingClient, mandate: Mandate) -> LintingClient:
    """The clerk with somebody on the line who says to be Maria; her bakery gave a mandate before."""
    assert desk.fill_in(START, SAID).location == TALK
    return desk


def first_question(calling: LintingClient) -> str:
    form = calling.see(TALK).select_one('form[action="/loket/telefoon/klaarzetten"]')
    return str(calling.send(form, "", {}).location)  # type: ignore[arg-type]


def test_the_clerk_finds_the_way_and_sees_nothing_of_the_party(calling: LintingClient, mandate: Mandate) -> None:
    words = read(calling.see(TALK).main)
    assert "Bakkerij De Zoete Inval BV, ondernemingsnummer 0199.000.151" in words
    for secret in ("Boekhoudkantoor", "Meelzakstraat", mandate.dossier_number[:3]):
        assert secret not in words
    for page in ("", "/wat", "/nakijken", "/klaar", "/hervatkaart"):
        assert calling.get(f"/loket/telefoon/gesprek{page}").location == TALK
    assert calling.get("/loket/telefoon").location == "/loket/telefoon/gesprek"


def test_a_gift_is_prepared_for_whom_nobody_knows(
    calling: LintingClient, app: Flask, sqlite_database: Database
) -> None:
    question = first_question(calling)
    page = read(calling.see(question).main)
    assert "Bewaren en later verder" not in page
    assert "blijven bewaard" not in page
    check = walk(calling, question, PREPARED)
    words = read(calling.see(check).main)
    assert "Ik kon niet nakijken wie u bent. Dat staat ook in de brief." in words
    assert "Bewaren en later verder" not in words
    done = str(calling.fill_in(check).location)
    assert "Het mandaat staat klaar" in read(calling.see(done).main)
    with sqlite_database.reading() as session:
        [letter] = session.query(Letter).filter_by(kind="prepared.giver")
        assert letter.data["unchecked"] is True
    number = draft_of(sqlite_database).dossier_number
    maria: LintingClient = app.test_client()  # type: ignore[assignment]
    maria.come_in_as("maria")
    assert number[:3] not in read(maria.see("/geven").main)
    welcome = str(maria.fill_in("/hervatten", {"dossier_number": number}).location)
    words = read(maria.see(welcome).main)
    assert "Een beller begon met een mandaat voor Boekhoudkantoor Peeters BV" in words
    assert "Wij keken niet na wie belde." in words


def test_it_does_not_tell_what_there_is_already(calling: LintingClient, world: World) -> None:
    same = tuple((step, {"types": ["hinder.manage", "subsidy.view"]} if step == "types" else v) for step, v in PREPARED)
    check = walk(calling, first_question(calling), same)
    words = read(calling.see(check).main)
    assert "Lees voor wat u klaarzet" in words
    assert "heeft" not in words


def test_the_clerk_hangs_up(calling: LintingClient) -> None:
    question = first_question(calling)
    form = calling.see(TALK).select_one('form[action="/loket/telefoon/gesprek/ophangen"]')
    assert calling.send(form, "", {}).location == "/loket/telefoon"  # type: ignore[arg-type]
    assert calling.get(question).location == "/loket/telefoon"
    assert calling.get(TALK).location == "/loket/telefoon"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"enterprise_number": ""}, "Vraag de 10 cijfers."),
        ({"enterprise_number": "0199.000.152"}, "De laatste 2 cijfers"),
        ({"enterprise_number": HOMELESS}, "Vraag de beller om naar een loket te komen."),
        ({"last_name": "Bel 0900 12"}, "Een naam heeft alleen letters."),
        ({"last_name": ""}, "Vraag de naam."),
        ({"capacity": ""}, "Vraag wat de beller is."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    desk: LintingClient, mandate: Mandate, said: dict[str, str], words: str
) -> None:
    page = page_of(desk.fill_in(START, SAID | said, 422), 422)
    assert words in errors_of(page)[0]


def test_enough_is_enough(desk: LintingClient, app: Flask, mandate: Mandate) -> None:
    app.extensions["policy"] = replace(app.extensions["policy"], unchecked_letters_of_party=0)
    page = page_of(desk.fill_in(START, SAID, 422), 422)
    assert "vertrokken deze maand al genoeg brieven zonder nakijken" in errors_of(page)[0]


def test_it_stands_on_the_first_page_of_the_phone(desk: LintingClient, mandate: Mandate) -> None:
    assert "De beller heeft nog geen mandaat" in read(desk.see("/loket/telefoon").main)


def test_the_end_of_a_clerks_measure_is_told_to_the_colleagues(calling: LintingClient, app: Flask) -> None:
    app.extensions["policy"] = replace(app.extensions["policy"], unchecked_letters_of_clerk=1)
    calling.fill_in(walk(calling, first_question(calling), PREPARED))
    words = read(calling.see("/loket/terugbellen").main)
    assert "Medewerker 4711 zette op" in words
    assert "1 mandaat klaar zonder na te kijken wie belde." in words
