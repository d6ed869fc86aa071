"""Contesting: a pause at once, without proof; the giver decides; nobody decides forever."""

from datetime import date, timedelta

import pytest

from app.core.actor import Actor
from app.core.acts import contesting
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import list_entries
from app.core.people.parties import ensure_enterprise_party
from app.models.journal import JournalEntry
from app.models.lifecycle import Status
from tests.acting import (
    accept,
    contest,
    count,
    kinds,
    letters,
    reader,
    resume,
    run_days,
    run_register,
    status,
    stop_contested,
)
from tests.world import OFFICE, OTHER, TODAY, World


def by_number(world: World, actor: Actor, number: str, reason: str = "pressure") -> None:
    contesting.contest_by_number(world.session, actor, number, reason=reason, policy=world.policy, now=world.now)


@pytest.mark.parametrize("side", ["giver", "holder"])
def test_either_side_pauses_at_once_and_both_are_told(world: World, side: str) -> None:
    mandate = contest(world, accept(world, world.give()), getattr(world, side))
    assert status(world, mandate) is Status.SUSPENDED
    assert letters(world, mandate)[4:] == ["suspended.giver", "suspended.holder"]


def test_contesting_again_while_it_stands_still_changes_nothing(world: World) -> None:
    mandate = contest(world, contest(world, world.give()), world.holder)
    assert kinds(world, mandate) == ["given", "contested"]


def test_a_contest_needs_one_of_our_reasons(world: World) -> None:
    with pytest.raises(Invalid, match="reason_missing"):
        contest(world, world.give(), reason="Jan forced me")


def test_staff_calls_within_two_working_days_and_the_giver_has_thirty_days(world: World) -> None:
    mandate = contest(world, world.give())
    pause = mandate.suspensions[0]
    assert (pause.call_by, pause.decide_by) == (date(2026, 11, 25), TODAY + timedelta(days=30))


def test_the_giver_resumes_and_it_is_active_as_before(world: World) -> None:
    mandate = contest(world, accept(world, world.give()), world.holder)
    world.later(days=3)
    resume(world, mandate)
    assert status(world, mandate) is Status.ACTIVE
    assert status(world, mandate, -1) is Status.SUSPENDED
    assert letters(world, mandate)[6:] == ["active.giver", "active.holder"]


def test_what_waited_for_an_answer_waits_again_after_a_resume(world: World) -> None:
    mandate = resume(world, contest(world, world.give()))
    assert status(world, mandate) is Status.OFFERED
    assert letters(world, mandate)[2:] == ["suspended.giver", "suspended.holder"]
    assert status(world, accept(world, mandate)) is Status.ACTIVE


def test_the_days_for_an_answer_keep_running_during_a_contest(world: World) -> None:
    mandate = contest(world, world.give())
    assert status(world, mandate, 30) is Status.SUSPENDED
    world.later(days=31)
    assert status(world, mandate) is Status.LAPSED
    with pytest.raises(Conflict, match="not_open_lapsed"):
        resume(world, mandate)


def test_the_days_of_the_mandate_keep_running_during_a_contest(world: World) -> None:
    mandate = accept(world, world.give(months=None, last_day=TODAY + timedelta(days=10)))
    contest(world, mandate)
    world.later(days=11)
    assert status(world, mandate) is Status.EXPIRED
    with pytest.raises(Conflict, match="not_open_expired"):
        resume(world, mandate)


def test_a_resume_on_the_last_day_of_the_mandate_holds_for_that_day(world: World) -> None:
    mandate = accept(world, world.give(months=None, last_day=TODAY + timedelta(days=10)))
    contest(world, mandate)
    world.later(days=10)
    assert status(world, resume(world, mandate)) is Status.ACTIVE
    assert status(world, mandate, 1) is Status.EXPIRED


def test_the_giver_stops_what_he_contested(world: World) -> None:
    mandate = contest(world, accept(world, world.give("hinder.manage", "subsidy.view")))
    world.later(days=1)
    stop_contested(world, mandate)
    assert status(world, mandate) is Status.STOPPED
    assert kinds(world, mandate)[-1] == "stopped"
    assert letters(world, mandate)[6:] == ["stopped.giver", "stopped.holder"]


@pytest.mark.parametrize("decide", [resume, stop_contested])
def test_only_the_giver_decides(world: World, decide) -> None:
    mandate = contest(world, accept(world, world.give()), world.holder)
    with pytest.raises(NotAllowed, match="not_your_party"):
        decide(world, mandate, world.holder)
    assert status(world, mandate) is Status.SUSPENDED


@pytest.mark.parametrize("decide", [resume, stop_contested])
def test_a_code_decides_no_contest(world: World, decide) -> None:
    mandate = contest(world, accept(world, world.give()))
    with pytest.raises(NotAllowed, match="resolve_needs_sign_in"):
        decide(world, mandate, reader(world, mandate, world.bakery, world.maria))


@pytest.mark.parametrize("decide", [resume, stop_contested])
def test_deciding_where_nothing_is_contested_changes_nothing(world: World, decide) -> None:
    mandate = decide(world, accept(world, world.give()))
    assert kinds(world, mandate) == ["given", "accepted"]
    assert status(world, mandate) is Status.ACTIVE


