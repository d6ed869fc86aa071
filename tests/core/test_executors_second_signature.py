"""The second of two signs for whom the first named to execute it: he reads it, and at a counter a colleague too."""

from functools import partial

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.acts.signing import sign_about, sign_mandate
from app.core.counter.second_looks import LookNeeded, ask_look
from app.core.errors import Conflict, Invalid
from app.core.rights.granting import grant_right
from app.core.views.letter import view_letter
from app.core.views.mandate import view_mandate
from app.core.views.second_look import view_look
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.models.person import Person
from app.models.user_right import UserRight
from app.models.visit import IdentityMethod
from tests.acting import accept, consent, reader
from tests.colleagues import EXECUTOR, person
from tests.core.duo import Duo
from tests.four_eyes import agree
from tests.world import DUO, TODAY, World


@pytest.fixture
def duo(world: World) -> Duo:
    return Duo(world)


@pytest.fixture
def els(world: World, duo: Duo) -> Person:
    found = person(world, "Els")
    grant_right(world.session, found.id, duo.party.id, EXECUTOR, first_day=TODAY)
    return found


@pytest.fixture
def waiting(world: World, duo: Duo, els: Person) -> Mandate:
    """Godelieve accepted, and named Els and herself."""
    mandate = world.give("hinder.manage", other_number=DUO)
    return accept(world, mandate, duo.godelieve, executors=[els.id, duo.godelieve.person_id])


@pytest.fixture
def johan(world: World, duo: Duo) -> Actor:
    """He is at a counter, and showed who he is."""
    return world.visit(world.add_clerk(), DUO, duo.function("Johan"), IdentityMethod.EID_READ)


NAMED = ["Els Wouters", "Godelieve Maes"]


def test_the_second_reads_whom_the_first_named(world: World, duo: Duo, waiting: Mandate) -> None:
    assert view_mandate(world.session, duo.johan, waiting.id, now=world.now).named_first == NAMED
    assert world.session.scalars(select(Letter).where(Letter.kind == "to_sign.holder")).one().data["executors"] == NAMED


def test_the_second_reads_them_with_the_code_of_his_letter_too(world: World, duo: Duo, waiting: Mandate) -> None:
    letter = reader(world, waiting, duo.party, None).letter_id
    assert letter is not None
    assert view_letter(world.session, letter, duo.party.id, waiting.id, now=world.now).named_first == NAMED


def test_nobody_names_others_while_the_second_still_has_to_sign(world: World, duo: Duo, waiting: Mandate) -> None:
    for actor in (duo.godelieve, duo.johan):
        with pytest.raises(Conflict, match="signature_waits"):
            accept(world, waiting, actor, executors=[duo.johan.person_id] if actor is duo.johan else [])
    assert [len(one.facts["executors"]) for one in waiting.signatures] == [2]


def test_a_letter_names_nobody_when_nobody_was_named(world: World, duo: Duo) -> None:
    accept(world, world.give(other_number=DUO), duo.godelieve)
    assert "executors" not in world.session.scalars(select(Letter).where(Letter.kind == "to_sign.holder")).one().data


def test_a_colleague_of_the_clerk_looks_at_whom_the_first_named(world: World, waiting: Mandate, johan: Actor) -> None:
    consent(world, johan, sign_about(waiting.signatures[-1]))
    act = partial(sign_mandate, world.session, johan, waiting.id, policy=world.policy, now=world.now)
    with pytest.raises(LookNeeded) as needed:
        act()
    look = ask_look(world.session, johan, needed.value.sight, policy=world.policy, now=world.now)
    assert look is not None
    assert view_look(world.session, look).executors == NAMED
    agree(world, look)
    assert act().accepted_on == TODAY


def test_who_left_meanwhile_is_refused_before_anybody_looks(
    world: World, waiting: Mandate, els: Person, johan: Actor
) -> None:
    for right in world.session.scalars(select(UserRight)):
        right.stop_day = TODAY
    world.session.flush()
    consent(world, johan, sign_about(waiting.signatures[-1]))
    with pytest.raises(Invalid, match="executor_unknown"):
        sign_mandate(world.session, johan, waiting.id, policy=world.policy, now=world.now)
