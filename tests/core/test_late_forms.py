"""A form that came in time and is keyed later gives back nothing that somebody took away, or refused, meanwhile."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from app.core.actor import Actor
from app.core.errors import Conflict
from app.core.people.persons import ensure_person
from app.core.rights.accepting import accept_relation, refuse_relation
from app.core.rights.ending import end_relation
from app.core.rights.granting import grant_right
from app.core.rights.matrix import who_may_what
from app.core.rights.wishes import Newcomer, RightWish
from app.core.rights.withdrawing import withdraw_invitation
from app.models.lifecycle import Status
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from app.models.right_type import RightType
from app.models.work_relation import WorkRelation
from tests.acting import accept, today
from tests.colleagues import EVA, EXECUTOR, MANAGER, appoint, with_letter
from tests.core.duo import Duo
from tests.core.test_colleague_history import statements
from tests.core.test_invitation_sheets import do, key_form, refused
from tests.growing import OLD, version
from tests.mailing import with_mail
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


@pytest.mark.parametrize("late", ["list", "mandate"])
def test_who_has_a_right_for_a_list_gets_nothing_of_it_a_second_time(world: World, late: str) -> None:
    group = version(world, 1, *OLD)
    inside = accept(world, world.give("permit.view"))
    reach = {"mandate_group_ids": (group.id,)} if late == "list" else {"mandate_ids": (inside.id,)}
    old = lapsed(world, RightWish(**reach))
    eva = somebody(world, "Eva")
    grant_right(world.session, eva.id, world.office.id, EXECUTOR, first_day=today(world), mandate_group=group)
    refused(Conflict, "late_right_held", partial(key_late, world, old))


@pytest.mark.parametrize("late", ["list", "mandate"])
def test_a_right_for_a_list_holds_back_no_late_form_for_more(world: World, late: str) -> None:
    group = version(world, 1, "permit.view")
    outside = accept(world, world.give("permit.view", "subsidy.view"))
    longer = {"mandate_group_ids": (version(world, 2, *OLD).id,)}
    old = lapsed(world, RightWish(**(longer if late == "list" else {"mandate_ids": (outside.id,)})))
    eva = somebody(world, "Eva")
    grant_right(world.session, eva.id, world.office.id, EXECUTOR, first_day=today(world), mandate_group=group)
    assert key_late(world, old) == "done"


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


def take_back(world: World, relation: WorkRelation) -> WorkRelation:
    return withdraw_invitation(world.session, world.holder, relation.id, policy=world.policy, now=world.now)


@pytest.mark.parametrize(("days", "can"), [(0, True), (9, True), (10, False)])
def test_what_lapsed_is_taken_back_for_as_long_as_a_form_can_begin_it(world: World, days: int, can: bool) -> None:
    relation = lapsed(world)
    world.later(days=days)
    shown = who_may_what(world.session, world.holder, now=world.now).lapsed
    last_day = TODAY + timedelta(days=40)
    assert [(one.name, one.keyed_until) for one in shown] == [("Eva Claes", last_day)] * can
    if can:
        take_back(world, relation)
        assert relation.withdrawn_on == today(world)
        assert relation.status_on(relation.lapses_after + timedelta(days=1)) is (
            Status.LAPSED if days else Status.WITHDRAWN
        )
        late = key_form(world, relation, received_on=relation.lapses_after)
        refused(Conflict, "appointment_withdrawn", partial(do, world, late))
    else:
        refused(Conflict, "nothing_to_withdraw", partial(take_back, world, relation))


@pytest.mark.parametrize("how", ["by e-mail", "not signed", "invited anew"])
def test_of_what_lapsed_and_cannot_begin_any_more_there_is_nothing_to_take_back(world: World, how: str) -> None:
    with_mail(world)
    if how == "not signed":
        duo = Duo(world)
        world.session.get_one(RightType, EXECUTOR).signatures = "2"
        relation, actor = appoint(world, EVA, actor=duo.godelieve), duo.godelieve
    else:
        who = replace(EVA, email_address="eva@voorbeeld.be") if how == "by e-mail" else EVA
        relation, actor = appoint(world, who), world.holder
    world.later(days=31)
    if how == "invited anew":
        appoint(world, EVA)
    assert who_may_what(world.session, actor, now=world.now).lapsed == []
    act = partial(withdraw_invitation, world.session, actor, relation.id, policy=world.policy, now=world.now)
    refused(Conflict, "nothing_to_withdraw", act)


def test_who_is_let_go_begins_nothing_with_the_form_of_what_lapsed(world: World) -> None:
    relation = lapsed(world)
    let_go(world, relation.person)
    assert relation.status_on(today(world)) is Status.WITHDRAWN


def test_more_colleagues_and_more_that_lapsed_take_no_more_statements(world: World) -> None:
    client, counted = accept(world, world.give()), []
    invite = lambda called: appoint(world, Newcomer(*called), RightWish(mandate_ids=(client.id,)))  # noqa: E731
    for first_name in ("Eva", "Bea"):
        invite((first_name, "Claes"))
    begin(world, "Tom")
    world.later(days=5)
    for first_name in ("Lea", "Mia", "Noa"):
        invite((first_name, "Claes"))
    for days, lapsed_by_then in ((26, 2), (5, 5)):
        world.later(days=days)
        read = partial(who_may_what, world.session, world.holder, now=world.now)
        assert len(read().lapsed) == lapsed_by_then
        world.session.expire_all()
        counted.append(statements(world, read))
        for first_name in ("Jef", "Jos", "Jan"):
            begin(world, f"{first_name}{days}")
    assert counted[1] <= counted[0], counted


def begin(world: World, first_name: str) -> None:
    """Who is invited, and accepts at home as somebody that the sign-in calls otherwise."""
    relation = appoint(world, Newcomer(first_name, "Peeters"))
    home = at_home(world, relation, (f"{first_name} Maria", "Peeters"))[1]
    accept_relation(world.session, home, relation.id, now=world.now)
