"""At a counter nothing of more than low risk is given before the customer was asked alone and told it back."""

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.counter.understanding import record_alone, record_understanding
from app.core.counter.visits import record_consent, record_customer
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.mandate import Mandate
from app.models.visit import Capacity
from tests.acting import accept, give_looked_at
from tests.world import BAKERY, OFFICE, World

LOW, MEDIUM, HIGH = "hinder.manage", "kmop.manage", "permit.manage"


def customer(world: World) -> Actor:
    function = world.session.query(Function).filter_by(enterprise_number=BAKERY).one()
    return world.visit(world.add_clerk(), BAKERY, function)


def alone(world: World, actor: Actor, chose: str = "yes", told: str = "no") -> None:
    record_alone(world.session, actor, chose=chose, told=told, now=world.now)


def tell_back(world: World, actor: Actor, answer: str = "right", *keys: str) -> None:
    record_understanding(world.session, actor, answer, world.wish(*(keys or (MEDIUM,))).fingerprint(), now=world.now)


def give(world: World, actor: Actor, *keys: str) -> Mandate:
    wish = world.wish(*(keys or (MEDIUM,)))
    record_consent(world.session, actor, wish.fingerprint(), now=world.now)
    return give_looked_at(world, actor, wish)


def refused(world: World, actor: Actor, kind: type[CoreError], code: str, *keys: str) -> None:
    with pytest.raises(kind, match=code):
        give(world, actor, *keys)


@pytest.mark.parametrize("key", [MEDIUM, HIGH])
def test_what_is_more_than_low_risk_waits_for_both_questions(world: World, key: str) -> None:
    actor = customer(world)
    refused(world, actor, Conflict, "not_asked_alone", key)
    alone(world, actor)
    refused(world, actor, Conflict, "not_told_back", key)
    tell_back(world, actor, "right", key)
    assert give(world, actor, key).started_by == "giver"


def test_low_risk_needs_no_questions(world: World) -> None:
    assert give(world, customer(world), LOW).started_by == "giver"


def test_what_was_explained_again_counts(world: World) -> None:
    actor = customer(world)
    alone(world, actor)
    tell_back(world, actor, "right_afterwards")
    assert give(world, actor).started_by == "giver"


def test_who_does_not_tell_it_right_gives_nothing_of_the_kind(world: World) -> None:
    actor = customer(world)
    alone(world, actor)
    tell_back(world, actor, "not_right")
    refused(world, actor, NotAllowed, "not_understood")


def test_what_was_told_back_is_about_that_wish_and_no_other(world: World) -> None:
    actor = customer(world)
    alone(world, actor)
    tell_back(world, actor)
    refused(world, actor, Conflict, "not_told_back", MEDIUM, LOW)


@pytest.mark.parametrize(("chose", "told"), [("unsure", "no"), ("yes", "unsure")])
def test_while_there_is_doubt_about_the_will_nothing_is_given(world: World, chose: str, told: str) -> None:
    actor = customer(world)
    alone(world, actor, chose, told)
    tell_back(world, actor)
    for key in (LOW, MEDIUM):
        refused(world, actor, NotAllowed, "not_today", key)


def test_another_person_at_the_counter_is_asked_anew(world: World) -> None:
    actor = customer(world)
    alone(world, actor)
    tell_back(world, actor)
    other = world.add_function(BAKERY, "Nora", "Vermeulen")
    visit = record_customer(
        world.session, actor, capacity=Capacity.LEGAL_REPRESENTATIVE, function_id=other.id, now=world.now
    )
    assert (visit.spoke_alone, visit.understood) == (None, None)


def test_the_answers_are_codes_in_the_journal_of_the_visit_and_of_no_mandate(world: World) -> None:
    actor = customer(world)
    alone(world, actor)
    tell_back(world, actor)
    kinds = ("spoke_alone", "told_back")
    entries = world.session.scalars(select(JournalEntry).where(JournalEntry.kind.in_(kinds))).all()
    codes = [
        {name: entry.data[name] for name in ("chose", "told", "answer") if name in entry.data} for entry in entries
    ]
    assert codes == [{"chose": "yes", "told": "no"}, {"answer": "right"}]
    assert {(entry.visit_id, entry.mandate_id) for entry in entries} == {(actor.visit_id, None)}


def test_an_answer_that_does_not_exist_is_refused(world: World) -> None:
    actor = customer(world)
    for chose, told in (("maybe", "no"), ("yes", "maybe")):
        with pytest.raises(Invalid, match="answer_missing"):
            alone(world, actor, chose, told)
    with pytest.raises(Invalid, match="answer_missing"):
        tell_back(world, actor, "maybe")


def test_at_home_nobody_is_asked(world: World) -> None:
    assert world.give(MEDIUM).started_by == "giver"


def test_a_giver_who_answers_a_request_is_asked_the_same(world: World) -> None:
    mandate = world.ask(MEDIUM)
    about = f"accept:{mandate.id}"
    actor = customer(world)
    record_consent(world.session, actor, about, now=world.now)
    with pytest.raises(Conflict, match="not_asked_alone"):
        accept(world, mandate, actor)
    alone(world, actor)
    with pytest.raises(Conflict, match="not_told_back"):
        accept(world, mandate, actor)
    record_understanding(world.session, actor, "right", about, now=world.now)
    assert accept(world, mandate, actor).accepted_on is not None


def test_a_holder_who_accepts_at_a_counter_is_not_asked(world: World) -> None:
    mandate = world.give(MEDIUM)
    function = world.session.query(Function).filter_by(enterprise_number=OFFICE).one()
    actor = world.visit(world.add_clerk(), OFFICE, function)
    record_consent(world.session, actor, f"accept:{mandate.id}", now=world.now)
    assert accept(world, mandate, actor).accepted_on is not None
