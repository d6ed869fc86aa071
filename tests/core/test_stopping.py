"""Stopping and renouncing: either side alone, the whole or some lines, today or later."""

from datetime import date, timedelta

import pytest

from app.core.acts.stopping import plan_stop, stop_about
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import list_entries
from app.core.mandates.possible_acts import Act
from app.core.people.parties import ensure_enterprise_party
from app.core.views.letter import Reader, act_with_letter
from app.models.lifecycle import Status
from tests.acting import (
    accept,
    consent,
    contest,
    kinds,
    letters,
    reader,
    refuse,
    renounce,
    run_days,
    run_register,
    status,
    stop,
    today,
)
from tests.world import BAKERY, OFFICE, OTHER, TODAY, World


def test_a_stop_holds_from_the_same_day(world: World) -> None:
    mandate = stop(world, accept(world, world.give()))
    assert status(world, mandate) is Status.STOPPED
    assert status(world, mandate, -1) is Status.OFFERED
    assert letters(world, mandate)[4:] == ["stopped.giver", "stopped.holder"]


def test_the_day_before_a_stop_stays_as_it_was(world: World) -> None:
    mandate = accept(world, world.give())
    world.later(days=5)
    stop(world, mandate)
    assert status(world, mandate, -1) is Status.ACTIVE


def test_the_holder_renounces_alone(world: World) -> None:
    mandate = renounce(world, accept(world, world.give()))
    assert status(world, mandate) is Status.STOPPED
    assert kinds(world, mandate) == ["given", "accepted", "renounced"]


@pytest.mark.parametrize("act", [stop, renounce])
def test_an_offer_that_nobody_answered_can_be_stopped(world: World, act) -> None:
    mandate = act(world, world.give())
    assert status(world, mandate) is Status.STOPPED
    assert status(world, mandate, 40) is Status.STOPPED


