"""A customer whom two clerks know: the second one says so himself, with his own sign-in."""

from dataclasses import replace

import pytest

from app.core.actor import Actor
from app.core.counter import visits
from app.core.counter.known_customers import ask_who_knows
from app.core.counter.looking_too import decide_look, list_waiting_looks
from app.core.counter.visits import Evidence
from app.core.errors import Conflict, NotAllowed
from app.core.people.parties import ensure_enterprise_party
from app.core.register.functions import list_functions
from app.core.rights.granting import grant_right
from app.core.views.timeline import list_happenings
from app.models.journal import JournalEntry
from app.models.second_look import SecondLook
from app.models.staff import Staff
from app.models.user_right import RightKind
from app.models.visit import Capacity, IdentityMethod, Visit
from tests.acting import consent, give_looked_at
from tests.world import BAKERY, OFFICE, TODAY, World

KNOWN = Evidence(IdentityMethod.KNOWN_BY_TWO)


@pytest.fixture
def karim(world: World) -> Staff:
    return world.add_clerk()


@pytest.fixture
def lotte(world: World, karim: Staff) -> Actor:
    return Actor.at_the_counter(world.add_clerk("Lotte", "4802", beside=karim).person_id)


@pytest.fixture
def visit(world: World, karim: Staff) -> Actor:
    """Maria, of whom nobody saw a document."""
    return world.visit(karim, BAKERY, list_functions(world.session, BAKERY, TODAY)[0], IdentityMethod.NONE)


def ask(world: World, actor: Actor) -> SecondLook:
    return ask_who_knows(world.session, actor, now=world.now)


def say(world: World, colleague: Actor, look: SecondLook, outcome: str = "agrees", note: str = "") -> None:
    decide_look(world.session, colleague, look.id, outcome, now=world.now, note=note)


def record(world: World, actor: Actor) -> Visit:
    return visits.record_identity(world.session, actor, KNOWN, now=world.now)


def test_a_colleague_who_says_so_himself_is_evidence(world: World, visit: Actor, lotte: Actor) -> None:
    with pytest.raises(Conflict, match="colleague_confirms_first"):
        record(world, visit)
    look = ask(world, visit)
    assert [one.id for one in list_waiting_looks(world.session, lotte, now=world.now)] == [look.id]
    with pytest.raises(Conflict, match="colleague_confirms_first"):
        record(world, visit)
    say(world, lotte, look)
    seen = record(world, visit)
    assert (seen.identity_method, seen.second_clerk_number) == ("known_by_two", "4802")
    entry = world.session.query(JournalEntry).filter_by(kind="identified").order_by(JournalEntry.id.desc()).first()
    assert (entry.data["method"], entry.data["second_clerk"]) == ("known_by_two", "4802")


def test_the_same_clerk_is_no_second_one(world: World, visit: Actor) -> None:
    look = ask(world, visit)
    with pytest.raises(NotAllowed, match="look_same_clerk"):
        say(world, Actor.at_the_counter(visit.actor_id), look)


def test_a_clerk_of_another_counter_or_of_the_enterprise_is_no_second_one(world: World, visit: Actor) -> None:
    look = ask(world, visit)
    away = Actor.at_the_counter(world.add_clerk("Wim", "4901", "Aalst").person_id)
    with pytest.raises(NotAllowed, match="look_other_counter"):
        say(world, away, look)
    karim = world.session.get_one(Staff, visit.actor_id)
    near = world.add_clerk("Petra", "4803", beside=karim)
    grant_right(world.session, near.person_id, world.bakery.id, RightKind.EXECUTOR, first_day=TODAY)
    with pytest.raises(NotAllowed, match="clerk_own_affairs"):
        say(world, Actor.at_the_counter(near.person_id), look)


def test_a_colleague_who_does_not_know_him_ends_it_for_this_visit(world: World, visit: Actor, lotte: Actor) -> None:
    say(world, lotte, ask(world, visit), "refuses", "Ik zag deze persoon nooit.")
    for again in (ask, record):
        with pytest.raises(NotAllowed, match="colleague_does_not_know"):
            again(world, visit)


def come(world: World, actor: Actor, first_name: str) -> None:
    """Another customer stands here, of whom the register knows no function."""
    visits.record_customer(
        world.session, actor, capacity=Capacity.NONE, first_name=first_name, last_name="Claes", now=world.now
    )


def test_it_is_asked_once_and_anew_for_another_person(world: World, visit: Actor, lotte: Actor) -> None:
    come(world, visit, "Piet")
    look = ask(world, visit)
    assert ask(world, visit).id == look.id
    say(world, lotte, look)
    come(world, visit, "Griet")  # in the same role, so that only the person differs
    with pytest.raises(Conflict, match="colleague_confirms_first"):
        record(world, visit)
    assert ask(world, visit).id != look.id


def test_the_proof_of_one_customer_is_none_of_the_next(world: World, visit: Actor, lotte: Actor) -> None:
    say(world, lotte, ask(world, visit))
    record(world, visit)
    nadia = world.add_function(BAKERY, "Nadia", "Vermeulen")
    seen = visits.record_customer(
        world.session, visit, capacity=Capacity.LEGAL_REPRESENTATIVE, function_id=nadia.id, now=world.now
    )
    assert (seen.identity_method, seen.second_clerk_number, seen.identified_at) == (None, None, None)
    wish = world.wish("subsidy.view")
    instead = consent(world, replace(visit, person_id=seen.person_id), wish.fingerprint())
    with pytest.raises(NotAllowed, match="customer_not_identified"):
        give_looked_at(world, instead, wish)


def test_the_same_customer_in_the_same_role_keeps_his_proof(world: World, visit: Actor, lotte: Actor) -> None:
    say(world, lotte, ask(world, visit))
    known = record(world, visit)
    same = visits.record_customer(
        world.session, visit, capacity=Capacity(known.capacity), function_id=known.function_id, now=world.now
    )
    assert (same.identity_method, same.second_clerk_number) == ("known_by_two", "4802")


def test_in_another_visit_a_colleague_says_it_again(world: World, karim: Staff, visit: Actor, lotte: Actor) -> None:
    say(world, lotte, ask(world, visit))
    visits.end_visit(world.session, visit, "comes_back", now=world.now)
    function = list_functions(world.session, BAKERY, TODAY)[0]
    with pytest.raises(Conflict, match="colleague_confirms_first"):
        record(world, world.visit(karim, BAKERY, function, IdentityMethod.NONE))


def test_before_the_customer_is_named_nobody_is_asked(world: World, karim: Staff) -> None:
    started = visits.start_visit(world.session, Actor.at_the_counter(karim.person_id), OFFICE, now=world.now)
    with pytest.raises(Conflict, match="customer_first"):
        ask(world, Actor.at_the_counter(karim.person_id, started.id, party_id=started.party_id))


def test_the_own_party_reads_who_knew_the_customer_and_the_other_does_not(
    world: World, visit: Actor, lotte: Actor
) -> None:
    say(world, lotte, ask(world, visit))
    record(world, visit)
    wish = world.wish("subsidy.view")
    consent(world, visit, wish.fingerprint())
    mandate = give_looked_at(world, visit, wish)
    office = ensure_enterprise_party(world.session, OFFICE)
    told = [list_happenings(world.session, mandate.id, who)[0].how for who in (None, world.bakery.id, office.id)]
    assert ["Medewerkers 4711 en 4802 kennen de klant." in how for how in told] == [True, True, False]
