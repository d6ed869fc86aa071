"""The form of an invitation that came back, at the clerk's desk."""

import pytest
from sqlalchemy import select

from app.models.letter import Letter
from app.models.work_relation import WorkRelation
from tests.colleagues import EVA, appoint
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.world import World

PATH = "/loket/papier/uitnodiging"
FORM = {
    "act": "accept", "first_name": "Eva", "last_name": "Claes", "signed": "yes",
    "received_on-day": "23", "received_on-month": "11", "received_on-year": "2026",
}  # fmt: skip


@pytest.fixture
def relation(world: World) -> WorkRelation:
    """Eva, who was invited; the letter is printed."""
    found = appoint(world, EVA)
    letter = world.session.scalars(select(Letter).where(Letter.dossier_number == found.dossier_number)).one()
    letter.printed_at, letter.sha256, letter.pages = world.now, "0" * 64, 2
    world.session.commit()
    return found


def refreshed(world: World, relation: WorkRelation) -> WorkRelation:
    world.session.refresh(relation)
    world.session.commit()
    return relation


def test_a_form_is_keyed_and_looked_at_before_somebody_begins(
    desk: LintingClient, world: World, relation: WorkRelation
) -> None:
    assert desk.fill_in("/loket/papier", {"number": relation.dossier_number}).location == PATH
    assert len(errors_of(page_of(desk.fill_in(PATH, status=422), 422))) == 4
    unsigned = page_of(desk.fill_in(PATH, FORM | {"signed": "no"}, status=422), 422)
    assert "Zonder handtekening" in errors_of(unsigned)[0]
    check = str(desk.fill_in(PATH, FORM).location)
    assert "Eva Claes krijgt vandaag dit recht bij Boekhoudkantoor Peeters BV" in words_of(desk.see(check))
    assert "Vergelijk alles met het formulier" in errors_of(page_of(desk.fill_in(check, status=422), 422))[0]
    assert refreshed(world, relation).accepted_on is None
    desk.fill_in(check, {"looked": "y"})
    done = desk.see(check)
    assert words_of(done.h1) == "De uitnodiging is aanvaard"
    assert refreshed(world, relation).accepted_on is not None


def test_a_form_that_refuses_or_has_another_name_says_what_it_does(
    desk: LintingClient, world: World, relation: WorkRelation
) -> None:
    desk.fill_in("/loket/papier", {"number": relation.dossier_number})
    other = str(desk.fill_in(PATH, FORM | {"first_name": "Tom"}).location)
    assert "Laat de onderneming de juiste persoon aanduiden." in words_of(desk.see(other))
    assert errors_of(page_of(desk.fill_in(other, {"looked": "y"}, status=422), 422))
    aside = desk.see(other).select("main form")[1]
    desk.send(aside, str(aside["action"]), {})
    assert words_of(desk.see(other).h1) == "Het blad ligt opzij"
    check = str(desk.fill_in(PATH, FORM | {"act": "refuse"}).location)
    assert "Eva Claes krijgt geen recht" in words_of(desk.see(check))
    desk.fill_in(check, {"looked": "y"})
    assert words_of(desk.see(check).h1) == "De uitnodiging is geweigerd"
    assert refreshed(world, relation).refused_on is not None


def test_without_a_number_there_is_nothing_to_key(desk: LintingClient) -> None:
    assert desk.get(PATH).location == "/loket/papier"
