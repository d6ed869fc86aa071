"""The check against two authorization engines that keep their relations in memory: pycasbin and cedarpy.

Ours reads them from a database each time, so that a stop holds at the very next check. Run: python -m bench.relations
"""

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.representation.checking import Question, may_represent
from app.db import Database
from app.models.line import Line
from app.models.mandate_type import MandateType
from bench.baseline.relations import AllInMemory, FastEnforcer, OfTheMoment, PolicyEach
from bench.check import SEED, _fill, _next, _questions
from bench.figure import Figure, in_turns, table
from bench.oracle import Relation, relations
from tests.conftest import create_tables
from tests.world import TODAY

RELATIONS, MANDATES, GIVERS, HOLDERS = 10_000, 3_700, 2_000, 200
DAYS = [TODAY + timedelta(days=number) for number in range(-31, 62)]
# Name, engine, goal, turns, calls in each, and how many of the questions it is asked: one form takes 30 ms for each.
ENGINES = (
    ("pycasbin FastEnforcer", FastEnforcer, 1.0, 20, 200, 4_000),
    ("cedarpy, true at this moment", OfTheMoment, 5.0, 20, 200, 4_000),
    ("cedarpy, a policy each", PolicyEach, 5.0, 2, 10, 40),
    ("cedarpy, all in memory", AllInMemory, 5.0, 20, 200, 4_000),
)


def measure_relations() -> list[Figure]:
    """Milliseconds of processor time a check among ten thousand relations, ours and theirs in turns."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/relations.sqlite")
        create_tables(database)
        pick = random.Random(SEED)
        with database.writing.begin() as session:
            asked = _fill(session, pick, MANDATES, GIVERS, HOLDERS)
            questions = list(_questions(pick, asked, list(session.scalars(select(MandateType)))))
            known = list(relations(session, DAYS))
            if session.scalar(select(func.count()).select_from(Line)) < RELATIONS:
                raise AssertionError("too few relations")
        with database.reading() as session:
            figures = [_measured(session, questions, known, *one) for one in ENGINES]
        database.dispose()
    return figures


def _measured(
    session: Session, questions: Sequence[Question], known: Sequence[Relation], name: str, engine: Callable[..., Any],
    goal: float, rounds: int, each: int, asked: int,
) -> Figure:  # fmt: skip
    theirs = engine(known)
    some = [replace(one, brief=True) for one in questions[:asked]]
    requests = [theirs.request(one) for one in some]
    ask = lambda question: may_represent(session, question).allowed  # noqa: E731
    expected = _by_the_oracle(known, some)
    for who, answers in (("ours", map(ask, some)), (name, map(theirs.allows, requests))):
        if list(answers) != expected:
            raise AssertionError(f"{who} does not say what the oracle says")
    ours, baseline = in_turns(_next(some, ask), _next(requests, theirs.allows), rounds, each)
    return Figure(f"check beside {name}", ours, baseline, "ms a check", baseline / ours, goal=goal)


def _by_the_oracle(known: Sequence[Relation], questions: Sequence[Question]) -> list[bool]:
    runs: dict[tuple[Any, ...], list[tuple[date, date]]] = {}
    for one in known:
        runs.setdefault((one.giver_id, one.holder_id, one.service, one.level), []).append((one.first, one.last))
    keys = [(one.giver_id, one.holder_id, one.service, str(one.level)) for one in questions]
    return [
        any(first <= one.day <= last for first, last in runs.get(key, ()))
        for key, one in zip(keys, questions, strict=True)
    ]


if __name__ == "__main__":
    print(table(measure_relations()))
