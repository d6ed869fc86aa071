"""Figures from the journal: which doors people use, and how long it takes until a mandate is active."""

import sqlite3
from datetime import date, timedelta
from typing import cast

import pytest
from sqlalchemy import delete, func, select, update

from app.config_retention import BOUNDS
from app.core.actor import Actor
from app.core.counter.visits import record_consent
from app.core.errors import NotAllowed
from app.core.journal_seals import seal_journal
from app.core.privacy.throwing import ALL, throw_batch
from app.core.views.figure_tally import Door
from app.core.views.figures import DoorFigures, Figures, read_all_figures, read_party_figures
from app.core.views.figures_kept import SETTLED, count_day, keep_days, list_days_to_count
from app.db import Database
from app.models.day_figures import DayFigures
from app.models.staff import Staff
from app.models.visit import IdentityMethod
from app.retention import Retention
from tests import acting
from tests.acting import post_first_letter
from tests.core.test_overview import executor
from tests.world import BAKERY, DUO, TODAY, World


def figures(world: World, actor: Actor | None = None) -> Figures:
    """Those of the bakery, or of somebody else."""
    return read_party_figures(world.session, actor or world.giver, since=None, now=world.now)


def accepted_after(world: World, days: int, *, by_code: bool = False) -> None:
    """Given now, accepted so many days later, and stopped then, so that it can be given again."""
    mandate = world.give("hinder.manage")
    world.later(days=days)
    actor = acting.reader(world, mandate, world.office, world.jan) if by_code else world.holder
    acting.accept(world, mandate, actor)
    acting.stop(world, mandate)


def test_the_median_is_that_of_the_days_between_giving_and_accepting(world: World) -> None:
    for days in (0, 2, 9):
        accepted_after(world, days)
    world.give("hinder.manage")
    assert figures(world).together == DoorFigures(started=4, accepted=3, contested=0, activated=3, median_days=2)
    assert figures(world).doors == {Door.SELF: figures(world).together}


def test_an_important_part_counts_from_the_day_it_may_be_used(world: World) -> None:
    mandate = world.give("farm.manage")
    post_first_letter(world, mandate)
    acting.accept(world, mandate)
    assert figures(world).together.activated == 0
    world.later(days=9)
    assert figures(world).together.median_days is None
    world.later(days=1)
    assert (figures(world).together.activated, figures(world).together.median_days) == (1, 10)


def test_the_first_part_that_may_be_used_counts_and_one_that_was_stopped_before_does_not(world: World) -> None:
    both = world.give("farm.manage", "permit.view")
    post_first_letter(world, both)
    world.later(days=2)
    acting.accept(world, both)
    never = world.give("hinder.manage", first_day=world.now.date() + timedelta(days=30))
    acting.stop(world, acting.accept(world, never))
    world.later(days=60)
    assert (figures(world).together.activated, figures(world).together.median_days) == (1, 2)


def test_two_in_the_middle_are_averaged(world: World) -> None:
    for days in (1, 2, 3, 8):
        accepted_after(world, days)
    assert figures(world).together.median_days == 2.5


def test_the_code_of_a_letter_is_a_door_of_its_own(world: World) -> None:
    accepted_after(world, 4, by_code=True)
    doors = figures(world).doors
    assert doors[Door.SELF] == DoorFigures(1, 0, 0, 1, 4)
    assert doors[Door.LETTER] == DoorFigures(0, 1, 0, 0, None)


def test_what_is_given_at_the_counter_counts_there(world: World) -> None:
    function = world.add_function(BAKERY, "Mia", "Vermeulen")
    karim = world.visit(world.add_clerk(), BAKERY, function, IdentityMethod.EID_READ)
    wish = world.wish("hinder.manage")
    record_consent(world.session, karim, wish.fingerprint(), now=world.now)
    acting.give_looked_at(world, karim, wish)
    world.give("permit.view")
    assert {door: one.started for door, one in figures(world).doors.items()} == {Door.COUNTER: 1, Door.SELF: 1}


def test_a_contest_is_counted_and_a_mandate_that_still_waits_to_be_confirmed_is_not_active(world: World) -> None:
    acting.contest(world, acting.accept(world, world.give("hinder.manage")))
    nele = acting.homeless_giver(world)
    waits = acting.accept(world, acting.give_as(world, nele, "permit.view"))
    assert waits.agreed_on is None
    office = figures(world, world.holder).together
    assert (office.started, office.accepted, office.contested, office.activated) == (2, 2, 1, 1)


def test_a_party_reads_its_own_figures_alone(world: World) -> None:
    world.give("hinder.manage")
    world.give("hinder.manage", other_number=DUO)
    assert figures(world).together.started == 2
    assert figures(world, world.holder).together.started == 1


def test_only_days_from_the_first_one_on_count(world: World) -> None:
    world.give("hinder.manage")
    world.later(days=10)
    world.give("permit.view")
    for days, count in ((0, 2), (1, 1), (10, 1), (11, 0)):
        since = TODAY + timedelta(days=days)
        found = read_party_figures(world.session, world.giver, since=since, now=world.now)
        assert (found.together.started, found.since) == (count, since)


