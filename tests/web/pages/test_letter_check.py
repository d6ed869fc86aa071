"""The page "Is mijn brief echt?"."""

import pytest
from sqlalchemy import func, select

from app.core.letters.check import NUMBER_TRIES
from app.db import Database
from app.models.letter import Letter
from app.models.letter_check_try import LetterCheckTry
from app.models.mandate import Mandate
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.wizards.conftest import browser, jan
from tests.web.wizards.walk import read
from tests.world import TODAY, World

__all__ = ["browser", "jan"]
NEVER_GIVEN = "123 4567 890 02"
TYPED = {"dated-day": "23", "dated-month": "11", "dated-year": "2026"}


@pytest.fixture
def posted(world: World) -> Mandate:
    """Maria gave, and her letters left."""
    mandate = world.give("hinder.manage")
    for letter in world.session.scalars(select(Letter)):
        letter.printed_at, letter.sha256, letter.posted_on = world.now, "0" * 64, TODAY
    world.session.commit()
    return mandate


def ask(client: LintingClient, number: str, **typed: str) -> str:
    """The words of the answer."""
    return read(page_of(client.fill_in("/controle", {"dossier_number": number} | TYPED | typed, 200)).main)


def test_a_letter_of_ours_that_holds_says_so_and_names_nobody(client: LintingClient, posted: Mandate) -> None:
    words = ask(client, posted.dossier_number)
    assert "Deze brief is van ons en geldt nog" in words
    for secret in ("Bakkerij", "Peeters", "premie", "Maria"):
        assert secret not in words


def test_a_letter_that_no_longer_holds_says_since_when(client: LintingClient, posted: Mandate, world: World) -> None:
    posted.withdrawn_on = TODAY
    world.session.commit()
    words = ask(client, posted.dossier_number)
    assert "maar geldt niet meer Hij geldt niet meer sinds 23 november 2026" in words


def test_who_does_not_know_a_letter_reads_one_page_whatever_is_wrong(client: LintingClient, posted: Mandate) -> None:
    wrong_date = ask(client, posted.dossier_number, **{"dated-day": "22"})
    unknown = ask(client, NEVER_GIVEN, **{"dated-day": "22"})
    assert "Wij kennen deze brief niet" in unknown
    assert "Bel gratis 1700 voor u iets doet" in unknown
    spaced = posted.dossier_number[:3], posted.dossier_number[3:7], posted.dossier_number[7:10]
    assert wrong_date.replace(" ".join((*spaced, posted.dossier_number[10:])), NEVER_GIVEN) == unknown


def test_what_is_missing_or_miswritten_is_named_and_costs_no_try(
    client: LintingClient, world: World, sqlite_database: Database
) -> None:
    empty = errors_of(page_of(client.fill_in("/controle", {}, 422), 422))
    assert [sentence.split(" ontbreekt")[0] for sentence in empty] == ["Het dossiernummer", "De datum"]
    wrong = {"dossier_number": "260 1", "dated-day": "31", "dated-month": "2", "dated-year": "2026"}
    assert len(errors_of(page_of(client.fill_in("/controle", wrong, 422), 422))) == 2
    with sqlite_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LetterCheckTry)) == 0


def test_every_answer_is_counted_and_too_many_must_wait(
    client: LintingClient, world: World, sqlite_database: Database
) -> None:
    for _ in range(NUMBER_TRIES):
        ask(client, NEVER_GIVEN)
    page = page_of(client.fill_in("/controle", {"dossier_number": NEVER_GIVEN} | TYPED, 429), 429)
    assert "Probeer het morgen opnieuw, of bel gratis 1700." in read(page.main)
    with sqlite_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LetterCheckTry)) == NUMBER_TRIES


def test_the_page_can_be_found_at_the_foot_of_every_page_and_beside_the_code(client: LintingClient) -> None:
    for path in ("/hulp", "/brief"):
        assert client.see(path).select_one("footer a[href='/controle']") is not None
    assert client.see("/brief").select_one("main a[href='/controle']") is not None
