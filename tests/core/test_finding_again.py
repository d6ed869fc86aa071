"""A customer without an enterprise number comes back: found by a number, a name and a document, all three."""

from datetime import timedelta

import pytest

from app.core.actor import Actor
from app.core.acts import drafts
from app.core.acts.finding_again import SaidToBe, start_visit_again
from app.core.counter import visits
from app.core.counter.visits import Evidence
from app.core.errors import Invalid, NotAllowed
from app.core.letters.codes import TRIES, WrongTry
from app.core.people.persons import add_person
from app.core.vault import Vault
from app.models.draft import Draft
from app.models.journal import JournalEntry
from app.models.party import Party
from app.models.visit import Capacity, IdentityMethod, Visit
from tests.acting import count
from tests.world import World

VAULT = Vault(b"l" * 32, b"s" * 32)
NORA = SaidToBe("Nora", "Aerts", "12ab")


@pytest.fixture
def karim(world: World) -> Actor:
    """A clerk at a counter of his own."""
    return Actor.at_the_counter(world.add_clerk().person_id)


@pytest.fixture
def begun(world: World, karim: Actor) -> Draft:
    """What Nora began at an earlier visit, at which her card was seen; that visit is over."""
    nora = add_person(world.session, "Nora", "Aerts")
    visit = visits.start_visit_of_person(world.session, karim, nora.id, now=world.now)
    with_nora = Actor.at_the_counter(visit.clerk_id, visit.id, party_id=visit.party_id, person_id=nora.id)
    visits.record_customer(world.session, with_nora, capacity=Capacity.OWNER, now=world.now)
    seen = Evidence(IdentityMethod.CARD_CHECKED, "identity_card", "12AB")
    visits.record_identity(world.session, with_nora, seen, now=world.now)
    draft = drafts.start_draft(world.session, with_nora, "give", now=world.now)
    visits.end_visit(world.session, with_nora, "done", now=world.now)
    return draft


def again(world: World, karim: Actor, number: str, said: SaidToBe = NORA) -> Visit:
    return start_visit_again(world.session, karim, number, said, vault=VAULT, now=world.now)


def test_a_number_a_name_and_a_document_find_the_same_party(world: World, karim: Actor, begun: Draft) -> None:
    visit = again(world, karim, begun.dossier_number, SaidToBe(" nora", "AERTS ", "12ab"))
    assert visit.party_id == begun.party_id
    assert world.session.query(JournalEntry).filter_by(kind="found_again", visit_id=visit.id).count() == 1


def test_who_is_found_again_still_shows_who_he_is(world: World, karim: Actor, begun: Draft) -> None:
    visit = again(world, karim, begun.dossier_number)
    assert (visit.identity_method, visit.person_id, visit.consented_at) == (None, None, None)
    actor = Actor.at_the_counter(visit.clerk_id, visit.id, party_id=visit.party_id)
    assert drafts.list_drafts(world.session, actor, now=world.now) == []


def test_once_the_card_is_seen_what_was_kept_is_there(world: World, karim: Actor, begun: Draft) -> None:
    visit = again(world, karim, begun.dossier_number)
    actor = Actor.at_the_counter(visit.clerk_id, visit.id, party_id=visit.party_id)
    customer = visits.record_customer(world.session, actor, capacity=Capacity.OWNER, now=world.now)
    actor = Actor.at_the_counter(visit.clerk_id, visit.id, party_id=visit.party_id, person_id=customer.person_id)
    seen = Evidence(IdentityMethod.CARD_CHECKED, "identity_card", "12AB")
    visits.record_identity(world.session, actor, seen, now=world.now)
    assert [one.id for one in drafts.list_drafts(world.session, actor, now=world.now)] == [begun.id]


@pytest.mark.parametrize(
    "said", [SaidToBe("Nora", "Aerts", "9999"), SaidToBe("Nora", "Claes", "12AB"), SaidToBe("Nora", "Aerts", "")]
)
def test_two_of_the_three_are_not_enough(world: World, karim: Actor, begun: Draft, said: SaidToBe) -> None:
    with pytest.raises(WrongTry, match="not_found_again"):
        again(world, karim, begun.dossier_number, said)
    assert count(world, Visit) == 1


def test_a_number_of_an_enterprise_finds_nobody_in_the_same_words(world: World, karim: Actor, begun: Draft) -> None:
    mandate = world.give()
    sentences = set()
    for number in (mandate.dossier_number, "000000000097", begun.dossier_number):
        with pytest.raises(WrongTry) as refusal:
            again(world, karim, number, SaidToBe("Maria", "Vermeulen", "1234"))
        sentences.add(refusal.value.sentence)
    assert len(sentences) == 1


def test_a_number_with_a_slip_of_the_pen_costs_no_try(world: World, karim: Actor, begun: Draft) -> None:
    with pytest.raises(Invalid, match="dossier_number_wrong"):
        again(world, karim, begun.dossier_number[:-1])
    assert again(world, karim, begun.dossier_number).party_id == begun.party_id


def test_after_five_wrong_tries_a_number_finds_nobody_that_day(world: World, karim: Actor, begun: Draft) -> None:
    for _ in range(TRIES):
        with pytest.raises(WrongTry):
            again(world, karim, begun.dossier_number, SaidToBe("Nora", "Aerts", "0000"))
    with pytest.raises(NotAllowed, match="not_found_again_today"):
        again(world, karim, begun.dossier_number)
    world.now += timedelta(days=1, minutes=1)
    assert again(world, karim, begun.dossier_number).party_id == begun.party_id


def test_what_a_clerk_did_not_see_finds_nobody(world: World, karim: Actor, begun: Draft) -> None:
    world.session.query(Visit).update({"identity_method": IdentityMethod.VOUCHED_FOR})
    with pytest.raises(WrongTry):
        again(world, karim, begun.dossier_number)


def test_nobody_but_a_clerk_finds_people(world: World, begun: Draft) -> None:
    with pytest.raises(NotAllowed, match="clerks_only"):
        again(world, world.giver, begun.dossier_number)
    assert world.session.query(Party).filter(Party.person_id.is_not(None)).count() == 1