def test_a_contest_that_nobody_decides_stops_the_mandate_after_thirty_days(world: World) -> None:
    mandate = contest(world, accept(world, world.give()))
    assert status(world, mandate, 30) is Status.SUSPENDED
    assert status(world, mandate, 31) is Status.STOPPED
    world.later(days=31)
    with pytest.raises(Conflict, match="not_open_stopped"):
        resume(world, mandate)
    run_days(world)
    assert status(world, mandate) is Status.STOPPED
    assert status(world, mandate, -1) is Status.SUSPENDED
    assert kinds(world, mandate)[-1] == "undecided"
    assert letters(world, mandate)[6:] == ["stopped.giver", "stopped.holder"]


def test_the_giver_still_decides_on_the_last_day(world: World) -> None:
    mandate = contest(world, accept(world, world.give()))
    world.later(days=30)
    assert status(world, resume(world, mandate)) is Status.ACTIVE


def test_a_lapse_during_a_contest_stays_a_lapse_when_nobody_decides(world: World) -> None:
    mandate = world.give()
    world.later(days=20)
    contest(world, mandate)
    assert [status(world, mandate, days) for days in (10, 11, 31, 50)] == [
        Status.SUSPENDED,
        Status.LAPSED,
        Status.LAPSED,
        Status.LAPSED,
    ]


def test_an_end_during_a_contest_stays_an_end_when_nobody_decides(world: World) -> None:
    mandate = accept(world, world.give(months=None, last_day=TODAY + timedelta(days=15)))
    contest(world, mandate)
    world.later(days=35)
    assert status(world, mandate) is Status.EXPIRED
    run_days(world)
    assert status(world, mandate) is Status.EXPIRED
    assert kinds(world, mandate) == ["given", "accepted", "contested", "expired"]


def test_a_second_contest_after_a_resume_has_its_own_thirty_days(world: World) -> None:
    mandate = resume(world, contest(world, accept(world, world.give())))
    world.later(days=20)
    contest(world, mandate, world.holder)
    assert status(world, mandate, 30) is Status.SUSPENDED
    assert status(world, mandate, 31) is Status.STOPPED


def test_a_resume_does_not_end_what_the_register_suspends(world: World) -> None:
    mandate = contest(world, accept(world, world.give()))
    world.set_situation(OFFICE, "bankrupt")
    run_register(world)
    world.later(days=2)
    assert status(world, resume(world, mandate)) is Status.SUSPENDED
    assert letters(world, mandate)[-1] == "suspended.holder"
    world.set_situation(OFFICE, "normal")
    run_register(world)
    assert status(world, mandate) is Status.ACTIVE


def test_what_the_register_corrects_stays_contested(world: World) -> None:
    mandate = contest(world, accept(world, world.give()))
    world.set_situation(OFFICE, "bankrupt")
    run_register(world)
    world.set_situation(OFFICE, "normal")
    run_register(world)
    assert status(world, mandate) is Status.SUSPENDED


def test_a_stranger_cannot_contest_and_does_not_learn_that_it_exists(world: World) -> None:
    mandate = world.give()
    sofie = world.add_representative(OTHER, "Sofie", "Peeters")
    with pytest.raises(NotFound, match="mandate_unknown"):
        contest(world, mandate, world.at_home(sofie, ensure_enterprise_party(world.session, OTHER)))


def test_who_names_the_dossier_number_to_a_clerk_pauses_it_without_identification(world: World) -> None:
    mandate = accept(world, world.give())
    clerk = Actor.at_the_counter(world.add_clerk().person_id)
    by_number(world, clerk, mandate.dossier_number)
    assert status(world, mandate) is Status.SUSPENDED
    entry = list_entries(world.session, mandate.id)[-1]
    assert (entry.kind, entry.ground, entry.person_id) == ("contested", "named_dossier", None)


def test_only_staff_pauses_by_dossier_number(world: World) -> None:
    mandate = world.give()
    for actor in (world.giver, Actor.at_the_counter(world.maria.id)):
        with pytest.raises(NotAllowed, match="clerks_only"):
            by_number(world, actor, mandate.dossier_number)


def test_a_number_that_nobody_has_is_not_found(world: World) -> None:
    clerk = Actor.at_the_counter(world.add_clerk().person_id)
    with pytest.raises(NotFound, match="mandate_unknown"):
        by_number(world, clerk, "123456789097")


def test_more_than_three_pauses_in_an_hour_by_one_clerk_raise_one_alarm(world: World) -> None:
    clerk = Actor.at_the_counter(world.add_clerk().person_id)
    mandates = [world.give(key) for key in ("hinder.manage", "subsidy.view", "permit.view", "recog.view")]
    alarms = []
    for mandate in mandates:
        by_number(world, clerk, mandate.dossier_number)
        alarms.append(sum(entry.kind == "alarm" for entry in world.session.query(JournalEntry)))
    assert alarms == [0, 0, 0, 1]
    before = count(world, JournalEntry)
    by_number(world, clerk, mandates[0].dossier_number)
    assert count(world, JournalEntry) == before


def test_pauses_of_more_than_an_hour_ago_raise_no_alarm(world: World) -> None:
    clerk = Actor.at_the_counter(world.add_clerk().person_id)
    for key in ("hinder.manage", "subsidy.view", "permit.view", "recog.view"):
        by_number(world, clerk, world.give(key).dossier_number)
        world.later(minutes=31)
    assert not [entry for entry in world.session.query(JournalEntry) if entry.kind == "alarm"]
