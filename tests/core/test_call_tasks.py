"""Calls after a contest: oldest first, taken by a clerk, and resolved with the giver on the line."""

from datetime import date

import pytest
from sqlalchemy import delete

from app.core.actor import Actor
from app.core.distant import call_tasks
from app.core.distant.call_back_numbers import numbers_to_call
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import find_entry
from app.core.people.parties import ensure_person_party
from app.core.register.functions import list_functions
from app.core.rights.granting import grant_right
from app.core.views.timeline import list_happenings
from app.models.contest_call import ContestCall
from app.models.function import Function
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.phone_call import PhoneCall
from app.models.register import RegisterPhone
from app.models.user_right import RightKind
from tests.acting import accept, contest, letters, resume, status, stop, today
from tests.world import BAKERY, BAKERY_PHONE, OFFICE, World


@pytest.fixture
def karim(world: World) -> Actor:
    return Actor.on_the_phone(world.add_clerk().person_id)


@pytest.fixture
def lotte(world: World) -> Actor:
    return Actor.on_the_phone(world.add_clerk("Lotte", "4802").person_id)


def contested(world: World, key: str = "hinder.manage") -> Mandate:
    return contest(world, accept(world, world.give(key)), world.holder, "pressure")


def take(world: World, clerk: Actor, mandate: Mandate) -> ContestCall:
    return call_tasks.take_call(world.session, clerk, mandate.suspensions[-1].id, now=world.now)


def representative(world: World, number: str = BAKERY) -> Function:
    return list_functions(world.session, number, today(world))[0]


def call_back(world: World, clerk: Actor, mandate: Mandate, function: Function | None = None, **more: object) -> Actor:
    """The clerk with the giver's representative on the line."""
    chosen = {"function_id": (function or representative(world)).id, "number": BAKERY_PHONE} | more
    call = call_tasks.start_call_back(
        world.session,
        clerk,
        mandate.suspensions[-1].id,
        now=world.now,
        **chosen,  # type: ignore[arg-type]
    )
    return Actor.on_the_phone(call.clerk_id, call.id, person_id=call.person_id, party_id=call.party_id)


def resolve(world: World, actor: Actor, *, resume: bool = True, reason: str = "giver_confirms") -> Mandate:
    return call_tasks.resolve_contest(
        world.session, actor, resume=resume, reason=reason, policy=world.policy, now=world.now
    )


def no_answer(world: World, clerk: Actor, mandate: Mandate, number: str = BAKERY_PHONE) -> None:
    call_tasks.note_no_answer(world.session, clerk, mandate.suspensions[-1].id, number=number, now=world.now)


def close(world: World, clerk: Actor, mandate: Mandate, outcome: str) -> None:
    call_tasks.close_call(world.session, clerk, mandate.suspensions[-1].id, outcome, now=world.now)


def owed(world: World) -> list[call_tasks.CallTask]:
    return call_tasks.list_call_tasks(world.session, now=world.now)


def test_the_call_that_is_due_first_stands_on_top(world: World) -> None:
    first = contested(world)
    world.later(days=1)
    contested(world, "subsidy.view")
    world.later(days=2)
    assert [task.due for task in owed(world)] == [date(2026, 11, 25), date(2026, 11, 26)]
    assert [task.is_late for task in owed(world)] == [True, False]
    assert owed(world)[0].mandate.id == first.id


def test_a_call_is_taken_by_one_clerk_and_may_be_taken_over(world: World, karim: Actor, lotte: Actor) -> None:
    mandate = contested(world)
    assert owed(world)[0].taken_by is None
    take(world, karim, mandate)
    assert owed(world)[0].taken_by.number == "4711"
    with pytest.raises(Conflict, match="take_call_first"):
        no_answer(world, lotte, mandate)
    take(world, lotte, mandate)
    no_answer(world, lotte, mandate)
    assert (owed(world)[0].taken_by.number, owed(world)[0].tries) == ("4802", 1)


