"""Mandates and rights together, done by random people on random days, against a second reading of what they did.

Nobody ever represents the bakery without an unbroken chain of days: a right that holds at the holder, a mandate that
runs there, and what it was passed on from. Nobody does anything that he could not do by such a chain himself.
"""

import os
from collections import Counter
from collections.abc import Callable
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.model.joint_mandates import Act, Village
from tests.model.joint_rights import Run

SOAK = os.environ.get("SOAK") == "1"
RUNS = 1500 if SOAK else 15  # on each engine
ACTS = 30
ASKED = 15  # questions at the end of a run; after each act there is one more
# A life cannot be made smaller: what is found is told as the number with which it begins.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
NAMES = (
    *("give", "give", "accept", "accept", "accept", "post", "post", "pass_on", "transfer", "take_back", "contest"),
    *("resume", "resume", "stop", "renounce", "refuse", "withdraw", "register"),
    *("invite", "invite", "invite", "invite", "answer", "answer", "answer", "answer", "sign", "sign", "sign"),
    *("appoint", "appoint", "appoint", "change", "change", "change", "dismiss", "dismiss"),
    *("leave", "turn_down", "call_back", "grow"),
)
WAITS = (0, 0, 0, 1, 4, 11, 31)
# How a life can begin, up to somewhere: the office may all, Eva works with it, Nils decides, and Genk has a part.
BEGINS: tuple[Act, ...] = (
    ("give", 6, 0, 0, 0), ("accept", 0, 0, 0, 0), ("invite", 0, 2, 2, 0), ("answer", 0, 0, 0, 0),
    ("post", 0, 0, 0, 0), ("invite", 0, 4, 0, 0), ("answer", 0, 1, 0, 1), ("pass_on", 0, 0, 0, 11),
    ("accept", 0, 0, 0, 0), ("post", 0, 0, 0, 0), ("invite", 2, 2, 8, 11), ("answer", 0, 2, 0, 0),
)  # fmt: skip


def live(run: Run, chance: Random) -> None:
    """Thirty acts, with a question after each and many at the end."""
    numbers = lambda: (chance.randrange(12), chance.randrange(12), chance.randrange(12))  # noqa: E731
    for act in BEGINS[: chance.randint(4, len(BEGINS))]:
        run.do(act)
    for _ in range(ACTS):
        run.do((chance.choice(NAMES), *numbers(), chance.choice(WAITS)))
        run.ask((*numbers(), chance.randrange(12)))
    run.session.expire_all()
    for _ in range(ASKED):
        run.ask((*numbers(), chance.randrange(12)))
    run.compare_rights()


def test_rights_and_mandates_never_let_a_person_act_without_an_unbroken_chain(
    session: Session, record_property: Callable[[str, object], None]
) -> None:
    village, seen = Village(session), Counter[str]()

    # A number to begin with, and not each choice apart: a life is long, and has to be likely to be worth the trouble.
    @settings(max_examples=RUNS, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
    @given(st.integers(0, 2**32))
    def lives(start: int) -> None:
        savepoint = session.begin_nested()
        try:
            live(Run(village, seen), Random(start))
        finally:
            savepoint.rollback()
            session.expire_all()

    lives()
    engine = session.get_bind().dialect.name
    record_property("figure", f"rights and mandates on {engine}: {dict(sorted(seen.items()))}")
    assert seen["allowed"] > RUNS
    assert not SOAK or all(seen[name] for name in set(NAMES)), seen
