"""A form that came in time and is keyed later gives back nothing that somebody took away, or refused, meanwhile."""

from functools import partial

import pytest

from app.core.actor import Actor
from app.core.errors import Conflict
from app.core.people.persons import ensure_person
from app.core.rights.accepting import accept_relation, refuse_relation
from app.core.rights.ending import end_relation
from app.core.rights.granting import grant_right
from app.core.rights.wishes import Newcomer, RightWish
from app.core.rights.withdrawing import withdraw_invitation
from app.models.lifecycle import Status
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from app.models.work_relation import WorkRelation
from tests.acting import today
from tests.colleagues import EVA, EXECUTOR, MANAGER, appoint, with_letter
from tests.core.test_invitation_sheets import do, key_form, refused
from tests.world import TODAY, World


def lapsed(world: World, *wishes: RightWish) -> WorkRelation:
    """An invitation that nobody answered, as far as anybody knows the day after."""
    relation = appoint(world, EVA, *wishes)
    world.later(days=31)
    return relation


def key_late(world: World, relation: WorkRelation) -> str | None:
    """The form that came on the last day, keyed some days later; what became of it."""
    world.later(days=2)
    return do(world, key_form(world, relation, received_on=relation.answer_by)).outcome


def somebody(world: World, first_name: str, last_name: str = "Claes") -> Person:
    return ensure_person(world.session, f"subject {first_name} {last_name}", first_name, last_name)


def let_go(world: World, who: Person) -> None:
    end_relation(world.session, world.holder, who.id, policy=world.policy, now=world.now)


def at_home(world: World, relation: WorkRelation, called: tuple[str, str] = ("Eva", "Claes")) -> tuple[Person, Actor]:
    """Who opens the newer letter at home, under whatever name the sign-in says."""
    who = somebody(world, *called)
    return who, with_letter(world, relation, who)


@pytest.mark.parametrize("became", ["withdrawn", "refused", "let go"])
def test_whatever_became_of_a_newer_invitation_the_older_form_begins_nothing(world: World, became: str) -> None:
    old = lapsed(world)
    newer = appoint(world, EVA)
    who, home = at_home(world, newer)
    if became == "withdrawn":
        withdraw_invitation(world.session, world.holder, newer.id, policy=world.policy, now=world.now)
    elif became == "refused":
        refuse_relation(world.session, home, newer.id, now=world.now)
    else:
        accept_relation(world.session, home, newer.id, now=world.now)
        let_go(world, who)
    refused(Conflict, "invited_meanwhile", partial(key_late, world, old))
    assert old.status_on(today(world)) is Status.LAPSED


@pytest.mark.parametrize("typed", [("eva", "claes"), ("Claes", "Éva"), ("Eva Maria", "Claes")])
def test_a_name_that_is_written_otherwise_is_the_same_name(world: World, typed: tuple[str, str]) -> None:
    old = lapsed(world)
    appoint(world, Newcomer(*typed))
    refused(Conflict, "invited_meanwhile", partial(key_late, world, old))


@pytest.mark.parametrize("called", [("Eva Maria", "Claes"), ("Evelien", "De Smet")])
def test_who_accepted_the_newer_one_under_another_name_is_found_again(world: World, called: tuple[str, str]) -> None:
    old = lapsed(world)
    newer = appoint(world, EVA)
    accept_relation(world.session, at_home(world, newer, called)[1], newer.id, now=world.now)
    refused(Conflict, "invited_meanwhile", partial(key_late, world, old))


def test_who_has_the_right_already_gets_it_no_second_time(world: World) -> None:
    old = lapsed(world)
    grant_right(world.session, somebody(world, "Eva").id, world.office.id, EXECUTOR, first_day=today(world))
    refused(Conflict, "late_right_held", partial(key_late, world, old))


def test_who_lost_a_right_since_gets_none_with_an_old_form(world: World) -> None:
    eva = somebody(world, "Eva")
    grant_right(world.session, eva.id, world.office.id, EXECUTOR, first_day=TODAY)
    old = lapsed(world, RightWish(MANAGER))
    let_go(world, eva)
    refused(Conflict, "late_right_stopped", partial(key_late, world, old))


def test_what_was_decided_before_or_about_others_does_not_hold_a_late_form_back(world: World) -> None:
    """Who could only look, what stopped while the form was on its way, and an invitation from before."""
    eva, office = somebody(world, "Eva"), world.office.id
    grant_right(world.session, eva.id, office, EXECUTOR, first_day=TODAY)
    before = appoint(world, EVA, RightWish(level=AccessLevel.VIEW))
    withdraw_invitation(world.session, world.holder, before.id, policy=world.policy, now=world.now)
    world.later(days=1)
    old = appoint(world, EVA)
    let_go(world, eva)
    world.later(days=31)
    appoint(world, Newcomer("Tom", "Claes"))
    grant_right(world.session, eva.id, office, EXECUTOR, first_day=today(world), level=AccessLevel.VIEW)
    assert key_late(world, old) == "done"
