"""Random chains, read a second time without a look at the lifecycle: every day by itself, from nothing but the facts.

What the third may use on a day, the passer may use on that day too; and what the passer and the third both may by their
own facts, the third may.
"""

import os
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.representation.rows import CheckedLine, CheckedMandate, CheckedPause, SourceLine
from app.models.lifecycle import LineDays, Status

START = date(2026, 11, 23)
HORIZON = 60
CHAINS = 1500 if os.environ.get("SOAK") == "1" else 250
DAYS = st.integers(0, 40).map(lambda number: START + timedelta(days=number))
MAYBE = st.none() | DAYS


@dataclass(frozen=True)
class Facts:
    """What happened to one mandate with one line, as days; a pause is its first day, its end and whether it waits."""

    accepted: date
    first: date
    last: date | None
    stop: date | None
    cooling: int
    posted: date | None
    pauses: tuple[tuple[date, date | None, bool], ...]

    def allows(self, day: date) -> bool:
        """Whether it may be used on that day by these facts alone."""
        if day < self.accepted or day < self.first:
            return False
        if self.cooling and (self.posted is None or (day - self.posted).days < self.cooling):
            return False
        if (self.last is not None and day > self.last) or (self.stop is not None and day >= self.stop):
            return False
        return not any(first <= day and (end is None or day < end) for first, end, _ in self.pauses)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    first = draw(DAYS)
    last = draw(MAYBE)
    pauses = []
    for begin in draw(st.lists(DAYS, max_size=2)):
        end = draw(MAYBE)
        pauses.append((begin, max(begin, end) if end else None, draw(st.booleans())))
    return Facts(
        draw(DAYS), first, max(first, last) if last else None, draw(MAYBE), draw(st.sampled_from([0, 0, 10])),
        draw(MAYBE), tuple(pauses),
    )  # fmt: skip


def mandate_of(one: Facts) -> CheckedMandate:
    waits = timedelta(days=30)
    pauses = [CheckedPause(begin, begin + waits if asked else None, end) for begin, end, asked in one.pauses]
    agreed = {"accepted_on": one.accepted, "refused_on": None, "withdrawn_on": None}
    nobody = {"second_must_sign": False, "second_signed_on": None}
    nobody |= {f"{side}_{fact}": None for side in ("giver", "holder") for fact in ("must_confirm", "confirmed_on")}
    days = {"started_on": START, "answer_by": START + timedelta(days=90), "giver_posted_on": one.posted}
    return CheckedMandate(uuid.uuid4(), "giver", suspensions=pauses, **agreed, **nobody, **days)


def chained(source: Facts, chain: Facts) -> tuple[CheckedMandate, CheckedMandate, CheckedLine]:
    """Both mandates, and the line of the second, which was passed on from that of the first."""
    first, second = mandate_of(source), mandate_of(chain)
    kind = {"type_key": "permit.manage", "access_level": "manage", "services": (), "domain_key": "vergunningen"}
    days = {"first_day": chain.first, "last_day": chain.last, "stop_day": chain.stop}
    line = CheckedLine(**kind, **days, cooling_off_days=chain.cooling, source_line_id=uuid.uuid4())
    line.source = SourceLine(source.first, source.last, source.stop, source.cooling, first, uuid.uuid4())
    first.lines.append(line.source)  # type: ignore[arg-type]
    second.lines.append(line)
    return first, second, line


@settings(max_examples=CHAINS, deadline=None)
@given(facts(), facts())
def test_the_third_may_what_both_may_on_that_day_and_nothing_else(source: Facts, chain: Facts) -> None:
    first, second, line = chained(source, chain)
    assert isinstance(line.source, LineDays)
    for number in range(HORIZON):
        day = START + timedelta(days=number)
        may = second.line_holds_on(line, day)
        assert may == (source.allows(day) and chain.allows(day)), day
        assert first.line_holds_on(line.source, day) or not may


@settings(max_examples=CHAINS, deadline=None)
@given(facts(), facts())
def test_what_was_passed_on_falls_with_its_source_for_good(source: Facts, chain: Facts) -> None:
    first, second, _ = chained(source, chain)
    ended = False
    for number in range(HORIZON + 40):
        day = START + timedelta(days=number)
        over = first.status_on(day).is_final and day >= max(source.accepted, chain.accepted)
        ended = ended or over
        assert not ended or second.status_on(day) in {Status.STOPPED, Status.EXPIRED}, day
