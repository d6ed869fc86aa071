"""A change of holders against a simple-minded second opinion that lives every day: who may do what, on each of them."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.core.acts.days import list_due
from app.core.errors import CoreError
from app.core.people.parties import ensure_enterprise_party
from app.models.mandate import Mandate
from tests.acting import (
    accept,
    contest,
    get_mandate,
    letters,
    post_first_letter,
    refuse,
    renounce,
    resume,
    run_days,
    stop,
    today,
    transfer,
    withdraw,
)
from tests.world import NOON, OTHER, World

RUNS = 400 if os.environ.get("SOAK") == "1" else 20  # on each engine
CALM, HIGH = "hinder.manage", "invest.manage"
KEYS = (CALM, HIGH)
COOLING, ANSWER, DECIDE = 10, 30, 30
Act = tuple[str, int, int]
NAMES = ("accept", "accept", "post", "post", "refuse", "withdraw", "stop", "renounce", "contest", "resume", "stop old",
         "contest old", "resume old")  # fmt: skip
ACTS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(0, 2), st.sampled_from((0, 0, 1, 4, 9, 31))), min_size=1, max_size=9
)


@dataclass
class Paper:
    """What somebody would note about one mandate on a sheet of paper."""

    begun: date
    keys: set[str]
    accepted: bool = False
    posted: date | None = None
    contested: date | None = None
    ended: bool = False
    over: set[str] = field(default_factory=set)

    def wake_up(self, day: date) -> None:
        """What the calendar does before anybody gets up."""
        if not self.accepted and day > self.begun + timedelta(days=ANSWER):
            self.ended = True
        if self.contested and day > self.contested + timedelta(days=DECIDE):
            self.ended, self.contested = True, None

    def allows(self, key: str, day: date) -> bool:
        """Whether its holder could do this at the end of the day."""
        if not self.accepted or self.ended or self.contested or key in self.over or key not in self.keys:
            return False
        return key == CALM or (self.posted is not None and (day - self.posted).days >= COOLING)


class Life:
    """An old mandate, one that should take it over, and both opinions of each day.

    With `now` the giver let the old holder stop at once, whatever the new one would answer.
    """

    def __init__(self, world: World, keys: tuple[str, ...], *, now: bool) -> None:
        self.world, world.now = world, NOON
        self.old = accept(world, world.give(*KEYS, months=None, last_day=None))
        self.old.giver_posted_on = today(world)
        self.old_paper = Paper(today(world), set(KEYS), accepted=True, posted=today(world))
        world.later(days=12)
        wim = world.add_representative(OTHER, "Wim", "Claes")
        self.wim = world.at_home(wim, ensure_enterprise_party(world.session, OTHER))
        self.new, self.now = transfer(world, *keys, stops_now=now), now
        self.paper = Paper(today(world), set(keys))
        self.old_paper.over |= set(keys) if now else set()
        self.expected: dict[date, set[tuple[str, str]]] = {}

    def do(self, name: str, choice: int, wait: int) -> None:
        """Try it; when the program did it, it is noted on paper too."""
        self.live(wait)
        self.take_over()
        key = (*KEYS, None)[choice]
        world, keys = self.world, None if key is None else [key]
        tries: dict[str, Callable[[], object]] = {
            "accept": lambda: accept(world, self.new, self.wim),
            "post": lambda: None if self.paper.posted else post_first_letter(world, self.new),
            "refuse": lambda: refuse(world, self.new, self.wim),
            "withdraw": lambda: withdraw(world, self.new),
            "stop": lambda: stop(world, self.new, type_keys=keys),
            "renounce": lambda: renounce(world, self.new, self.wim, type_keys=keys),
            "contest": lambda: contest(world, self.new),
            "resume": lambda: resume(world, self.new),
            "stop old": lambda: stop(world, self.old, type_keys=keys),
            "contest old": lambda: contest(world, self.old),
            "resume old": lambda: resume(world, self.old),
        }
        with suppress(CoreError):
            tries[name]()
            self.note(name.removesuffix(" old"), self.old_paper if name.endswith("old") else self.paper, key)
            self.take_over()

    def take_over(self) -> None:
        """What the new one may do the old one may not, also when the new one is stopped later that day."""
        self.old_paper.over |= {key for key in KEYS if self.paper.allows(key, today(self.world))}

    def note(self, name: str, paper: Paper, key: str | None) -> None:
        day = today(self.world)
        if name == "accept":
            paper.accepted = True
        elif name == "post":
            paper.posted = paper.posted or day
        elif name in {"refuse", "withdraw"}:
            paper.ended = True
        elif name in {"stop", "renounce"}:
            paper.over |= {key} if key else paper.keys
        elif name == "contest":
            paper.contested = paper.contested or (None if paper.ended else day)
        elif name == "resume":
            paper.contested = None

    def live(self, days: int) -> None:
        """Each evening whoever may use the new mandate has taken over; the job comes when the days are over."""
        papers = {"old": self.old_paper, "new": self.paper}
        first = today(self.world)
        for day in [first + timedelta(days=number) for number in range(days)]:
            self.old_paper.over |= {key for key in KEYS if self.paper.allows(key, day)}
            self.expected[day] = {(name, key) for name, one in papers.items() for key in KEYS if one.allows(key, day)}
            for one in papers.values():
                one.wake_up(day + timedelta(days=1))
        self.world.later(days=days)
        if days:
            self.compare(first)
            run_days(self.world)

    def compare(self, since: date) -> None:
        self.world.session.flush()
        self.world.session.expire_all()
        fresh = {name: get_mandate(self.world.session, one.id) for name, one in (("old", self.old), ("new", self.new))}
        for day in [one for one in self.expected if one >= since]:
            assert usable(fresh, day) == self.expected[day], day

    def check(self) -> None:
        """No day that is over has changed; nobody was told twice that the same thing moved."""
        self.live(12)
        assert list_due(self.world.session, now=self.world.now) == []
        self.compare(min(self.expected))
        sent = letters(self.world, self.old)
        assert sent.count("transferred.giver") == sent.count("transferred.holder")
        assert sent.count("stays.giver") == sent.count("stays.holder")
        assert sent.count("transfer_told.holder") == (0 if self.now else 1)
        if self.now:
            assert {"transferred.giver", "stays.giver"}.isdisjoint(sent)
            assert "stopped.holder" in sent


def usable(mandates: dict[str, Mandate], day: date) -> set[tuple[str, str]]:
    return {
        (name, line.type_key) for name, one in mandates.items() for line in one.lines if one.line_holds_on(line, day)
    }


def test_every_day_has_the_holder_that_a_sheet_of_paper_would_tell(
    session: Session, record_property: Callable[[str, object], None]
) -> None:
    world = World(session, NOON)
    moved: list[int] = []

    @settings(max_examples=RUNS, deadline=None, suppress_health_check=list(HealthCheck))
    @given(keys=st.sampled_from((KEYS, (HIGH,), (CALM,))), now=st.booleans(), acts=ACTS)
    @example(keys=KEYS, now=False, acts=[("accept", 0, 1), ("post", 0, 1), ("contest", 0, 4), ("resume", 0, 9)])
    @example(keys=(HIGH,), now=False, acts=[("post", 0, 0), ("accept", 0, 4), ("stop", 1, 1)])
    @example(keys=KEYS, now=False, acts=[("accept", 0, 0), ("stop", 0, 0)])
    @example(keys=KEYS, now=True, acts=[("accept", 0, 1), ("post", 0, 1), ("stop", 2, 4)])
    @example(keys=(CALM,), now=True, acts=[("refuse", 0, 1), ("resume old", 0, 4)])
    def live(keys: tuple[str, ...], now: bool, acts: list[Act]) -> None:
        savepoint = session.begin_nested()
        try:
            life = Life(world, keys, now=now)
            for name, choice, wait in acts:
                life.do(name, choice, wait)
            life.check()
            moved.append(letters(world, life.old).count("transferred.holder"))
        finally:
            savepoint.rollback()
            session.expire_all()

    live()
    engine = session.get_bind().dialect.name
    record_property("figure", f"changes of holders on {engine}: {len(moved)} lives, {sum(moved)} takeovers")
    assert sum(moved) > 1
