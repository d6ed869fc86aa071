"""How fast the check is: `may_represent` over many mandates, against one ORM query by the same indexes.

The baseline says yes or no, as does ours to a brief question; the answer with its reasons is measured beside it.
Run: python -m bench.check [mandates]
"""

import random
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.config import ROOT
from app.core.mandates.catalogue_file import load_catalogue
from app.core.representation.checking import Question, may_represent
from app.db import Database
from app.models.base import new_id
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel, MandateType
from app.models.party import Party
from app.models.register import RegisterEnterprise, RegisterExtract
from app.models.suspension import Suspension
from bench.baseline.check import is_carried
from bench.figure import Figure, in_turns, table
from tests import postgres
from tests.conftest import create_tables
from tests.world import NOON, TODAY

GOAL, GOAL_WITH_REASONS = 3.0, 1.0
MANDATES, GIVERS, HOLDERS, QUESTIONS, SEED = 100_000, 20_000, 2_000, 4_000, 3
ROUNDS, EACH = 20, 200
COOLING_OFF_DAYS = 7
BATCH = 5_000

Asked = tuple[Any, Any, str]


def measure_checks(mandates: int = MANDATES) -> list[Figure]:
    """Milliseconds of processor time a check, on both engines."""
    with tempfile.TemporaryDirectory() as folder:
        figures = _measured(Database(f"sqlite:///{folder}/check.sqlite"), "SQLite", mandates)
    cluster = postgres.prepare()
    try:
        url = postgres.new_database("check").render_as_string(hide_password=False)
        figures += _measured(Database(url), "PostgreSQL", mandates)
    finally:
        postgres.finish(cluster)
    return figures


def _measured(database: Database, engine: str, mandates: int) -> list[Figure]:
    create_tables(database)
    pick = random.Random(SEED)
    with database.writing.begin() as session:
        asked = _fill(session, pick, mandates)
        types = list(session.scalars(select(MandateType)))
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    figures = compare(database, list(_questions(pick, asked, types)), types, f"{mandates:,} mandates, {engine}")
    database.dispose()
    return figures


def compare(database: Database, questions: list[Question], types: list[MandateType], name: str) -> list[Figure]:
    """Ours, without and with reasons, and the baseline, all over the same questions; first whether they agree."""
    brief = [replace(one, brief=True) for one in questions]
    with database.reading() as session:
        ours, baseline = _sides(session, types)
        _compare(questions, ours, baseline)
        _compare(brief, ours, baseline)
        short, theirs = in_turns(_next(brief, ours), _next(questions, baseline), ROUNDS, EACH)
        whole, theirs_again = in_turns(_next(questions, ours), _next(questions, baseline), ROUNDS, EACH)
    unit = "ms a check"
    return [
        Figure(f"check, {name}", short, theirs, unit, theirs / short, goal=GOAL),
        Figure(f"check with reasons, {name}", whole, theirs_again, unit, theirs_again / whole, goal=GOAL_WITH_REASONS),
    ]


def _sides(
    session: Session, types: list[MandateType]
) -> tuple[Callable[[Question], bool], Callable[[Question], bool]]:
    keys = {
        (service, level): [
            one.key for one in types if service in one.services and AccessLevel(one.access_level).includes(level)
        ]
        for one in types
        for service in one.services
        for level in AccessLevel
    }

    def ours(question: Question) -> bool:
        return may_represent(session, question).allowed

    def baseline(question: Question) -> bool:
        wanted = keys[question.service, question.level]
        posted_by = question.day - timedelta(days=COOLING_OFF_DAYS)
        return is_carried(session, question.giver_id, question.holder_id, wanted, question.day, posted_by)

    return ours, baseline


def _compare(
    questions: list[Question], ours: Callable[[Question], bool], baseline: Callable[[Question], bool]
) -> None:
    answers = [ours(question) for question in questions]
    wrong = [question for question, answer in zip(questions, answers, strict=True) if baseline(question) != answer]
    if wrong:
        raise AssertionError(f"{len(wrong)} answers differ, the first to {wrong[0]}")
    if not 0.3 < sum(answers) / len(answers) < 0.9:
        raise AssertionError("the questions are all alike")


def _next(questions: list[Question], ask: Callable[[Question], bool]) -> Callable[[], bool]:
    coming = cycle(questions)
    return lambda: ask(next(coming))


def _questions(pick: random.Random, asked: list[Asked], types: list[MandateType]) -> Iterator[Question]:
    """Eight in ten about a line that exists; the others about another holder or another service."""
    services = {one.key: one.services for one in types}
    levels = {one.key: one.access_level for one in types}
    for _ in range(QUESTIONS):
        giver, holder, key = pick.choice(asked)
        other = pick.random()
        if other < 0.1:
            holder = pick.choice(asked)[1]
        service = pick.choice(services[pick.choice(list(services)) if other > 0.9 else key])
        level = AccessLevel(levels[key]) if pick.random() < 0.8 else pick.choice(list(AccessLevel))
        day = TODAY + timedelta(days=pick.choice((0, 0, 0, -30, 60)))
        yield Question(giver, service, level, day, holder_id=holder)


