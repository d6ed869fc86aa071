"""Extensions under random acts on random days: the past never changes, no end goes too far, nobody is told twice."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.core.acts.days import list_due
from app.core.errors import CoreError
from app.core.mandates.extension_plans import latest_end
from app.models.extension import ExtensionStatus
from app.models.function import Function
from app.models.mandate import Mandate
from tests.acting import (
    accept,
    accept_extension,
    contest,
    extend,
    get_mandate,
    letters,
    refuse_extension,
    resume,
    run_days,
    sign,
    stop,
    today,
    withdraw_extension,
)
from tests.world import BAKERY, NOON, World

RUNS = 400 if os.environ.get("SOAK") == "1" else 30  # on each engine
KEYS = ("hinder.manage", "subsidy.view", "recog.view")  # at most a year, and twice no longest period
Act = tuple[str, int, int]
NAMES = (
    "extend", "extend", "answer", "answer", "answer", "sign", "sign", "refuse", "withdraw", "stop", "contest", "resume",
)  # fmt: skip
ACTS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(0, 5), st.sampled_from((0, 0, 0, 0, 1, 9, 30, 31))),
    min_size=1,
    max_size=12,
)


def state(mandate: Mandate, day: date) -> tuple[object, ...]:
    """Where the mandate stood on a day, and which of its lines could be used."""
    return mandate.status_on(day), *(mandate.line_holds_on(line, day) for line in mandate.lines)


class Life:
    """One mandate and what people try with it; `known` is what was true of each day when it was over.

    With `two` the giver has two representatives, who sign together.
    """

    def __init__(self, world: World, last_in: int, two: bool) -> None:
        self.world, world.now = world, NOON
        self.first_end = today(world) + timedelta(days=last_in)
        if two:
            world.session.query(Function).filter_by(enterprise_number=BAKERY).one().signs = "two"
        self.piet = world.at_home(world.add_representative(BAKERY, "Piet", "Zwaan", signs="two"), world.bakery)
        mandate = world.give(*KEYS, months=None, last_day=self.first_end)
        self.mandate = accept(world, sign(world, mandate, self.piet) if two else mandate)
        self.known: dict[date, tuple[object, ...]] = {}

    def now(self) -> Mandate:
        self.world.session.flush()
        self.world.session.expire_all()
        return get_mandate(self.world.session, self.mandate.id)

    def do(self, name: str, choice: int, wait: int) -> None:
        """Try it: whether it may be done is not for this test to say, only what it leads to."""
        self.live(wait)
        with suppress(CoreError):
            self.acts(choice)[name]()

    def live(self, days: int) -> None:
        """Let days pass on which nobody does anything, and remember how each of them ended."""
        over = [today(self.world) + timedelta(days=number) for number in range(days)]
        mandate = self.now()
        self.known |= {day: state(mandate, day) for day in over}
        self.world.later(days=days)

    def acts(self, choice: int) -> dict[str, Callable[[], object]]:
        world, mandate = self.world, self.mandate
        keys = (KEYS[choice],) if choice < len(KEYS) else ()
        either = world.giver if choice % 2 else world.holder
        return {
            "extend": lambda: self.propose(keys, (1, 6, 12)[choice % 3]),
            "answer": lambda: accept_extension(world, mandate, either),
            "refuse": lambda: refuse_extension(world, mandate, either),
            "withdraw": lambda: withdraw_extension(world, mandate, either),
            "sign": lambda: sign(world, mandate, self.piet if choice else world.giver),
            "stop": lambda: stop(world, mandate, type_keys=[KEYS[choice % len(KEYS)]]),
            "contest": lambda: contest(world, mandate),
            "resume": lambda: resume(world, mandate),
        }

    def propose(self, keys: tuple[str, ...], months: int) -> None:
        extend(self.world, self.mandate, type_keys=keys, months=months)

    def check(self) -> None:
        """What must be so whatever happened."""
        run_days(self.world)
        assert list_due(self.world.session, now=self.world.now) == []
        mandate, day = self.now(), today(self.world)
        accepted = [one for one in mandate.extensions if one.status_on(day) is ExtensionStatus.ACCEPTED]
        for extension in mandate.extensions:
            for one in extension.lines:
                latest = latest_end(one.line, extension.proposed_on)
                assert one.last_day > one.previous_last_day
                assert latest is None or one.last_day <= latest
        for line in mandate.lines:
            ends = [one.last_day for extension in accepted for one in extension.lines if one.line_id == line.id]
            assert line.last_day == self.first_end or line.last_day in ends
            assert line.stop_day is not None or not ends or line.last_day == ends[-1]
        self.seen = len(accepted)
        self.signed = sum(one.signed_on is not None for one in mandate.signatures[1:])
        open_now = [one for one in mandate.signatures if one.signed_on is None and one.ended_on is None]
        assert len(open_now) <= 1, "two things wait for a second signature of one side"
        assert all(one.sign_by >= day for one in open_now), "a signature that came too late is still waited for"
        waiting = [one for one in mandate.extensions if one.status_on(day) is ExtensionStatus.PROPOSED]
        assert len(waiting) <= 1
        sent = letters(self.world, mandate)
        proposed = len(mandate.extensions)
        assert sum(kind.startswith("extension_asked") for kind in sent) == proposed
        assert sum(kind.startswith(("extended", "not_extended")) for kind in sent) <= 2 * proposed
        assert {past: state(mandate, past) for past in self.known} == self.known, "a day that was over has changed"


def test_extensions_never_change_a_day_that_is_over(
    session: Session, record_property: Callable[[str, object], None]
) -> None:
    world = World(session, NOON)
    accepted: list[int] = []
    signed: list[int] = []

    @settings(max_examples=RUNS, deadline=None, suppress_health_check=list(HealthCheck))
    @given(last_in=st.sampled_from((9, 45, 200, 300)), proposal=st.integers(0, 5), acts=ACTS, two=st.booleans())
    @example(last_in=30, proposal=4, acts=[("answer", 4, 1), ("extend", 5, 31), ("answer", 4, 9)], two=False)
    @example(last_in=45, proposal=4, acts=[("sign", 1, 1), ("answer", 4, 1)], two=True)
    @example(last_in=9, proposal=0, acts=[("contest", 0, 0), ("resume", 0, 0)], two=True)
    def live(last_in: int, proposal: int, acts: list[Act], two: bool) -> None:
        savepoint = session.begin_nested()
        try:
            life = Life(world, last_in, two)
            for name, choice, wait in [("extend", proposal, 0), *acts]:
                life.do(name, choice, wait)
            life.check()
            accepted.append(life.seen)
            signed.append(life.signed)
        finally:
            savepoint.rollback()
            session.expire_all()

    live()
    engine = session.get_bind().dialect.name
    record_property("figure", f"extensions on {engine}: {len(accepted)} lives, {sum(accepted)} accepted extensions, "
                    f"{sum(signed)} second signatures")
    assert sum(accepted) > 1
    assert sum(signed) > 0
