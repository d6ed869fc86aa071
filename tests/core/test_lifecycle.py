"""When a line starts: its first day, what both sides agreed, and the wait after the giver's letter was posted."""

from datetime import timedelta

from app.models.lifecycle import Status
from tests.acting import accept, status
from tests.world import TODAY, World

RISKY = "recog.manage"


def test_a_first_day_in_the_future_is_awaited(world: World) -> None:
    mandate = accept(world, world.give(first_day=TODAY + timedelta(days=5)))
    assert [status(world, mandate, days) for days in (0, 4, 5)] == [Status.SCHEDULED, Status.SCHEDULED, Status.ACTIVE]


def test_a_risky_line_stays_scheduled_until_the_letter_is_posted(world: World) -> None:
    mandate = accept(world, world.give(RISKY))
    assert status(world, mandate) is Status.SCHEDULED
    assert status(world, mandate, 200) is Status.SCHEDULED


def test_a_risky_line_waits_ten_days_after_the_letter_was_posted(world: World) -> None:
    mandate = accept(world, world.give(RISKY))
    mandate.giver_posted_on = TODAY + timedelta(days=2)
    assert [status(world, mandate, days) for days in (11, 12)] == [Status.SCHEDULED, Status.ACTIVE]


def test_the_wait_is_the_one_of_the_day_it_was_given(world: World) -> None:
    from app.core.policy import Policy

    world.policy = Policy(cooling_off_days=3)
    mandate = accept(world, world.give(RISKY))
    world.policy = Policy(cooling_off_days=30)
    mandate.giver_posted_on = TODAY
    assert [status(world, mandate, days) for days in (2, 3)] == [Status.SCHEDULED, Status.ACTIVE]


def test_an_ordinary_line_does_not_wait_for_the_post(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", RISKY))
    assert status(world, mandate) is Status.ACTIVE
    assert [mandate.line_holds_on(line, TODAY) for line in mandate.lines] == [True, False]


def test_a_line_that_ends_before_it_may_start_never_starts(world: World) -> None:
    mandate = accept(world, world.give(RISKY, months=None, last_day=TODAY + timedelta(days=5)))
    mandate.giver_posted_on = TODAY
    assert [status(world, mandate, days) for days in (0, 5, 6)] == [Status.SCHEDULED, Status.SCHEDULED, Status.EXPIRED]