def test_who_only_executes_reads_no_figures(world: World) -> None:
    els = executor(world, acting.accept(world, world.give("hinder.manage")))
    with pytest.raises(NotAllowed, match="may_not_decide"):
        figures(world, els)


def test_only_staff_reads_the_figures_of_all(world: World) -> None:
    world.give("hinder.manage")
    acting.give_as(world, world.holder, "permit.view", other_number=DUO)
    karim = Actor.at_the_counter(world.add_clerk().person_id)
    assert read_all_figures(world.session, karim, since=None, now=world.now).together.started == 2
    for stranger in (world.giver, Actor.at_the_counter(world.maria.id), Actor.job()):
        with pytest.raises(NotAllowed, match="clerks_only"):
            read_all_figures(world.session, stranger, since=None, now=world.now)


def test_nothing_yet_is_no_error(world: World) -> None:
    assert figures(world).doors == {}
    assert figures(world).together == DoorFigures(0, 0, 0, 0, None)


def test_days_that_are_over_are_counted_once_and_say_what_they_said(world: World) -> None:
    accepted_after(world, 3)
    world.give("hinder.manage")
    before = all_figures(world)
    keep_yesterday(world)
    assert all_figures(world) == before
    assert count_days(world) == len(list_days_to_count(world.session, world.now)) > 0
    # Of a day that is kept nothing is read any more.
    world.session.execute(update(DayFigures).values(doors={}))
    assert all_figures(world).together.started == 1


def test_what_is_not_kept_yet_is_counted_when_it_is_asked(world: World) -> None:
    accepted_after(world, 1)
    keep_yesterday(world)
    for days in (3, 2):
        accepted_after(world, days)
    world.session.execute(delete(DayFigures).where(DayFigures.day == TODAY))
    assert all_figures(world).together == DoorFigures(3, 3, 0, 3, 2)
    assert all_figures(world, since=TODAY + timedelta(days=2)).together.started == 1


def test_a_day_is_counted_again_as_long_as_its_mandates_can_become_active(world: World) -> None:
    mandate = world.give("hinder.manage")
    world.later(days=1)
    keep_yesterday(world)
    acting.accept(world, mandate)
    assert all_figures(world).together.activated == 0
    world.later(days=1)
    keep_yesterday(world)
    assert (all_figures(world).together.activated, all_figures(world).together.median_days) == (1, 1)
    world.later(days=SETTLED.days + 10)
    keep_yesterday(world)
    assert TODAY not in list_days_to_count(world.session, world.later(days=1))


def test_figures_outlive_the_entries_that_they_were_counted_from(world: World) -> None:
    world.give("hinder.manage")
    world.later(days=1)
    keep_yesterday(world)
    world.session.add(DayFigures(day=TODAY - timedelta(days=1), counted_at=world.now, doors={
        "paper": {"counts": {"started": 4}, "days": {"7": 3}},
    }))  # fmt: skip
    assert all_figures(world).together == DoorFigures(5, 0, 0, 3, 7)


def test_figures_outlive_the_shortest_term_of_the_journal(world: World) -> None:
    acting.accept(world, world.give("subsidy.view", months=None))
    acting.withdraw(world, world.give("hinder.manage"))
    world.later(days=1)
    keep_yesterday(world)
    seal_journal(world.session, now=world.now)
    before = all_figures(world)
    world.later(days=397)
    journal = next(number for number, sort in enumerate(ALL) if sort.name == "journal of mandates")
    shortest = Retention(journal_years=BOUNDS["KEEP_JOURNAL_YEARS"][0])
    assert throw_batch(world.session, journal, shortest, now=world.now) > 0
    keep_yesterday(world)
    assert all_figures(world).together == before.together


def test_figures_of_one_party_are_read_from_its_own_mandates(sqlite_database: Database) -> None:
    with sqlite_database.writing.begin() as session:
        world = World(session)
        world.give("hinder.manage")
        connection = cast("sqlite3.Connection", session.connection().connection.dbapi_connection)
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        assert figures(world).together.started == 1
        connection.set_trace_callback(None)
        explained = [connection.execute(f"EXPLAIN QUERY PLAN {one}") for one in asked if "FROM journal" in one]
        steps = [row[3] for plan in explained for row in plan if row[3].startswith("SEARCH journal")]
    assert {one.split(" (")[0] for one in steps} == {"SEARCH journal USING INDEX ix_journal_mandate_id_id"}


def all_figures(world: World, since: date | None = None) -> Figures:
    """Those over all parties, as a clerk reads them."""
    clerk = next(iter(world.session.scalars(select(Staff))), None) or world.add_clerk()
    return read_all_figures(world.session, Actor.at_the_counter(clerk.person_id), since=since, now=world.now)


def keep_yesterday(world: World) -> None:
    """What the job does at night."""
    days = list_days_to_count(world.session, world.now)
    keep_days(world.session, {day: count_day(world.session, day, world.now) for day in days}, world.now)
    world.session.flush()


def count_days(world: World) -> int:
    """How many days are kept."""
    return world.session.scalar(select(func.count()).select_from(DayFigures)) or 0
