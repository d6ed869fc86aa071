"""What happens because a day came."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from app.core.acts import register_effects
from app.core.acts.days import list_due
from app.core.acts.reminders import list_to_remind
from app.core.acts.stretches import ALL, Stretch, next_stretch
from app.models.lifecycle import Status
from tests.acting import (
    accept,
    contest,
    kinds,
    letters,
    refuse,
    renounce,
    run_days,
    status,
    stop,
    withdraw,
)
from tests.world import BAKERY, TODAY, World

SHORT = {"months": None, "last_day": TODAY + timedelta(days=5)}


def test_a_lapse_is_written_down_once_and_both_sides_are_told(world: World) -> None:
    mandate = world.give()
    world.later(days=30)
    assert run_days(world) == 0
    world.later(days=1)
    assert [run_days(world), run_days(world)] == [1, 0]
    assert kinds(world, mandate) == ["given", "lapsed"]
    assert letters(world, mandate)[2:] == ["lapsed.giver", "lapsed.holder"]


def test_an_offer_that_ends_within_the_answer_days_lapses_with_its_end(world: World) -> None:
    mandate = world.give(**SHORT)
    world.later(days=5)
    assert run_days(world) == 0
    world.later(days=1)
    assert [run_days(world), run_days(world)] == [1, 0]
    assert kinds(world, mandate) == ["given", "lapsed"]


def test_an_end_is_written_down_once_and_nobody_gets_a_letter(world: World) -> None:
    mandate = accept(world, world.give(**SHORT))
    world.later(days=6)
    assert [run_days(world), run_days(world)] == [1, 0]
    assert status(world, mandate) is Status.EXPIRED
    assert kinds(world, mandate) == ["given", "accepted", "expired"]
    assert len(letters(world, mandate)) == 4


def test_a_line_that_ends_before_the_others_is_no_end_of_the_mandate(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view", months=24))
    world.later(days=400)
    assert run_days(world) == 0
    assert status(world, mandate) is Status.ACTIVE


def test_what_people_ended_never_comes_back_to_the_job(world: World) -> None:
    for act, key in ((refuse, "hinder.manage"), (withdraw, "subsidy.view"), (stop, "permit.view")):
        act(world, world.give(key))
    renounce(world, accept(world, world.give("recog.view")))
    partly = accept(world, world.give("staff.view", "leave.manage", **SHORT))
    stop(world, partly, type_keys=["staff.view"])
    assert run_days(world) == 0
    world.later(days=800)
    assert [run_days(world), run_days(world)] == [1, 0]
    assert kinds(world, partly)[-1] == "expired"


def test_a_stop_after_the_answer_days_does_not_hide_a_lapse_from_a_late_job(world: World) -> None:
    mandate = world.give()
    stop(world, mandate, stop_day=TODAY + timedelta(days=35))
    world.later(days=50)
    assert [run_days(world), run_days(world)] == [1, 0]
    assert kinds(world, mandate)[-1] == "lapsed"


def test_the_day_that_is_written_down_is_the_last_on_which_it_held(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view", **SHORT))
    stop(world, mandate, type_keys=["hinder.manage"])
    world.later(days=60)
    run_days(world)
    from app.core.journal import find_entry

    assert find_entry(world.session, mandate.id, "expired").data["last_day"] == SHORT["last_day"].isoformat()


def test_a_late_job_stops_an_undecided_contest_on_the_day_it_had_to(world: World) -> None:
    mandate = contest(world, accept(world, world.give()))
    world.later(days=50)
    assert [run_days(world), run_days(world)] == [1, 0]
    assert mandate.lines[0].stop_day == TODAY + timedelta(days=31)
    assert [status(world, mandate, days) for days in (-20, -19)] == [Status.SUSPENDED, Status.STOPPED]


def test_a_contest_that_outlives_the_mandate_stops_nothing(world: World) -> None:
    offered, active = world.give("hinder.manage"), accept(world, world.give("subsidy.view", **SHORT))
    contest(world, offered)
    contest(world, active)
    world.later(days=40)
    assert [run_days(world), run_days(world)] == [2, 0]
    assert (kinds(world, offered)[-1], kinds(world, active)[-1]) == ("lapsed", "expired")
    assert {line.stop_day for line in (*offered.lines, *active.lines)} == {None}


def test_stretch_after_stretch_every_mandate_is_looked_at_once(world: World) -> None:
    given = {world.give(key).id for key in ("hinder.manage", "subsidy.view", "permit.view")}
    world.later(days=31)
    found: list[uuid.UUID] = []
    among = next_stretch(world.session, None, size=2)
    assert len(list_due(world.session, now=world.now, among=among)) == 2
    while True:
        found += list_due(world.session, now=world.now, among=among)
        if among.until is None:
            break
        among = next_stretch(world.session, among.until, size=2)
    assert (set(found), len(found)) == (given, 3)
    assert next_stretch(world.session, None, size=4) == ALL


def test_of_a_stretch_its_reminders_are_found(world: World) -> None:
    given = sorted(world.give(key).id for key in ("hinder.manage", "subsidy.view", "permit.view"))
    world.later(days=23)
    among = Stretch(given[0], given[1])
    assert list(list_to_remind(world.session, now=world.now, among=among)) == [given[1]]


def test_the_register_changes_some_mandates_and_then_the_next(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_effects, "MOST", 2)
    monkeypatch.setattr(register_effects, "BATCH", 1)
    mandates = [accept(world, world.give(key)) for key in ("hinder.manage", "subsidy.view", "permit.view")]
    world.set_situation(BAKERY, "bankrupt")
    how: dict[str, Any] = {"policy": world.policy, "now": world.now}
    done = [register_effects.apply_register(world.session, **how)]
    while (last := done[-1].last) is not None:
        done.append(register_effects.apply_register(world.session, **how, after=last))
    assert (sum(one.changed for one in done), max(one.changed for one in done)) == (3, 2)
    assert {status(world, one) for one in mandates} == {Status.SUSPENDED}