def test_the_giver_on_the_line_lets_it_go_on_with_a_reason_that_is_kept(world: World, karim: Actor) -> None:
    mandate = contested(world)
    take(world, karim, mandate)
    resolve(world, call_back(world, karim, mandate))
    assert status(world, mandate) is Status.ACTIVE
    assert owed(world) == []
    entry = find_entry(world.session, mandate.id, "resumed")
    assert (entry.channel, entry.ground, entry.data["reason"]) == ("phone", "verified_caller", "giver_confirms")
    assert list_happenings(world.session, mandate.id, world.office.id)[-1].sentence == (
        "Medewerker 4711 zette het mandaat opnieuw aan, na een gesprek met Maria Vermeulen."
    )
    assert world.session.get_one(ContestCall, mandate.suspensions[0].id).outcome == "resumed"


def test_the_giver_on_the_line_stops_it_and_both_are_told(world: World, karim: Actor) -> None:
    mandate = contested(world)
    take(world, karim, mandate)
    resolve(world, call_back(world, karim, mandate), resume=False, reason="not_given")
    assert status(world, mandate) is Status.STOPPED
    assert letters(world, mandate)[-2:] == ["stopped.giver", "stopped.holder"]
    assert find_entry(world.session, mandate.id, "stopped").data["reason"] == "not_given"


@pytest.mark.parametrize(("go_on", "reason"), [(True, "giver_stops"), (True, ""), (False, "giver_confirms")])
def test_a_decision_needs_a_reason_that_fits_it(world: World, karim: Actor, go_on: bool, reason: str) -> None:
    mandate = contested(world)
    take(world, karim, mandate)
    actor = call_back(world, karim, mandate)
    with pytest.raises(Invalid, match="resolve_reason_missing"):
        resolve(world, actor, resume=go_on, reason=reason)
    assert status(world, mandate) is Status.SUSPENDED


def test_only_somebody_who_decides_for_the_giver_counts(world: World, karim: Actor) -> None:
    mandate = contested(world)
    take(world, karim, mandate)
    with pytest.raises(Invalid, match="function_missing"):
        call_back(world, karim, mandate, representative(world, OFFICE))
    with pytest.raises(Invalid, match="function_missing"):
        call_back(world, karim, mandate, function_id=None, manager_id=world.jan.id)
    els = world.add_representative(OFFICE, "Els", "Wouters")
    grant_right(world.session, els.id, world.bakery.id, RightKind.MANAGER, first_day=date(2026, 1, 1))
    resolve(world, call_back(world, karim, mandate, function_id=None, manager_id=els.id))
    assert status(world, mandate) is Status.ACTIVE


def test_the_number_comes_from_the_register_and_never_from_the_caller(world: World, karim: Actor) -> None:
    mandate = contested(world)
    take(world, karim, mandate)
    world.add_phone(OFFICE, "+3252000024")
    for number in ("+32470000000", "+3252000024", ""):
        with pytest.raises(Invalid, match="number_not_on_file"):
            call_back(world, karim, mandate, number=number)
        with pytest.raises(Invalid, match="number_not_on_file"):
            no_answer(world, karim, mandate, number)


def test_which_number_was_called_stands_with_the_call_and_not_in_the_journal(world: World, karim: Actor) -> None:
    mandate = contested(world)
    take(world, karim, mandate)
    speaking = call_back(world, karim, mandate)
    call = world.session.get_one(PhoneCall, speaking.call_id)
    assert (call.number, call.number_from) == (BAKERY_PHONE, "enterprise")
    entry = find_entry(world.session, mandate.id, "called_back")
    assert (entry.data["call"], entry.data["number_from"]) == (str(call.id), "enterprise")
    assert BAKERY_PHONE not in str(entry.data)
    assert list_happenings(world.session, mandate.id)[-1].sentence == (
        "Medewerker 4711 belde Bakkerij De Zoete Inval BV terug op 053 00 00 51 en sprak met Maria Vermeulen."
    )


def test_without_a_number_on_file_nobody_decides_by_phone(world: World, karim: Actor) -> None:
    world.session.execute(delete(RegisterPhone))
    mandate = contested(world)
    take(world, karim, mandate)
    with pytest.raises(Conflict, match="no_number_on_file"):
        call_back(world, karim, mandate)
    with pytest.raises(Conflict, match="no_number_on_file"):
        no_answer(world, karim, mandate)
    close(world, karim, mandate, "no_number")
    assert owed(world) == []
    assert status(world, mandate) is Status.SUSPENDED
    resume(world, mandate)
    assert status(world, mandate) is Status.ACTIVE


