"""How fast letters are printed: our press against the baseline, letter by letter in turns."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.adapters.press import Press
from app.config import Settings
from bench.baseline.letter import print_letter, whole_page
from tests.letters.samples import sample

KINDS = ("given.giver", "invitation.holder", "active.giver", "refused.giver", "stopped.holder", "suspended.giver")


@dataclass(frozen=True)
class Figures:
    """Milliseconds a letter (median over the kinds), and how many times faster ours is: baseline / ours."""

    ours: float
    baseline: float
    ratio: float


def measure_letters(settings: Settings, rounds: int = 3) -> Figures:
    """Each kind with 2 types, `rounds` times, ours and the baseline in turns, after one round to warm up.

    Ours runs from the facts to the bytes; the baseline from finished HTML to the bytes. Pictures of pages are left out
    on both sides. The processor's time is counted, so that other work on the machine does not blur the ratio.
    """
    press = Press(settings)
    letters = [sample(kind) for kind in KINDS]
    pages = [whole_page(laid_out.html, laid_out.styles) for laid_out in map(press.lay_out, letters)]
    ours: list[float] = []
    baseline: list[float] = []
    for number in range(rounds + 1):
        for letter, page in zip(letters, pages, strict=True):
            mine = _timed(lambda letter=letter: press.print_pdf(letter))
            theirs = _timed(lambda page=page: print_letter(page))
            if number:
                ours.append(mine)
                baseline.append(theirs)
    return Figures(statistics.median(ours), statistics.median(baseline), sum(baseline) / sum(ours))


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000
