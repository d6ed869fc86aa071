"""The worker's rounds, in this process and with a clock of the test: retries, neighbours, the work of a day."""

import io
import json
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.clock import brussels_day, start_of_brussels_day
from app.config import Settings
from app.core.actor import Actor
from app.core.acts import register_effects
from app.core.acts.drafts import start_draft
from app.core.acts.stretches import next_stretch
from app.core.journal_seals import check_seals
from app.core.mandates.growth import list_to_look_at
from app.db import Database
from app.jobs import days
from app.jobs.engine import LEASE, Engine
from app.jobs.workshop import workshop_of
from app.models.catalogue_change import ChangeKind
from app.models.day_figures import DayFigures
from app.models.draft import Draft
from app.models.group_growth import GroupGrowth
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.outbox import OutboxItem
from app.models.register import RegisterEnterprise
from tests.core.test_catalogue_changes import Desk
from tests.fakes import PlainPress
from tests.growing import OLD, given_with, version
from tests.jobs.village import NAMES, Village
from tests.world import BAKERY, NOON, TODAY, World


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Noon, on a Monday."""
    return Clock()


@pytest.fixture
def press() -> PlainPress:
    """A press that is quick and can jam."""
    return PlainPress()


@pytest.fixture
def app(settings: Settings, fresh_database: Database, clock: Clock, press: PlainPress) -> Flask:
    """The application with that press, on each engine in turn."""
    app = create_app(settings, database=fresh_database, clock=clock)
    app.extensions["press"] = press
    return app


@pytest.fixture
def engine(app: Flask) -> Engine:
    """One worker."""
    return Engine(workshop_of(app))


@pytest.fixture
def village(fresh_database: Database, clock: Clock) -> Village:
    """With six neighbours."""
    return Village(fresh_database, clock.now, 6)


def dossier_of(database: Database, mandate_id: object) -> str:
    with database.reading() as session:
        return session.scalars(select(Mandate.dossier_number).where(Mandate.id == mandate_id)).one()


def kinds_of(database: Database, mandate_id: object) -> list[str]:
    query = select(JournalEntry.kind).where(JournalEntry.mandate_id == mandate_id).order_by(JournalEntry.id)
    with database.reading() as session:
        return list(session.scalars(query))


def test_a_round_prints_every_letter_once(engine: Engine, village: Village, clock: Clock, press: PlainPress) -> None:
    village.give_many(3, clock.now)
    assert engine.drain() == 6
    assert press.printed == 6
    assert {letter.printed_at for letter in village.letters()} == {NOON}
    assert (village.undone(), engine.drain()) == ([], 0)


def test_a_jammed_letter_is_tried_again_later_and_its_neighbours_are_printed(
    engine: Engine, village: Village, clock: Clock, press: PlainPress, fresh_database: Database
) -> None:
    bad, *_ = village.give_many(3, clock.now)
    press.jammed = {dossier_of(fresh_database, bad)}
    engine.drain()
    assert [letter.mandate_id == bad for letter in village.letters() if not letter.printed_at] == [True, True]
    assert {item.last_error for item in village.undone()} == {"app.adapters.press.PressError"}
    assert engine.drain() == 0
    clock.now += timedelta(seconds=5)
    assert engine.drain() == 2
    clock.now += timedelta(seconds=5)
    assert engine.drain() == 0
    press.jammed.clear()
    clock.now += timedelta(seconds=5)
    assert engine.drain() == 2
    assert village.undone() == []
    assert {item.attempts for item in village.items() if item.last_error} == {3}


def test_a_letter_that_another_worker_printed_in_the_meantime_stays_as_it_is(
    app: Flask, engine: Engine, village: Village, clock: Clock, press: PlainPress
) -> None:
    village.give(clock.now)
    late = engine.dequeue()
    assert late is not None
    clock.now += LEASE
    assert Engine(workshop_of(app)).drain() == 2
    before = {letter.id: letter.sha256 for letter in village.letters()}
    engine.execute(late)
    assert {letter.id: letter.sha256 for letter in village.letters()} == before
    assert (press.printed, village.undone()) == (2, [])


def test_who_prints_too_late_drops_what_he_printed(
    app: Flask, engine: Engine, village: Village, clock: Clock, press: PlainPress
) -> None:
    village.give(clock.now)
    slow = SlowPress(press, lambda: Engine(workshop_of(app)).drain(), clock)
    app.extensions["press"] = slow
    worker = Engine(workshop_of(app))
    app.extensions["press"] = press
    task = worker.dequeue()
    assert task is not None
    worker.execute(task)
    assert slow.shas
    assert not slow.shas & {letter.sha256 for letter in village.letters()}
    assert village.undone() == []


class SlowPress:
    """A press that takes longer than the lease: in the meantime another worker does all there is to do."""

    def __init__(self, press: PlainPress, meanwhile: object, clock: Clock) -> None:
        self.press, self.meanwhile, self.clock = press, meanwhile, clock
        self.shas: set[str] = set()

    def print_letter(self, letter: object) -> object:
        printed = self.press.print_letter(letter)
        self.shas.add(printed.sha256)
        self.clock.now += LEASE
        self.meanwhile()
        return printed


def test_the_log_of_a_jam_names_nobody(
    engine: Engine, village: Village, clock: Clock, press: PlainPress, fresh_database: Database, written: io.StringIO
) -> None:
    good, bad = village.give_many(2, clock.now)
    press.jammed = {dossier_of(fresh_database, bad)}
    engine.drain()
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    done = [line for line in lines if line["message"] == "work done"]
    assert [(line["kind"], line["attempts"]) for line in done] == [("print_letter", 1)] * 2
    assert sum(line["message"].startswith("work failed") for line in lines) == 2
    assert any("app.adapters.press.PressError" in line.get("error", []) for line in lines)
    forbidden = (*NAMES, dossier_of(fresh_database, good), dossier_of(fresh_database, bad))
    assert [word for word in forbidden if word in written.getvalue()] == []


def test_the_day_is_asked_for_once_however_often_we_look(engine: Engine, village: Village, clock: Clock) -> None:
    for _ in range(3):
        days.ask_for_the_day(engine.workshop)
    assert [item.effect_key for item in village.items(days.DAILY)] == ["daily:2026-11-23"]
    engine.drain()
    clock.now += timedelta(days=1)
    days.ask_for_the_day(engine.workshop)
    assert [item.effect_key for item in village.undone()] == ["daily:2026-11-24"]


def test_the_scheduler_asks_for_the_day_every_minute(engine: Engine, village: Village) -> None:
    (task,) = engine.read_periodic(None)
    engine.enqueue(task)
    engine.enqueue(task)
    assert [item.kind for item in village.items()] == [days.DAILY]


def test_a_day_writes_down_what_lapsed_and_prints_the_letters(
    engine: Engine, village: Village, clock: Clock, fresh_database: Database
) -> None:
    mandates = village.give_many(2, clock.now)
    engine.drain()
    clock.now += timedelta(days=31)
    days.ask_for_the_day(engine.workshop)
    engine.drain()
    for mandate_id in mandates:
        assert kinds_of(fresh_database, mandate_id).count("lapsed") == 1
    letters = village.letters()
    assert sum(letter.kind.startswith("lapsed") for letter in letters) == 4
    assert all(letter.printed_at for letter in letters)
    days.ask_again(engine.workshop)
    engine.drain()
    assert len(village.letters()) == len(letters)


def test_a_day_goes_on_stretch_after_stretch(
    engine: Engine, village: Village, clock: Clock, fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days, "next_stretch", partial(next_stretch, size=2))
    monkeypatch.setattr(register_effects, "BATCH", 1)
    mandates = village.give_many(5, clock.now)
    clock.now += timedelta(days=31)
    days.ask_for_the_day(engine.workshop)
    engine.drain()
    assert len(village.items(days.LOOK)) == 3
    assert len(village.items(days.REGISTER)) > 2
    assert all(kinds_of(fresh_database, one).count("lapsed") == 1 for one in mandates)


def test_at_night_the_figures_of_the_days_before_are_counted(
    engine: Engine, village: Village, clock: Clock, fresh_database: Database
) -> None:
    village.give_many(2, clock.now)
    clock.now += timedelta(days=10)
    days.ask_for_the_day(engine.workshop)
    engine.drain()
    assert {item.payload["month"] for item in village.items(days.FIGURES)} == {"2026-11", "2026-12"}
    with fresh_database.reading() as session:
        kept = {one.day: one.doors for one in session.scalars(select(DayFigures).order_by(DayFigures.day))}
    assert list(kept) == [TODAY + timedelta(days=number) for number in range(10)]
    assert kept[TODAY] == {"self": {"counts": {"started": 2}, "days": {}}}
    assert not any(list(kept.values())[1:])


def test_a_day_warns_of_a_lapse_and_prints_the_letters(
    engine: Engine, village: Village, clock: Clock, fresh_database: Database
) -> None:
    mandate_id = village.give(clock.now)
    engine.drain()
    clock.now += timedelta(days=23)
    for ask in (days.ask_for_the_day, days.ask_again):
        ask(engine.workshop)
        engine.drain()
    assert kinds_of(fresh_database, mandate_id).count("reminded") == 1
    letters = [letter for letter in village.letters() if letter.kind.startswith("lapsing")]
    assert [(letter.kind, bool(letter.printed_at)) for letter in letters] == [
        ("lapsing.giver", True),
        ("lapsing.holder", True),
    ]


def test_one_mandate_that_goes_wrong_holds_up_no_other(
    engine: Engine, village: Village, clock: Clock, fresh_database: Database
) -> None:
    bad, good = village.give_many(2, clock.now)
    engine.drain()
    clock.now += timedelta(days=31)
    days.ask_for_the_day(engine.workshop)
    task = engine.dequeue()
    assert task is not None
    engine.execute(task)
    with fresh_database.writing.begin() as session:
        session.get_one(Mandate, bad).dossier_number = "no number"
    engine.drain()
    assert ("lapsed" in kinds_of(fresh_database, bad), "lapsed" in kinds_of(fresh_database, good)) == (False, True)
    (left,) = village.undone()
    assert (left.kind, left.last_error) == (days.MANDATE, "app.core.letters.well_formed.BadLetter")


def test_a_day_pauses_the_mandates_of_an_enterprise_that_stopped(
    engine: Engine, village: Village, clock: Clock, fresh_database: Database
) -> None:
    mandate_id = village.give(clock.now)
    with fresh_database.writing.begin() as session:
        session.get_one(RegisterEnterprise, BAKERY).situation = "bankrupt"
    days.ask_for_the_day(engine.workshop)
    engine.drain()
    assert "suspended" in kinds_of(fresh_database, mandate_id)


def test_a_day_makes_the_changes_of_the_catalogue_that_were_approved_for_it(
    engine: Engine, village: Village, clock: Clock, fresh_database: Database
) -> None:
    del village
    with fresh_database.writing.begin() as session:
        desk = Desk(session)
        tomorrow = TODAY + timedelta(days=1)
        desk.approve(desk.offer(desk.wanted(ChangeKind.TYPE, "hinder.manage", tomorrow, short="een premie vragen")))
    for wait, short in ((0, "een hinderpremie aanvragen"), (1, "een premie vragen")):
        clock.now += timedelta(days=wait)
        days.ask_for_the_day(engine.workshop)
        engine.drain()
        with fresh_database.reading() as session:
            assert session.get_one(MandateType, "hinder.manage").short == short


def test_a_night_seals_the_journal_an_hour_after_midnight_and_the_log_keeps_the_seal(
    engine: Engine, village: Village, clock: Clock, fresh_database: Database, written: io.StringIO
) -> None:
    village.give(clock.now)
    engine.drain()
    clock.now = start_of_brussels_day(brussels_day(clock.now) + timedelta(days=1)) + timedelta(minutes=59)
    days.ask_for_the_day(engine.workshop)
    engine.drain()
    assert "journal sealed" not in written.getvalue()
    clock.now += timedelta(minutes=1)
    engine.drain()
    with fresh_database.reading() as session:
        report = check_seals(session)
    assert (report.seals, report.unsealed) == (1, 0)
    assert report.digest in written.getvalue()


def test_a_day_throws_away_drafts_whose_thirty_days_are_over(
    engine: Engine, village: Village, clock: Clock, fresh_database: Database
) -> None:
    giver: Actor = village.giver
    with fresh_database.writing.begin() as session:
        old = start_draft(session, giver, "give", now=clock.now)
        clock.now += timedelta(days=1)
        young = start_draft(session, giver, "give", now=clock.now)
    assert old.expires_on == date(2026, 12, 23)
    clock.now += timedelta(days=30)
    days.ask_for_the_day(engine.workshop)
    engine.drain()
    with fresh_database.reading() as session:
        assert list(session.scalars(select(Draft.id))) == [young.id]


def test_a_day_throws_away_what_was_done_long_ago_and_keeps_what_failed(
    engine: Engine, village: Village, clock: Clock, press: PlainPress, fresh_database: Database
) -> None:
    _, bad = village.give_many(2, clock.now)
    press.jammed = {dossier_of(fresh_database, bad)}
    engine.drain()
    clock.now += timedelta(days=30)
    days.ask_for_the_day(engine.workshop)
    engine.drain()
    old = [item for item in village.items() if item.made_at == NOON]
    assert [(item.kind, item.done_at, item.last_error is None) for item in old] == [("print_letter", None, False)] * 2
    # The reminder of that day jams too; all else is done.
    assert {item.kind for item in village.items() if item.made_at > NOON and not item.done_at} == {"print_letter"}


def test_drain_says_what_is_left_and_fails_when_something_is(
    app: Flask, village: Village, clock: Clock, press: PlainPress, fresh_database: Database
) -> None:
    _, bad = village.give_many(2, clock.now)
    press.jammed = {dossier_of(fresh_database, bad)}
    run = app.test_cli_runner()
    first = run.invoke(args=["jobs", "drain"])
    assert (first.exit_code, "4 begun, 2 left." in first.output) == (1, True)
    press.jammed.clear()
    clock.now += timedelta(seconds=5)
    second = run.invoke(args=["jobs", "drain"])
    assert (second.exit_code, second.output) == (0, "2 begun, 0 left.\n")


def test_the_day_can_be_run_by_hand_and_leaves_the_printing_to_the_worker(
    app: Flask, village: Village, clock: Clock, fresh_database: Database
) -> None:
    mandate_id = village.give(clock.now)
    clock.now += timedelta(days=31)
    done = app.test_cli_runner().invoke(args=["jobs", "run-daily"])
    assert (done.exit_code, done.output) == (0, "9 begun, 0 left.\n")
    assert "lapsed" in kinds_of(fresh_database, mandate_id)
    assert {item.kind for item in village.undone()} == {"print_letter"}


def test_a_list_that_grew_is_told_in_pieces_each_mandate_once(
    app: Flask, fresh_database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days, "list_to_look_at", lambda *asked, **more: list_to_look_at(*asked, **more, limit=2))
    with fresh_database.writing.begin() as session:
        world = World(session, clock.now)
        first = version(world, 1, *OLD)
        made = [given_with(world, first, [key]).id for key in (*OLD, "staff.view")]
        version(world, 2, *OLD, "staff.view", "hinder.manage")
    workshop = workshop_of(app)
    for _ in range(2):
        days.ask_again(workshop)
        Engine(workshop, kinds=days.KINDS).drain()
        clock.now += timedelta(minutes=1)
    with fresh_database.reading() as session:
        rows = session.scalars(select(GroupGrowth)).all()
        letters = session.scalars(select(Letter.kind).where(Letter.kind.like("list_grown%"))).all()
        asked = session.scalars(select(OutboxItem).where(OutboxItem.kind == days.LISTS)).all()
    assert {one.mandate_id for one in rows} == set(made)
    assert sorted(letters) == ["list_grown.giver", "list_grown.holder"]
    assert len(asked) == 4  # two pieces, an empty one, and the one of the second time
