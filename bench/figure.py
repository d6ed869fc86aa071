"""One line of the table: what was measured, beside its baseline in the same run."""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`ours` and `baseline` in `unit`; `ratio` says how many times faster ours is, and `goal` what it must be.

    A figure with a `limit` instead must stay at or under that many `unit`s. Without either it is only told.
    """

    name: str
    ours: float
    baseline: float
    unit: str
    ratio: float
    goal: float | None = None
    limit: float | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is reached; None when there is none."""
        if self.limit is not None:
            return self.ours <= self.limit
        return None if self.goal is None else self.ratio >= self.goal


def in_turns(ours: Callable[[], object], baseline: Callable[[], object], rounds: int, each: int) -> tuple[float, float]:
    """Milliseconds of processor time a call, of ours and of the baseline.

    They take turns of `each` calls, `rounds` times, after one turn to warm up, because the machine's speed drifts. The
    processor's time is counted, so that other work on the machine does not blur the ratio.
    """
    taken = [0.0, 0.0]
    for number in range(rounds + 1):
        for side, work in enumerate((ours, baseline)):
            seconds = _timed(work, each)
            if number:
                taken[side] += seconds
    calls = rounds * each
    return 1000 * taken[0] / calls, 1000 * taken[1] / calls


def _timed(work: Callable[[], object], each: int) -> float:
    gc.collect()
    start = time.process_time()
    for _ in range(each):
        work()
    return time.process_time() - start


def table(figures: Sequence[Figure]) -> str:
    """The figures as people read them."""
    lines = [f"{'':48} {'ours':>10} {'baseline':>10} {'unit':11} {'ratio':>7}  goal"]
    lines += [
        f"{one.name:48} {one.ours:10.3f} {one.baseline:10.3f} {one.unit:11} {one.ratio:6.2f}x  {_goal(one)}"
        for one in figures
    ]
    return "\n".join(lines)


def _goal(figure: Figure) -> str:
    if figure.limit is not None:
        wanted = f"at most {figure.limit:g} {figure.unit}"
    elif figure.goal is not None:
        wanted = f"at least {figure.goal:g}x"
    else:
        return "-"
    return f"{wanted}: {'met' if figure.is_met else 'NOT MET'}"
