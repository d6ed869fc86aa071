"""What the register does to mandates."""

import pytest

from app.core.actor import Actor
from app.core.acts import register_effects
from app.core.journal import list_entries
from app.models.lifecycle import Status
from tests.acting import accept, contest, kinds, letters, run_register, status, stop, today
from tests.world import BAKERY, OFFICE, World


@pytest.mark.parametrize("number", [BAKERY, OFFICE])
def test_a_mandate_stands_still_when_either_enterprise_stopped(world: World, number: str) -> None:
    mandate = accept(world, world.give())
    world.set_situation(number, "bankrupt")
    assert [run_register(world), run_register(world)] == [1, 0]
    assert status(world, mandate) is Status.SUSPENDED
    assert letters(world, mandate)[4:] == ["suspended.giver", "suspended.holder"]
    entry = list_entries(world.session, mandate.id)[-1]
    assert (entry.kind, entry.channel, entry.ground, entry.data["reason"]) == ("suspended", "job", "rule", "bankrupt")


def test_a_correction_lets_it_go_on_and_nothing_is_deleted(world: World) -> None:
    mandate = accept(world, world.give())
    world.set_situation(OFFICE, "stopped")
    run_register(world)
    world.set_situation(OFFICE, "normal")
    world.later(days=3)
    assert [run_register(world), run_register(world)] == [1, 0]
    assert status(world, mandate) is Status.ACTIVE
    assert status(world, mandate, -1) is Status.SUSPENDED
    assert kinds(world, mandate)[-2:] == ["suspended", "unsuspended"]


def test_a_suspension_by_the_register_has_no_deadline(world: World) -> None:
    mandate = accept(world, world.give("subsidy.view", months=None))
    world.set_situation(OFFICE, "stopped")
    run_register(world)
    assert status(world, mandate, 3000) is Status.SUSPENDED


def test_it_stands_still_until_both_enterprises_are_back(world: World) -> None:
    mandate = accept(world, world.give())
    world.set_situation(BAKERY, "bankrupt")
    run_register(world)
    world.set_situation(OFFICE, "bankrupt")
    run_register(world)
    world.set_situation(BAKERY, "normal")
    assert run_register(world) == 0
    assert status(world, mandate) is Status.SUSPENDED
    world.set_situation(OFFICE, "normal")
    assert run_register(world) == 1
    assert status(world, mandate) is Status.ACTIVE


def test_the_days_keep_running_while_the_register_suspends(world: World) -> None:
    mandate = world.give()
    world.set_situation(OFFICE, "bankrupt")
    run_register(world)
    assert status(world, mandate, 30) is Status.SUSPENDED
    assert status(world, mandate, 31) is Status.LAPSED


def test_what_is_over_is_left_alone(world: World) -> None:
    mandate = stop(world, accept(world, world.give()))
    world.set_situation(OFFICE, "bankrupt")
    assert run_register(world) == 0
    assert kinds(world, mandate)[-1] == "stopped"


def test_what_is_over_is_not_even_looked_at(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        stop(world, accept(world, world.give()))
    mandate = accept(world, world.give())
    world.set_situation(OFFICE, "bankrupt")
    looked, get = [], register_effects.get_mandate
    monkeypatch.setattr(
        register_effects, "get_mandate", lambda session, one, **how: looked.append(one) or get(session, one, **how)
    )
    assert run_register(world) == 1
    assert looked == [mandate.id]


def test_what_waits_for_an_answer_is_paused_too(world: World) -> None:
    mandate = contest(world, world.give())
    world.set_situation(OFFICE, "bankrupt")
    assert run_register(world) == 1
    assert len(mandate.suspensions) == 2
    assert all(one.holds_on(today(world)) for one in mandate.suspensions)


def test_nobody_acts_for_the_register(world: World) -> None:
    mandate = accept(world, world.give())
    world.set_situation(OFFICE, "bankrupt")
    run_register(world)
    entry = list_entries(world.session, mandate.id)[-1]
    assert (entry.actor_id, entry.person_id) == (None, None) == (Actor.job().actor_id, Actor.job().person_id)
