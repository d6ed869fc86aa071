"""Somebody new at the counter, with the letter: who he is, what it is, his yes; and the sign-in that comes later."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.actor import Actor
from app.core.counter import visits
from app.core.people.persons import ensure_person
from app.models.journal import JournalEntry
from app.models.letter import LetterCode
from app.models.person import Person
from app.models.work_relation import WorkRelation
from tests.colleagues import kinds_of
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.colleagues.test_invited import invited, three
from tests.web.small_world import add_account
from tests.web.wizards.walk import answer, read
from tests.world import OFFICE, World

__all__ = ["invited", "three"]
PATH = "/loket/klant/uitnodiging"
ANSWER = f"{PATH}/antwoord"


@pytest.fixture
def karim(app: Flask, world: World, three: dict[str, str]) -> LintingClient:
    """Karim's browser, with Eva in front of him; he saw her card."""
    clerk = world.add_clerk()
    add_account(world, "karim", world.session.get_one(Person, clerk.person_id))
    world.session.commit()
    visits.start_visit(world.session, Actor.at_the_counter(clerk.person_id), OFFICE, now=world.now)
    world.session.commit()
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    client.come_in_as("karim")
    client.fill_in("/loket/klant/wie", {"who": "none", "first_name": "Eva Maria", "last_name": "Claes"})
    shown = {"method": "eid_read", "document_kind": "identity_card", "last_four": "1234", "checkdoc": "in_order"}
    client.fill_in("/loket/klant/bewijs", shown)
    return client


def relation_of(world: World) -> WorkRelation:
    world.session.expire_all()
    return world.session.scalars(select(WorkRelation)).one()


def opened(karim: LintingClient, three: dict[str, str]) -> str:
    typed = {name: three[name] for name in ("dossier_number", "code")}
    return str(karim.fill_in(PATH, typed).location)


def test_a_newcomer_begins_at_the_counter_and_works_online_after_one_sign_in(
    app: Flask, karim: LintingClient, world: World, three: dict[str, str]
) -> None:
    assert PATH in [one["href"] for one in karim.see("/loket/klant").select("main a")]
    assert opened(karim, three) == ANSWER
    page = karim.see(ANSWER)
    assert "Voor u staat Eva Maria Claes." in read(page)
    script = read(page.select_one(".ml-script"))
    assert "Mandaatuitvoerder: mag kijken en doen, voor alle klanten, ook nieuwe." in script
    assert errors_of(page_of(answer(karim, ANSWER, {"antwoord": "ja"}, 422), 422))
    done = page_of(answer(karim, ANSWER, {"agreed": "y", "antwoord": "ja"}, 200))
    assert read(done.h1) == "Eva Maria Claes werkt nu voor Boekhoudkantoor Peeters BV"
    assert "Bewaar de brief" in read(done)
    assert "al geantwoord" in read(karim.see(ANSWER))
    assert relation_of(world).accepted_on is not None
    eva = ensure_person(world.session, "subject-eva", "Eva", "Claes")
    add_account(world, "eva", eva)
    world.session.commit()
    home: LintingClient = app.test_client()  # type: ignore[assignment]
    home.come_in_as("eva")
    home.fill_in("/uitgenodigd", three)
    assert "Eva Maria Claes aanvaardde dit al, zonder aan te melden." in read(home.see("/uitgenodigd/antwoord"))
    tied = page_of(answer(home, "/uitgenodigd/antwoord", {"antwoord": "koppel"}, 200))
    assert read(tied.h1) == "U werkt nu voor Boekhoudkantoor Peeters BV"
    world.session.expire_all()
    assert kinds_of(world, eva) == ["executor"]


def test_a_newcomer_says_no_and_saying_nothing_does_nothing(
    karim: LintingClient, world: World, three: dict[str, str]
) -> None:
    opened(karim, three)
    told = read(page_of(answer(karim, ANSWER, {"agreed": "y"}, 422), 422))
    assert "Kies wat de klant antwoordde: ja of nee." in told
    done = page_of(answer(karim, ANSWER, {"agreed": "y", "antwoord": "nee"}, 200))
    assert read(done.h1) == "De klant heeft de uitnodiging geweigerd"
    assert relation_of(world).refused_on is not None
    newest = world.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert newest is not None
    assert (newest.kind, newest.channel) == ("colleague_refused", "counter")


def test_another_customer_is_refused_with_what_to_do(
    karim: LintingClient, three: dict[str, str]
) -> None:
    opened(karim, three)
    karim.fill_in("/loket/klant/wie", {"who": "none", "first_name": "Tom", "last_name": "Maes"})
    karim.fill_in("/loket/klant/bewijs", {"method": "eid_read", "document_kind": "identity_card", "last_four": "1234"})
    told = read(page_of(answer(karim, ANSWER, {"agreed": "y", "antwoord": "ja"}, 403), 403))
    assert "Laat de onderneming de juiste persoon aanduiden." in told


def test_a_wrong_code_counts_here_too(karim: LintingClient, world: World, three: dict[str, str]) -> None:
    assert karim.get(ANSWER).location == PATH
    for _ in range(5):
        wrong = {"dossier_number": three["dossier_number"], "code": "2222-2222"}
        assert errors_of(page_of(karim.fill_in(PATH, wrong, status=422), 422))
    world.session.expire_all()
    assert world.session.scalars(select(LetterCode.voided_at)).one() is not None


def test_without_a_customer_there_is_nothing(app: Flask, world: World, jan: LintingClient) -> None:
    assert jan.get(PATH).status_code in {302, 303, 403, 404}