def _fill(
    session: Session, pick: random.Random, mandates: int, givers: int = GIVERS, holders: int = HOLDERS
) -> list[Asked]:
    """Parties, a register that knows them, and mandates in every state; giver, holder and type of some lines."""
    load_catalogue(session, tomllib.loads((ROOT / "demo" / "catalogue.toml").read_text(encoding="utf-8")))
    keys = list(session.scalars(select(MandateType.key).order_by(MandateType.key)))
    session.add(RegisterExtract(number=1, snapshot_day=date(2026, 11, 1), imported_at=NOON))
    session.flush()
    parties = [party_row(number) for number in range(givers + holders)]
    session.execute(insert(Party), parties)
    session.execute(insert(RegisterEnterprise), [_enterprise(party["enterprise_number"]) for party in parties])
    ids = [party["id"] for party in parties]
    asked: list[Asked] = []
    for start in range(0, mandates, BATCH):
        rows = [
            mandate_row(pick, number, pick.choice(ids[:givers]), pick.choice(ids[givers:]))
            for number in range(start, min(start + BATCH, mandates))
        ]
        lines = [(row, line) for row in rows for line in line_rows(pick, row, keys)]
        session.execute(insert(Mandate), rows)
        session.execute(insert(Line), [line for _, line in lines])
        session.execute(insert(Suspension), [suspension_row(pick, row) for row in rows if pick.random() < 0.03])
        some = pick.sample(lines, len(lines) // 10)
        asked += [(row["giver_id"], row["holder_id"], line["type_key"]) for row, line in some]
    return asked


def party_row(number: int) -> dict[str, Any]:
    """A party with this number."""
    return {"id": new_id(), "enterprise_number": f"0{number:09}", "name": f"Onderneming {number}"}


def _enterprise(number: str) -> dict[str, Any]:
    facts = {"legal_form": None, "legal_situation": "000", "situation": "normal", "start_day": date(2001, 1, 1)}
    return {"number": number, "is_natural_person": False, **facts}


def mandate_row(pick: random.Random, number: int, giver: Any, holder: Any) -> dict[str, Any]:  # noqa: ANN401
    """A mandate in any state, that began up to two years ago."""
    started_on = TODAY - timedelta(days=pick.randrange(5, 700))
    answered = started_on + timedelta(days=pick.randrange(0, 25))
    fate = pick.choices(("accepted", "refused", "withdrawn", "open"), (88, 3, 3, 6))[0]
    days = {name: answered if name == f"{fate}_on" else None for name in ("accepted_on", "refused_on", "withdrawn_on")}
    return {
        "id": new_id(), "dossier_number": f"{number:012}", "giver_id": giver, "holder_id": holder,
        "started_by": "giver", "group_version_id": None, "started_at": NOON - (TODAY - started_on),
        "started_on": started_on, "answer_by": started_on + timedelta(days=30), **days,
        "giver_must_confirm": pick.random() < 0.02, "giver_confirmed_on": None,
        "holder_must_confirm": False, "holder_confirmed_on": None, "giver_posted_on": started_on + timedelta(days=1),
    }  # fmt: skip


def line_rows(pick: random.Random, row: dict[str, Any], keys: list[str]) -> Iterator[dict[str, Any]]:
    """Some of these types, with days of all kinds."""
    for key in pick.sample(keys, pick.choice((1, 2, 3, 5))):
        first = row["started_on"]
        last = first + timedelta(days=pick.choice((365, 730, 1095))) if pick.random() < 0.8 else None
        stop = first + timedelta(days=pick.randrange(1, 300)) if pick.random() < 0.06 else None
        wait = COOLING_OFF_DAYS if pick.random() < 0.2 else 0
        yield {
            "id": new_id(), "mandate_id": row["id"], "type_key": key, "first_day": first, "last_day": last,
            "stop_day": stop, "cooling_off_days": wait,
        }  # fmt: skip


def suspension_row(pick: random.Random, row: dict[str, Any]) -> dict[str, Any]:
    """A contest, decided or not."""
    first = row["started_on"] + timedelta(days=pick.randrange(1, 100))
    ended = first + timedelta(days=20) if pick.random() < 0.6 else None
    decide = first + timedelta(days=30)
    return {
        "id": new_id(), "mandate_id": row["id"], "kind": "contest", "reason": "unknown", "first_day": first,
        "decide_by": decide, "call_by": first + timedelta(days=2), "ended_on": ended,
    }  # fmt: skip


if __name__ == "__main__":
    print(table(measure_checks(*map(int, sys.argv[1:]))))
