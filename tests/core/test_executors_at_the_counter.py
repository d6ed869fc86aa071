"""Accepting at a counter covers who is named to execute: the consent, the look of a colleague, and what he reads."""

import uuid
from functools import partial

import pytest

from app.core.actor import Actor
from app.core.acts.answering import accept_mandate, sight_of_answer
from app.core.counter.look_reasons import CLOSE
from app.core.counter.second_looks import LookNeeded, ask_look, find_need
from app.core.errors import Conflict, Invalid
from app.core.mandates.narrower import Narrower, accept_about
from app.core.register.functions import list_functions
from app.core.views.second_look import view_look
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from app.models.staff import Staff
from app.models.visit import IdentityMethod, Visit
from tests.acting import accept, consent, kinds
from tests.colleagues import colleague, person
from tests.core.duo import Duo
from tests.four_eyes import agree
from tests.world import DUO, OFFICE, TODAY, World

IMPORTANT = "hinder.manage"
LOW = "permit.view"


@pytest.fixture
def els(world: World) -> Person:
    return colleague(world, "Els", level=AccessLevel.VIEW, last_day=TODAY)


@pytest.fixture
def eva(world: World) -> Person:
    return colleague(world, "Eva", level=AccessLevel.VIEW, last_day=TODAY)


@pytest.fixture
def customer(world: World) -> Actor:
    function = list_functions(world.session, OFFICE, TODAY)[0]
    return world.visit(world.add_clerk(), OFFICE, function, IdentityMethod.EID_READ)


def test_the_consent_is_to_exactly_who_is_named(world: World, els: Person, eva: Person, customer: Actor) -> None:
    mandate = world.give(LOW)
    consent(world, customer, accept_about(mandate.id, executors=[els.id, eva.id]))
    for other in ([], [els.id]):
        with pytest.raises(Conflict, match="consent_missing"):
            accept(world, mandate, customer, executors=other)
    assert accept(world, mandate, customer, executors=[eva.id, els.id, els.id]).accepted_on is not None


def test_the_consent_tells_what_is_taken_from_who_is_named(world: World, els: Person) -> None:
    key, less = world.give(LOW).id, Narrower((LOW,))
    told = {accept_about(key), accept_about(key, less), accept_about(key, None, [els.id])}
    assert len(told | {accept_about(key, less, [els.id])}) == 4


def test_what_is_looked_at_names_them_in_any_order(world: World, els: Person, eva: Person) -> None:
    mandate = world.give(IMPORTANT)
    sight = partial(sight_of_answer, mandate, None, None)
    assert sight([els.id, eva.id]).mark() == sight([eva.id, els.id]).mark() != sight([els.id]).mark() != sight().mark()


def test_a_colleague_looks_at_who_is_named(world: World, els: Person, eva: Person, customer: Actor) -> None:
    mandate = world.give(IMPORTANT)
    act = partial(accept_mandate, world.session, customer, mandate.id, policy=world.policy, now=world.now)
    consent(world, customer, accept_about(mandate.id, None, [els.id]))
    with pytest.raises(LookNeeded) as needed:
        act(executors=[els.id])
    look = ask_look(world.session, customer, needed.value.sight, policy=world.policy, now=world.now)
    assert look is not None
    assert view_look(world.session, look).executors == ["Els Wouters"]
    agree(world, look)
    consent(world, customer, accept_about(mandate.id, None, [eva.id]))
    with pytest.raises(LookNeeded, match="look_ask"):
        act(executors=[eva.id])
    consent(world, customer, accept_about(mandate.id, None, [els.id]))
    assert act(executors=[els.id]).accepted_on is not None


def test_who_cannot_be_named_is_refused_before_anybody_looks(world: World, customer: Actor) -> None:
    mandate, stranger = world.give(IMPORTANT), person(world, "Tom")
    act = partial(accept_mandate, world.session, customer, mandate.id, policy=world.policy, now=world.now)
    consent(world, customer, accept_about(mandate.id, None, [stranger.id]))
    with pytest.raises(Invalid, match="executor_unknown"):
        act(executors=[stranger.id])


def test_who_cannot_be_named_is_refused_before_a_second_is_asked(world: World) -> None:
    duo = Duo(world)
    mandate, stranger = world.give(other_number=DUO), person(world, "Tom")
    with pytest.raises(Invalid, match="executor_unknown"):
        accept(world, mandate, duo.godelieve, executors=[stranger.id])
    assert kinds(world, mandate) == ["given"]


def test_who_is_named_and_helps_at_the_same_counter_is_close(world: World, customer: Actor) -> None:
    """The customer of today helps here on other days, which the register cannot say: it knows no sign-in of his."""
    world.session.add(Staff(person_id=customer.person_id, number="4799", office_id=_office(world, customer)))
    list_functions(world.session, OFFICE, TODAY)[0].subject = None
    world.session.flush()
    mandate = world.give(LOW)
    consent(world, customer, accept_about(mandate.id))
    frame = {"policy": world.policy, "now": world.now}
    assert find_need(world.session, customer, sight_of_answer(mandate, None, None), **frame) is None
    named = sight_of_answer(mandate, None, None, [customer.person_id])
    need = find_need(world.session, customer, named, **frame)
    assert need is not None
    assert need.reasons == [CLOSE]


def _office(world: World, customer: Actor) -> uuid.UUID:
    return world.session.get_one(Visit, customer.visit_id).office_id
