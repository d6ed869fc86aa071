"""Reminders of a day that comes near: on which day, to whom, once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.acts.reminders import due_reminder, list_to_remind, remind
from app.core.mandates.lookup import get_mandate
from app.core.views.timeline import list_happenings
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.models.reminder import Reminder
from tests.acting import accept, accept_extension, contest, count, extend, letters, resume, stop, today
from tests.world import TODAY, World


def run(world: World) -> list[str]:
    """The reminders that the job of today sends, by kind."""
    before = count(world, Reminder)
    for mandate_id in list_to_remind(world.session, now=world.now):
        remind(world.session, mandate_id, policy=world.policy, now=world.now)
    rows = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "reminded").order_by(JournalEntry.id))
    return [entry.data["reminder"] for entry in rows][before:]


def ends_in(world: World, days: int, *keys: str) -> Mandate:
    """A mandate that both sides agreed to today, with so many days to go."""
    wish = {"months": None, "last_day": today(world) + timedelta(days=days)}
    return accept(world, world.give(*keys, **wish))


def over_a_time(world: World, days: int, skipped: frozenset[int] = frozenset()) -> dict[int, list[str]]:
    """What the job sends on each of the next days, counted from today."""
    start, told = world.now, {}
    for offset in range(days + 1):
        world.now = start + timedelta(days=offset)
        sent = [] if offset in skipped else run(world)
        if sent:
            told[offset] = sent
    return told


def test_both_sides_are_reminded_60_30_and_7_days_before_the_end(world: World) -> None:
    mandate = ends_in(world, 80)
    assert over_a_time(world, 90) == {20: ["expiring_60"], 50: ["expiring_30"], 73: ["expiring_7"]}
    assert letters(world, mandate)[4:] == ["expiring.giver", "expiring.holder"] * 3
    facts = [one.data for one in world.session.scalars(select(Letter).where(Letter.kind == "expiring.giver"))]
    assert {one["last_day"] for one in facts} == {(TODAY + timedelta(days=80)).isoformat()}
    assert sorted(one["final"] for one in facts) == [False, False, True]


def test_the_job_run_twice_on_a_day_reminds_nobody_twice(world: World) -> None:
    ends_in(world, 80)
    world.later(days=20)
    assert [run(world), run(world)] == [["expiring_60"], []]


def test_two_workers_with_the_same_item_send_one_reminder(world: World) -> None:
    mandate = ends_in(world, 80)
    world.later(days=20)
    for _ in range(2):
        remind(world.session, mandate.id, policy=world.policy, now=world.now)
    assert (count(world, Reminder), letters(world, mandate)[4:]) == (1, ["expiring.giver", "expiring.holder"])


def test_a_late_job_sends_only_the_reminder_that_came_due_last(world: World) -> None:
    ends_in(world, 80)
    assert over_a_time(world, 90, frozenset(range(15, 60))) == {60: ["expiring_30"], 73: ["expiring_7"]}


def test_nobody_is_reminded_after_the_end(world: World) -> None:
    ends_in(world, 80)
    assert over_a_time(world, 120, frozenset(range(81))) == {}


def test_what_began_within_sixty_days_of_its_end_is_not_called_late(world: World) -> None:
    ends_in(world, 30)
    assert over_a_time(world, 40) == {23: ["expiring_7"]}


def test_the_part_that_ends_last_counts(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view", months=24))
    last = max(line.last_day for line in mandate.lines if line.last_day)
    assert {line.last_day for line in mandate.lines} != {last}
    world.now += (last - TODAY - timedelta(days=60)) - timedelta(days=1)
    assert run(world) == []
    world.later(days=1)
    assert run(world) == ["expiring_60"]


def test_what_somebody_stopped_gets_no_reminder(world: World) -> None:
    stop(world, ends_in(world, 80))
    stop(world, ends_in(world, 80, "subsidy.view"), stop_day=TODAY + timedelta(days=70))
    assert over_a_time(world, 90) == {}


def test_what_stands_still_gets_its_reminder_once_it_runs_again(world: World) -> None:
    mandate = ends_in(world, 80)
    world.later(days=15)
    contest(world, mandate)
    world.later(days=10)
    assert run(world) == []
    resume(world, mandate)
    assert run(world) == ["expiring_60"]


def test_after_an_extension_the_new_end_counts(world: World) -> None:
    mandate = ends_in(world, 80)
    assert over_a_time(world, 55) == {20: ["expiring_60"], 50: ["expiring_30"]}
    extend(world, mandate, last_day=TODAY + timedelta(days=100))
    accept_extension(world, mandate)
    # 60 days before the new end is past, and both sides just read the new end.
    assert over_a_time(world, 60) == {15: ["expiring_30"], 38: ["expiring_7"]}


def test_a_reminder_tells_of_an_extension_that_waits(world: World) -> None:
    mandate = ends_in(world, 80)
    world.later(days=20)
    extend(world, mandate, last_day=TODAY + timedelta(days=100))
    run(world)
    facts = world.session.scalars(select(Letter).where(Letter.kind == "expiring.holder")).one().data
    assert facts["extension_until"] == (TODAY + timedelta(days=100)).isoformat()


def test_both_sides_are_warned_seven_days_before_a_lapse(world: World) -> None:
    mandate = world.give()
    assert over_a_time(world, 35) == {23: ["lapsing"]}
    assert letters(world, mandate)[2:] == ["lapsing.giver", "lapsing.holder"]
    facts = world.session.scalars(select(Letter).where(Letter.kind == "lapsing.holder")).one().data
    assert (facts["answer_by"], facts["started_by"]) == ("2026-12-23", "giver")


def test_a_request_is_warned_of_in_the_same_way(world: World) -> None:
    world.ask()
    assert over_a_time(world, 35) == {23: ["lapsing"]}


def test_an_offer_that_lapses_with_its_last_day_is_warned_of_before_that(world: World) -> None:
    world.give(months=None, last_day=TODAY + timedelta(days=15))
    assert over_a_time(world, 20) == {8: ["lapsing"]}


@pytest.mark.parametrize("days", [3, 7])
def test_an_offer_of_a_week_or_less_needs_no_warning(world: World, days: int) -> None:
    world.give(months=None, last_day=TODAY + timedelta(days=days))
    assert over_a_time(world, 10) == {}


def test_an_answer_ends_the_warnings(world: World) -> None:
    accept(world, world.give("permit.view", months=None, last_day=None))
    assert over_a_time(world, 60) == {}


def test_a_mandate_without_end_is_asked_about_each_year(world: World) -> None:
    mandate = accept(world, world.give("permit.view", months=None, last_day=None))
    assert mandate.lines[0].last_day is None
    world.later(days=364)
    assert over_a_time(world, 3) == {1: ["yearly"]}
    world.later(days=360)  # 2028 has a day more
    assert over_a_time(world, 10) == {4: ["yearly"]}
    assert letters(world, mandate)[4:] == ["yearly.giver", "yearly.giver"]


def test_years_that_were_missed_are_asked_about_once(world: World) -> None:
    accept(world, world.give("permit.view", months=None, last_day=None))
    world.later(days=900)
    assert over_a_time(world, 5) == {0: ["yearly"]}


def test_the_29th_of_february_has_its_anniversary_on_the_28th(world: World) -> None:
    mandate = accept(world, world.give("permit.view", months=None, last_day=None))
    mandate.lines[0].first_day = date(2028, 2, 29)
    found = get_mandate(world.session, mandate.id)
    assert due_reminder(found, date(2029, 2, 27)) is None
    assert getattr(due_reminder(found, date(2029, 2, 28)), "due_on", None) == date(2029, 2, 28)
    assert getattr(due_reminder(found, date(2032, 3, 1)), "due_on", None) == date(2032, 2, 29)


def test_the_timeline_tells_of_the_reminder(world: World) -> None:
    mandate = ends_in(world, 80)
    world.later(days=20)
    run(world)
    sentences = [one.sentence for one in list_happenings(world.session, mandate.id)]
    assert "Wij schreven beide partijen dat 11\u00a0februari\u00a02027 de laatste dag is." in sentences
