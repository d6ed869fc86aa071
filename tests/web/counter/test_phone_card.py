"""A caller has a resume card: the clerk goes on with the gift, or says where the caller goes on with the rest."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.core.acts import drafts
from app.core.acts.drafts import Draft
from app.db import Database
from app.models.letter import Letter
from app.models.mandate import Mandate
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.counter.test_phone import facts, mandate
from tests.web.counter.test_preparing import PREPARED, calling, draft_of, first_question
from tests.web.wizards.walk import begin, read, walk
from tests.world import OFFICE, World

__all__ = ["calling", "mandate"]

CARD = "/loket/telefoon/gesprek/hervatkaart"


@pytest.fixture
def keep(world: World, calling: LintingClient) -> Callable[[str], Draft]:
    """Maria began something at home, and has a card."""

    def kept(wizard: str = "give") -> Draft:
        draft = drafts.start_draft(world.session, world.giver, wizard, now=world.now)
        drafts.save_answers(world.session, world.giver, draft.id, "holder", {"number": OFFICE}, now=world.now)
        world.session.commit()
        return draft

    return kept


def find(calling: LintingClient, number: str) -> str:
    return str(calling.fill_in(CARD, {"dossier_number": number}).location)


def test_the_clerk_goes_on_with_a_gift_and_has_it_ready(
    calling: LintingClient, keep: Callable[[str], Draft], sqlite_database: Database
) -> None:
    draft = keep("give")
    assert "De beller heeft een hervatkaart" in read(calling.see("/loket/telefoon/gesprek").main)
    welcome = find(calling, draft.dossier_number)
    words = read(calling.see(welcome).main)
    assert "U was bezig met een mandaat voor Boekhoudkantoor Peeters BV" in words
    assert "Geven doet de beller daarna zelf, thuis of aan een loket." in words
    assert "Bekijk de hervatkaart" not in words
    question = str(calling.get(f"/loket/telefoon/klaarzetten/{draft.id}").location)
    check = walk(calling, question, PREPARED[1:])
    assert "Het mandaat staat klaar" in read(calling.see(str(calling.fill_in(check).location)).main)
    with sqlite_database.reading() as session:
        [letter] = session.query(Letter).filter_by(kind="prepared.giver")
        assert letter.dossier_number == draft.dossier_number


def test_what_was_begun_at_home_and_given_meanwhile_says_so(
    calling: LintingClient, app: Flask, keep: Callable[[str], Draft]
) -> None:
    draft = keep("give")
    welcome = find(calling, draft.dossier_number)
    maria: LintingClient = app.test_client()  # type: ignore[assignment]
    maria.come_in_as("maria")
    question = str(maria.get(f"/geven/{draft.id}").location)
    check = walk(maria, question, (*PREPARED[1:], ("notice", {"how": "brief"})))
    maria.fill_in(check, {"read": "y"})
    done = str(calling.get(welcome).location)
    words = read(calling.see(done).main)
    assert "Het mandaat is al gegeven" in words
    assert "Iemand van Bakkerij De Zoete Inval BV gaf het intussen." in words


@pytest.mark.parametrize(
    ("wizard", "about"), [("ask", "een vraag om een mandaat"), ("transfer", "een verandering van mandaatnemer")]
)
def test_of_the_rest_the_clerk_says_where_and_until_when(
    calling: LintingClient, keep: Callable[[str], Draft], wizard: str, about: str
) -> None:
    draft = keep(wizard)
    address = find(calling, draft.dossier_number)
    assert address == f"{CARD}/{draft.id}"
    words = read(calling.see(address).main)
    assert f"Wij bewaren {about}, tot en met woensdag 23 december 2026." in words
    assert "kom naar een loket" in words
    assert "Boekhoudkantoor" not in words


def test_what_another_call_is_still_preparing_is_unknown(
    calling: LintingClient, app: Flask, world: World, mandate: Mandate, sqlite_database: Database
) -> None:
    walk(calling, first_question(calling), PREPARED[:1])
    draft = draft_of(sqlite_database)
    petra: LintingClient = app.test_client()  # type: ignore[assignment]
    petra.come_in_as("lotte")
    petra.fill_in("/loket/telefoon/zonder-brief", facts(mandate))
    page = page_of(petra.fill_in(CARD, {"dossier_number": draft.dossier_number}, 422), 422)
    assert "Wij vinden geen bewaarde antwoorden" in errors_of(page)[0]
    assert petra.get(f"{CARD}/{draft.id}").location == CARD


def test_what_was_kept_is_not_thrown_away_by_phone(
    calling: LintingClient, keep: Callable[[str], Draft], sqlite_database: Database
) -> None:
    draft = keep("give")
    start = f"/loket/telefoon/klaarzetten/{draft.id}"
    question = str(calling.get(start).location)
    for address in (question, walk(calling, question, PREPARED[1:])):
        assert "Stoppen en niets versturen" not in read(calling.see(address).main)
    assert calling.get(f"{start}/stop").location == f"{start}/check"
    page = calling.see(question)
    calling.send(page.main.form, f"{start}/stop", {}, 403)
    assert draft_of(sqlite_database).id == draft.id


def test_what_began_in_this_call_can_be_thrown_away(calling: LintingClient) -> None:
    question = first_question(calling)
    assert "Stoppen en niets versturen" in read(calling.see(question).main)


def test_a_number_that_is_not_his_is_unknown(calling: LintingClient, keep: Callable[[str], Draft]) -> None:
    keep("give")
    said = {"260 9140 001 51": "Wij vinden geen bewaarde antwoorden", "": "ontbreekt nog"}
    for number, words in said.items():
        page = page_of(calling.fill_in(CARD, {"dossier_number": number}, 422), 422)
        assert words in errors_of(page)[0]


def test_who_does_not_decide_hears_nothing(
    desk: LintingClient, world: World, mandate: Mandate, sqlite_database: Database
) -> None:
    draft = drafts.start_draft(world.session, world.giver, "give", now=world.now)
    world.session.query(Letter).update({"handed_over": True})
    world.session.commit()
    desk.fill_in("/loket/telefoon/zonder-brief", facts(mandate, capacity="none"))
    page = page_of(desk.fill_in(CARD, {"dossier_number": draft.dossier_number}, 422), 422)
    assert "Alleen wie beslist voor Bakkerij De Zoete Inval BV" in errors_of(page)[0]
    assert desk.get(f"{CARD}/{draft.id}").location == CARD
    assert desk.get(f"/loket/telefoon/klaarzetten/{draft.id}/holder").status_code == 404


def test_without_a_call_there_is_no_such_page(desk: LintingClient) -> None:
    assert desk.get(CARD).location == "/loket/telefoon"


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("/geven", "Kunnen wij nakijken wie u bent? Dan vullen wij samen verder in."),
        ("/vragen", "Aan de telefoon gaat u hiermee niet verder."),
    ],
)
def test_the_card_promises_no_more_than_the_phone_does(
    client: LintingClient, world: World, sqlite_database: Database, start: str, words: str
) -> None:
    client.come_in_as("maria")
    begin(client, start)
    assert words in read(client.see(f"{start}/{draft_of(sqlite_database).id}/card").main)