def test_stopping_one_line_leaves_the_others_running(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view"))
    stop(world, mandate, type_keys=["hinder.manage"])
    assert status(world, mandate) is Status.ACTIVE
    assert {line.type_key: line.is_over(TODAY) for line in mandate.lines} == {
        "hinder.manage": True,
        "subsidy.view": False,
    }
    assert list_entries(world.session, mandate.id)[-1].data["whole"] is False


def test_the_last_line_to_be_stopped_stops_the_mandate(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view"))
    stop(world, mandate, type_keys=["hinder.manage"])
    world.later(days=3)
    renounce(world, mandate, type_keys=["subsidy.view"])
    assert status(world, mandate) is Status.STOPPED
    assert status(world, mandate, -1) is Status.ACTIVE


def test_a_stop_in_the_future_holds_from_that_day(world: World) -> None:
    mandate = accept(world, world.give())
    stop(world, mandate, stop_day=TODAY + timedelta(days=7))
    assert status(world, mandate, 6) is Status.ACTIVE
    assert status(world, mandate, 7) is Status.STOPPED


def test_a_stop_can_come_earlier_but_never_later(world: World) -> None:
    mandate = accept(world, world.give())
    stop(world, mandate, stop_day=TODAY + timedelta(days=7))
    stop(world, mandate, stop_day=TODAY + timedelta(days=9))
    assert mandate.lines[0].stop_day == TODAY + timedelta(days=7)
    stop(world, mandate, stop_day=TODAY + timedelta(days=2))
    assert mandate.lines[0].stop_day == TODAY + timedelta(days=2)
    assert kinds(world, mandate).count("stopped") == 2


def test_a_stop_in_the_past_is_refused_at_its_field(world: World) -> None:
    mandate = accept(world, world.give())
    with pytest.raises(Invalid, match="stop_day_past") as caught:
        stop(world, mandate, stop_day=TODAY - timedelta(days=1))
    assert caught.value.field == "stop_day"


def test_a_stop_further_away_than_anybody_means_is_refused(world: World) -> None:
    mandate = accept(world, world.give("subsidy.view", months=None))
    with pytest.raises(Invalid, match="day_too_far"):
        stop(world, mandate, stop_day=date(2200, 1, 2))
    # What people name is the last day, and that one can still be meant.
    stop(world, mandate, stop_day=date(2200, 1, 1))
    assert mandate.lines[0].stop_day == date(2200, 1, 1)


@pytest.mark.parametrize("keys", [[], ["permit.view"], ["hinder.manage", "permit.view"]])
def test_lines_that_are_not_in_the_mandate_cannot_be_stopped(world: World, keys: list[str]) -> None:
    mandate = accept(world, world.give())
    with pytest.raises(Invalid, match="lines_missing"):
        stop(world, mandate, type_keys=keys)


def test_stopping_what_is_over_is_harmless(world: World) -> None:
    mandate = stop(world, accept(world, world.give()))
    world.later(days=2)
    stop(world, renounce(world, mandate))
    assert kinds(world, mandate) == ["given", "accepted", "stopped"]
    assert mandate.lines[0].stop_day == TODAY


def test_what_was_refused_or_lapsed_cannot_be_stopped(world: World) -> None:
    refused, lapsed = refuse(world, world.give("hinder.manage")), world.give("subsidy.view")
    with pytest.raises(Conflict, match="not_open_refused"):
        stop(world, refused)
    world.later(days=31)
    with pytest.raises(Conflict, match="not_open_lapsed"):
        stop(world, lapsed)


def test_a_contested_mandate_can_still_be_stopped_by_either_side(world: World) -> None:
    first, second = accept(world, world.give("hinder.manage")), accept(world, world.give("subsidy.view"))
    assert status(world, stop(world, contest(world, first))) is Status.STOPPED
    assert status(world, renounce(world, contest(world, second, world.holder))) is Status.STOPPED
    world.later(days=40)
    run_days(world)
    assert status(world, first) is Status.STOPPED
    assert kinds(world, first) == ["given", "accepted", "contested", "stopped"]


def test_a_mandate_that_the_register_suspends_can_still_be_stopped(world: World) -> None:
    mandate = accept(world, world.give())
    world.set_situation(OFFICE, "bankrupt")
    run_register(world)
    assert status(world, stop(world, mandate)) is Status.STOPPED


def test_a_future_stop_after_the_last_day_for_an_answer_does_not_hide_the_lapse(world: World) -> None:
    mandate = world.give()
    stop(world, mandate, stop_day=TODAY + timedelta(days=35))
    assert status(world, mandate, 31) is Status.LAPSED
    assert status(world, mandate, 35) is Status.LAPSED


def test_a_future_stop_within_the_answer_days_stops_the_offer(world: World) -> None:
    mandate = world.give()
    stop(world, mandate, stop_day=TODAY + timedelta(days=10))
    assert status(world, mandate, 9) is Status.OFFERED
    assert status(world, mandate, 10) is Status.STOPPED
    assert status(world, mandate, 31) is Status.STOPPED


def test_a_line_that_ended_before_does_not_make_a_stop_look_like_an_end(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view", months=24))
    world.later(days=400)  # the premium is for twelve months at most
    run_days(world)
    assert status(world, mandate) is Status.ACTIVE
    assert status(world, stop(world, mandate)) is Status.STOPPED


def test_each_side_stops_only_for_itself(world: World) -> None:
    mandate = accept(world, world.give())
    with pytest.raises(NotAllowed, match="not_your_party"):
        stop(world, mandate, world.holder)
    with pytest.raises(NotAllowed, match="not_your_party"):
        renounce(world, mandate, world.giver)
    assert status(world, mandate) is Status.ACTIVE


def test_a_stranger_cannot_stop_and_does_not_learn_that_it_exists(world: World) -> None:
    mandate = accept(world, world.give())
    sofie = world.add_representative(OTHER, "Sofie", "Peeters")
    stranger = world.at_home(sofie, ensure_enterprise_party(world.session, OTHER))
    for act in (stop, renounce):
        with pytest.raises(NotFound, match="mandate_unknown"):
            act(world, mandate, stranger)
    assert today(world) == TODAY


def test_consent_to_stop_some_parts_is_not_consent_to_stop_others_or_another_day(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view"))
    clerk = world.add_clerk()
    function = world.add_function(BAKERY, "Nora", "Claes")
    actor = world.visit(clerk, BAKERY, function)
    consent(world, actor, stop_about("stopped", mandate.id, ["hinder.manage"]))
    for choice in ({"type_keys": ["subsidy.view"]}, {}, {"type_keys": ["hinder.manage"], "stop_day": TODAY}):
        with pytest.raises(Conflict, match="consent_missing"):
            stop(world, mandate, actor, **choice)
    stop(world, mandate, actor, type_keys=["hinder.manage"])
    assert [line.type_key for line in mandate.lines if line.stop_day] == ["hinder.manage"]


def test_what_would_stop_and_what_still_runs_is_known_before(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view"))
    stops, still = plan_stop(mandate, ["hinder.manage"], None, TODAY)
    assert ([one.type_key for one in stops], [one.type_key for one in still]) == (["hinder.manage"], ["subsidy.view"])
    with pytest.raises(Invalid, match="stops_already"):
        plan_stop(mandate, None, TODAY + timedelta(days=900), TODAY)
    with pytest.raises(Invalid, match="stop_day_past"):
        plan_stop(mandate, None, TODAY - timedelta(days=1), TODAY)


def test_the_reader_of_a_letter_stops_a_part_after_a_day(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view"))
    letter_id = reader(world, mandate, world.bakery, None).letter_id
    door = Reader(letter_id, world.bakery.id, mandate.id, "Maria", "Vermeulen", "none")
    choice = {"type_keys": ["hinder.manage"], "stop_day": TODAY + timedelta(days=10)}
    how = {"reason": None, "policy": world.policy, "now": world.now}
    act_with_letter(world.session, door, Act.STOP, **how, **choice)
    assert [line.stop_day for line in mandate.lines if line.type_key == "hinder.manage"] == [choice["stop_day"]]
    assert [line.stop_day for line in mandate.lines if line.type_key == "subsidy.view"] == [None]
    entry = list_entries(world.session, mandate.id)[-1]
    assert (entry.kind, entry.ground, entry.data["whole"]) == ("stopped", "letter_code", False)
    with pytest.raises(Invalid, match="stop_day_past"):
        act_with_letter(world.session, door, Act.STOP, **how, stop_day=TODAY - timedelta(days=1))
    with pytest.raises(Invalid, match="lines_missing"):
        act_with_letter(world.session, door, Act.STOP, **how, type_keys=["permit.manage"])


def test_the_reader_of_a_letter_renounces_a_part(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view"))
    letter_id = reader(world, mandate, world.office, None).letter_id
    door = Reader(letter_id, world.office.id, mandate.id, "Jan", "Peeters", "none")
    how = {"reason": None, "policy": world.policy, "now": world.now}
    act_with_letter(world.session, door, Act.RENOUNCE, **how, type_keys=["subsidy.view"])
    assert [line.type_key for line in mandate.lines if line.stop_day == TODAY] == ["subsidy.view"]
    with pytest.raises(NotAllowed):
        act_with_letter(world.session, door, Act.STOP, **how, type_keys=["hinder.manage"])
