"""A year of reminders on a moved clock, told by real workers that are killed at random: nobody twice, nobody missed.

On a day on which no worker is awake nothing happens; on the others the day's work is asked for as the scheduler does,
and it is over before the next day comes, whoever died over it. What must have been told then is said by the same walk
over the days as in the core's test, where no process is killed.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.clock import brussels_day
from app.core import outbox
from app.core.mandates.lookup import get_mandate
from app.db import Database
from app.jobs import days
from app.models.outbox import OutboxItem
from tests.acting import today
from tests.core.test_year_of_reminders import WRITTEN, act, found, parts_told, stories, told_now, walk
from tests.jobs.nursery import Nursery, set_clock
from tests.world import NOON, World

SOAK = os.environ.get("SOAK") == "1"
DAYS = 420
AWAKE = 0.8 if SOAK else 0.2  # of the days
KILLED = 0.5  # of those
SEEDS = range(20) if SOAK else (1,)
WITHIN = 0.06  # seconds after its work was asked for, a worker dies
LEASE = timedelta(seconds=20)
PATIENCE = 60  # seconds for the work of a day


class Year:
    """The clock of the workers, the one worker that is awake, and how often it was killed."""

    def __init__(self, database: Database, nursery: Nursery, clock: Path, chance: random.Random) -> None:
        self.database, self.nursery, self.clock, self.chance = database, nursery, clock, chance
        self.killed = self.held = 0

    def live(self, world: World) -> None:
        """Ask for the work of the day, kill the worker over it or not, and see it done."""
        self.put_clock(world)
        with self.database.writing.begin() as session:
            key = f"{days.DAILY}:{brussels_day(world.now)}"
            outbox.put(session, days.DAILY, key, {}, now=world.now)
        if self.chance.random() < KILLED:
            self.kill()
            # Whoever takes over waits until the claim of the dead is no longer good.
            world.now += LEASE + timedelta(seconds=1)
            self.put_clock(world)
        deadline = time.monotonic() + PATIENCE
        while self.undone(world.now):
            assert time.monotonic() < deadline, "the work of a day is never over"
            time.sleep(0.04)

    def put_clock(self, world: World) -> None:
        set_clock(self.clock, world.now)

    def kill(self) -> None:
        (victim,) = self.nursery.pids
        time.sleep(self.chance.uniform(0, WITHIN))
        self.nursery.kill(victim)
        self.killed += 1
        self.held += self.undone(None, OutboxItem.claim.is_not(None)) > 0
        self.nursery.start()

    def undone(self, now: datetime | None, *more: object) -> int:
        """How many items of the days are still to be done, of those that are due by now."""
        query = select(func.count()).select_from(OutboxItem)
        query = query.where(OutboxItem.done_at.is_(None), OutboxItem.kind.in_(days.KINDS), *more)  # type: ignore[arg-type]
        with self.database.reading() as session:
            return session.scalar(query if now is None else query.where(OutboxItem.due_at <= now)) or 0


@pytest.fixture
def clock(tmp_path: Path) -> Path:
    """The file that tells the workers which moment it is."""
    clock = tmp_path / "moment"
    set_clock(clock, NOON)
    return clock


@pytest.fixture
def nursery(environment: dict[str, str], tmp_path: Path, clock: Path) -> Iterator[Nursery]:
    """One worker for the work of the days, and none left behind."""
    nursery = Nursery(environment, tmp_path / "worker.log", LEASE.total_seconds(), clock=clock, kinds=days.KINDS)
    nursery.start()
    yield nursery
    nursery.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_in_a_year_of_killed_workers_nobody_is_reminded_twice_and_nobody_is_missed(
    fresh_database: Database, nursery: Nursery, clock: Path, seed: int, record_property: Callable[[str, object], None]
) -> None:
    chance = random.Random(seed)
    year = Year(fresh_database, nursery, clock, random.Random())
    with fresh_database.writing() as session:
        world, expected = World(session), []
        told, start = stories(world, chance), world.now
        for offset in range(DAYS):
            world.now = start + timedelta(days=offset)
            for story in told:
                walk(story, today(world), fresh=act(world, story, offset))
            session.commit()
            if chance.random() > AWAKE:
                continue
            year.live(world)
            session.expire_all()
            for story in told:
                story.mandate = get_mandate(session, story.mandate.id, lock=True)
                for about in told_now(story, today(world)):
                    expected.append((today(world), story.mandate.id, story.waiting.pop(about)))
            session.commit()
        assert sorted(found(world)) == sorted(expected)
        assert parts_told(world)
    record_property(
        "figure",
        f"a year on {fresh_database.url.get_backend_name()}: {len(expected)} reminders, each told once; {year.killed} "
        f"workers killed, {year.held} of them with a claim, seed {seed}",
    )
    assert {kind.partition("_")[0] for _, _, kind in expected} == set(WRITTEN)
    # The test means something only when work was cut short.
    assert year.held > 0
