"""Reminders of a day that comes near: on which day, to whom, once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.acts.reminders import due_reminders, list_to_remind, remind
from app.core.mandates.lookup import get_mandate
from app.core.mandates.mandate_texts import may_of
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


def test_an_item_that_is_done_again_days_later_sends_no_second_reminder(world: World) -> None:
    mandate = ends_in(world, 80)
    for days in (20, 2):
        world.later(days=days)
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


def ends_apart(world: World, ends: dict[str, int | None]) -> Mandate:
    """A mandate that both sides agreed to today; each part ends after so many days, or never."""
    mandate = accept(world, world.give(*ends, months=None, last_day=TODAY + timedelta(days=300)))
    for line in mandate.lines:
        days = ends[line.type_key]
        line.last_day = None if days is None else TODAY + timedelta(days=days)
    world.session.flush()
    return get_mandate(world.session, mandate.id)


def told_by_letter(world: World, mandate: Mandate) -> list[dict[str, object]]:
    query = select(Letter).where(Letter.mandate_id == mandate.id, Letter.kind == "expiring.giver")
    return [one.data for one in world.session.scalars(query.order_by(Letter.ordered_at))]


def test_each_end_gets_its_reminders(world: World) -> None:
    mandate = ends_apart(world, {"hinder.manage": 70, "subsidy.view": 200})
    told = over_a_time(world, 210)
    steps = ["expiring_60", "expiring_30", "expiring_7"]
    assert told == dict(zip((10, 40, 63, 140, 170, 193), [[step] for step in steps * 2], strict=True))
    assert letters(world, mandate)[4:] == ["expiring.giver", "expiring.holder"] * 6


def test_a_reminder_names_what_ends_and_what_runs_on(world: World) -> None:
    mandate = ends_apart(world, {"hinder.manage": 70, "permit.view": 70, "subsidy.view": 200})
    over_a_time(world, 10)
    (facts,) = told_by_letter(world, mandate)
    shorts = {line.type_key: line.mandate_type.short for line in mandate.lines}
    assert set(facts["ending"]) == {shorts["hinder.manage"], shorts["permit.view"]}  # type: ignore[call-overload]
    assert (facts["going_on"], facts["last_day"]) == ([shorts["subsidy.view"]], "2027-02-01")
    assert len(facts["may"]) < len(may_of(mandate))  # type: ignore[arg-type]


def test_the_last_end_is_told_as_that_of_the_mandate(world: World) -> None:
    mandate = ends_apart(world, {"hinder.manage": 20, "subsidy.view": 200})
    over_a_time(world, 150)
    assert ["going_on" in one for one in told_by_letter(world, mandate)] == [True, False]


def test_a_bounded_part_of_what_has_no_end_is_told_beside_the_yearly_question(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "permit.view", months=None, last_day=None))
    assert {line.type_key: line.last_day for line in mandate.lines} == {
        "hinder.manage": TODAY.replace(year=TODAY.year + 1) - timedelta(days=1), "permit.view": None,
    }  # fmt: skip
    assert over_a_time(world, 380) == {
        304: ["expiring_60"], 334: ["expiring_30"], 357: ["expiring_7"], 365: ["yearly"],
    }  # fmt: skip


def test_on_a_day_with_two_reminders_the_first_end_is_told_and_the_other_the_day_after(world: World) -> None:
    ends_apart(world, {"hinder.manage": 40, "subsidy.view": 70})
    world.later(days=10)
    assert [run(world), run(world)] == [["expiring_30"], []]
    world.later(days=1)
    assert [run(world), run(world)] == [["expiring_60"], []]
    assert [one.about_day - TODAY for one in world.session.scalars(select(Reminder).order_by(Reminder.entry_id))] == [
        timedelta(days=40), timedelta(days=70),
    ]  # fmt: skip


def test_a_part_that_somebody_stops_is_not_told_and_the_others_are(world: World) -> None:
    mandate = ends_apart(world, {"hinder.manage": 80, "subsidy.view": 200})
    stop(world, mandate, type_keys=["subsidy.view"], stop_day=TODAY + timedelta(days=150))
    assert due_reminders(get_mandate(world.session, mandate.id), TODAY + timedelta(days=100)) == []
    assert over_a_time(world, 160) == {20: ["expiring_60"], 50: ["expiring_30"], 73: ["expiring_7"]}


def test_an_extension_of_a_part_takes_the_place_of_its_reminders(world: World) -> None:
    mandate = ends_apart(world, {"hinder.manage": 80, "subsidy.view": 200})
    assert over_a_time(world, 25) == {20: ["expiring_60"]}
    extend(world, mandate, type_keys=("hinder.manage",), last_day=TODAY + timedelta(days=200))
    accept_extension(world, mandate)
    assert over_a_time(world, 180) == {115: ["expiring_60"], 145: ["expiring_30"], 168: ["expiring_7"]}
    assert "going_on" not in told_by_letter(world, mandate)[-1]


@pytest.mark.parametrize(("asked", "until", "other"), [("hinder.manage", True, False), ("subsidy.view", False, True)])
def test_a_reminder_of_a_part_tells_whether_an_extension_of_it_waits(
    world: World, asked: str, until: bool, other: bool
) -> None:
    mandate = ends_apart(world, {"hinder.manage": 80, "subsidy.view": 200})
    world.later(days=20)
    extend(world, mandate, type_keys=(asked,), last_day=TODAY + timedelta(days=250))
    run(world)
    (facts,) = told_by_letter(world, mandate)
    assert (facts["extension_until"] is not None, facts["other_extension"]) == (until, other)


def test_the_timeline_names_the_part(world: World) -> None:
    mandate = ends_apart(world, {"hinder.manage": 80, "subsidy.view": 200})
    world.later(days=20)
    run(world)
    name = next(line.mandate_type.name for line in mandate.lines if line.type_key == "hinder.manage")
    told = list_happenings(world.session, mandate.id)[-1].sentence
    assert told == f"Wij schreven beide partijen dat 11\u00a0februari\u00a02027 de laatste dag is van een deel: {name}."


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
    assert due_reminders(found, date(2029, 2, 27)) == []
    assert [one.due_on for one in due_reminders(found, date(2029, 2, 28))] == [date(2029, 2, 28)]
    assert [one.due_on for one in due_reminders(found, date(2032, 3, 1))] == [date(2032, 2, 29)]


def test_the_timeline_tells_of_the_reminder(world: World) -> None:
    mandate = ends_in(world, 80)
    world.later(days=20)
    run(world)
    sentences = [one.sentence for one in list_happenings(world.session, mandate.id)]
    assert "Wij schreven beide partijen dat 11\u00a0februari\u00a02027 de laatste dag is." in sentences