def test_a_person_without_an_enterprise_number_has_no_number_on_file(world: World) -> None:
    assert numbers_to_call(world.session, ensure_person_party(world.session, world.maria.id)) == []


def test_where_a_number_is_on_file_it_is_called_first(world: World, karim: Actor) -> None:
    mandate = contested(world)
    take(world, karim, mandate)
    with pytest.raises(Conflict, match="number_is_on_file"):
        close(world, karim, mandate, "no_number")


def test_a_call_back_of_before_the_numbers_decides_nothing(world: World, karim: Actor) -> None:
    mandate = contested(world)
    take(world, karim, mandate)
    speaking = call_back(world, karim, mandate)
    world.session.get_one(PhoneCall, speaking.call_id).number = None
    with pytest.raises(NotAllowed, match="call_back_first"):
        resolve(world, speaking)


def test_one_of_two_signatories_does_not_resume_but_may_stop(world: World, karim: Actor) -> None:
    mandate = contested(world)
    take(world, karim, mandate)
    one_of_two = world.add_function(BAKERY, "Piet", "Vermeulen", "two")
    with pytest.raises(Conflict, match="two_signatures_needed"):
        resolve(world, call_back(world, karim, mandate, one_of_two))
    resolve(world, call_back(world, karim, mandate, one_of_two), resume=False, reason="giver_stops")
    assert status(world, mandate) is Status.STOPPED


def test_a_clerk_decides_nothing_without_taking_the_call(world: World, karim: Actor) -> None:
    mandate = contested(world)
    with pytest.raises(Conflict, match="take_call_first"):
        call_back(world, karim, mandate)


def test_a_clerk_calls_nobody_of_his_own_enterprise(world: World, karim: Actor) -> None:
    mandate = contested(world)
    grant_right(world.session, karim.actor_id, world.bakery.id, RightKind.EXECUTOR, first_day=date(2026, 1, 1))
    with pytest.raises(NotAllowed, match="clerk_own_affairs"):
        take(world, karim, mandate)


def test_what_the_giver_decided_himself_needs_no_call_any_more(world: World, karim: Actor) -> None:
    mandate = contested(world)
    resume(world, mandate)
    assert owed(world) == []
    with pytest.raises(NotFound, match="call_not_owed"):
        take(world, karim, mandate)


def test_a_call_can_end_without_a_decision(world: World, karim: Actor) -> None:
    mandate = contested(world)
    take(world, karim, mandate)
    with pytest.raises(Conflict, match="call_first"):
        close(world, karim, mandate, "unreachable")
    with pytest.raises(Invalid, match="call_outcome_missing"):
        close(world, karim, mandate, "resumed")
    with pytest.raises(Conflict, match="say_whom_first"):
        close(world, karim, mandate, "giver_decides")
    speaking = call_back(world, karim, mandate)
    close(world, karim, mandate, "giver_decides")
    with pytest.raises(NotAllowed, match="caller_not_checked"):
        resolve(world, speaking)
    assert owed(world) == []
    assert status(world, mandate) is Status.SUSPENDED


def test_the_parties_do_not_read_about_calls_that_led_to_nothing(world: World, karim: Actor) -> None:
    mandate = contested(world)
    take(world, karim, mandate)
    no_answer(world, karim, mandate)
    assert list_happenings(world.session, mandate.id, world.bakery.id)[-1].kind == "contested"
    assert list_happenings(world.session, mandate.id)[-1].sentence == (
        "Medewerker 4711 belde Bakkerij De Zoete Inval BV. Niemand nam op."
    )


def test_a_giver_who_was_called_back_decides_and_does_nothing_else(world: World, karim: Actor) -> None:
    mandate = contested(world)
    take(world, karim, mandate)
    actor = call_back(world, karim, mandate)
    with pytest.raises(NotAllowed, match="only_decide_after_calling_back"):
        stop(world, mandate, actor)
