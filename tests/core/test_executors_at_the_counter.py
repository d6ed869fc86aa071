"""Accepting at a counter covers who is named to execute: the consent, the look of a colleague, and what he reads."""

from functools import partial

import pytest

from app.core.actor import Actor
from app.core.acts.answering import accept_mandate, sight_of_answer
from app.core.counter.second_looks import LookNeeded, ask_look
from app.core.errors import Conflict
from app.core.mandates.narrower import Narrower, accept_about
from app.core.register.functions import list_functions
from app.core.views.second_look import view_look
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from app.models.visit import IdentityMethod
from tests.acting import accept, consent
from tests.colleagues import colleague
from tests.four_eyes import agree
from tests.world import OFFICE, TODAY, World

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
