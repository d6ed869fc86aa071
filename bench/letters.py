"""How fast letters are printed: our press against the baseline, letter by letter in turns.

Run: python -m bench.letters
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

from app.adapters.press import Press
from app.adapters.press.samples import sample
from app.config import Settings
from bench.baseline.letter import print_letter, whole_page
from bench.figure import Figure, table

KINDS = ("given.giver", "invitation.holder", "active.giver", "refused.giver", "stopped.holder", "suspended.giver")
GOAL = 1.3
ROUNDS = 5


def measure_letters() -> list[Figure]:
    """Milliseconds of processor time a letter: each kind with 2 types, after one round to warm up.

    Ours runs from the facts to the bytes; the baseline from finished HTML to the bytes. The second figure is ours with
    the pictures of the pages that the screen shows, which poppler draws (in processes of its own, counted too); the
    baseline has none.
    """
    press = Press(Settings("sqlite://", Path("/nowhere"), 8000, demo=True, https=False, secret_key=b"", letter_key=b""))
    taken = [0.0, 0.0, 0.0]
    for number in range(ROUNDS + 1):
        for kind in KINDS:
            letter = sample(kind)
            laid_out = press.lay_out(letter)
            page = whole_page(laid_out.html, laid_out.styles)
            seconds = [
                _timed(lambda letter=letter: press.print_pdf(letter)),
                _timed(lambda letter=letter: press.print_letter(letter)),
                _timed(lambda page=page: print_letter(page)),
            ]
            if number:
                taken = [before + now for before, now in zip(taken, seconds, strict=True)]
    pdf, with_pictures, baseline = (1000 * seconds / (ROUNDS * len(KINDS)) for seconds in taken)
    return [
        Figure("letter, the PDF", pdf, baseline, "ms a letter", baseline / pdf, goal=GOAL),
        Figure("letter, with pictures of its pages", with_pictures, baseline, "ms a letter", baseline / with_pictures),
    ]


def _timed(work: Callable[[], object]) -> float:
    start = _processor_seconds()
    work()
    return _processor_seconds() - start


def _processor_seconds() -> float:
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


if __name__ == "__main__":
    print(table(measure_letters()))
