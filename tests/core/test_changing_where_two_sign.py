"""A change of rights where two must sign: nothing is taken away before the second signed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.people.persons import get_person
from app.core.rights.accepting import sign_appointment
from app.core.rights.changing import Change, change_rights
from app.core.rights.granting import grant_right
from app.core.rights.matrix import who_may_what
from app.core.rights.wishes import RightWish
from app.core.rights.withdrawing import withdraw_invitation
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from tests.colleagues import EXECUTOR, MANAGER, appoint, person
from tests.core.duo import Duo
from tests.world import TODAY, World

LAST = TODAY + timedelta(days=7)
BOTH = (RightWish(EXECUTOR), RightWish(MANAGER))


@pytest.fixture
def duo(world: World) -> Duo:
    return Duo(world)


@pytest.fixture
def tom(world: World, duo: Duo) -> Person:
    """Tom, who executes for one week more."""
    found = person(world, "Tom")
    grant_right(world.session, found.id, duo.party.id, EXECUTOR, first_day=TODAY, last_day=LAST)
    return found


def change(world: World, duo: Duo, who: Person, *wishes: RightWish) -> Change:
    return change_rights(world.session, duo.godelieve, duo.party.id, who.id, wishes, policy=world.policy, now=world.now)


def held(world: World, duo: Duo) -> list[tuple[str, str, bool]]:
    """What holds today in the matrix: the right, how far it reaches and whether it has an end."""
    rows = who_may_what(world.session, duo.johan, now=world.now).colleagues
    return sorted((one.kind, one.level, one.last_day is not None) for row in rows for one in row.held)


def sign(world: World, duo: Duo, found: Change) -> None:
    assert found.relation is not None
    sign_appointment(world.session, duo.johan, found.relation.id, policy=world.policy, now=world.now)


def test_nothing_ends_before_the_second_signed(world: World, duo: Duo, tom: Person) -> None:
    found = change(world, duo, tom, *BOTH)
    assert found.relation is not None
    assert (found.relation.status_on(TODAY), found.ending.rights) == (Status.TO_SIGN, [])
    assert held(world, duo) == [("executor", "manage", True)]
    (waiting,) = who_may_what(world.session, duo.johan, now=world.now).waiting
    assert waiting.replaces
    for _ in range(2):
        sign(world, duo, found)
    assert held(world, duo) == [("executor", "manage", False), ("manager", "manage", False)]


def test_the_second_hears_of_it_by_letter_once(world: World, duo: Duo, tom: Person) -> None:
    found = change(world, duo, tom, *BOTH)
    assert found.relation is not None
    (letter,) = world.session.scalars(select(Letter).where(Letter.kind == "rights_to_sign.party"))
    assert (letter.dossier_number, letter.party_id) == (found.relation.dossier_number, duo.party.id)
    said = [letter.data[one] for one in ("seconds", "replaces", "colleague", "sign_by")]
    johan = get_person(world.session, duo.johan.person_id).name
    assert said == [[johan], True, "Tom Wouters", found.relation.lapses_after.isoformat()]
    assert letter.data["recipient_name"] == johan
    sign(world, duo, found)
    assert world.session.query(Letter).filter_by(kind="rights_to_sign.party").count() == 1


def test_what_is_less_waits_with_what_is_more(world: World, duo: Duo, tom: Person) -> None:
    found = change(world, duo, tom, RightWish(EXECUTOR, AccessLevel.VIEW, last_day=LAST), RightWish(MANAGER))
    assert held(world, duo) == [("executor", "manage", True)]
    sign(world, duo, found)
    assert held(world, duo) == [("executor", "view", True), ("manager", "manage", False)]


def test_what_is_taken_back_or_lapses_leaves_everything_as_it_was(world: World, duo: Duo, tom: Person) -> None:
    found = change(world, duo, tom, *BOTH)
    assert found.relation is not None
    withdraw_invitation(world.session, duo.johan, found.relation.id, policy=world.policy, now=world.now)
    assert held(world, duo) == [("executor", "manage", True)]


def test_what_was_given_meanwhile_stays(world: World, duo: Duo, tom: Person) -> None:
    found = change(world, duo, tom, RightWish(MANAGER))
    grant_right(world.session, tom.id, duo.party.id, EXECUTOR, first_day=TODAY, level=AccessLevel.VIEW)
    sign(world, duo, found)
    assert held(world, duo) == [("executor", "view", False), ("manager", "manage", False)]


def test_an_appointment_that_waits_replaces_nothing(world: World, duo: Duo, tom: Person) -> None:
    relation = appoint(world, tom.id, RightWish(MANAGER), actor=duo.godelieve)
    (waiting,) = who_may_what(world.session, duo.johan, now=world.now).waiting
    assert not waiting.replaces
    sign_appointment(world.session, duo.johan, relation.id, policy=world.policy, now=world.now)
    assert held(world, duo) == [("executor", "manage", True), ("manager", "manage", False)]
