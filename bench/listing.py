"""How long a search takes: a holder with ten thousand givers, the first hundred of them and how many there are.

Run: python -m bench.listing [givers]
"""

import random
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.config import ROOT
from app.core.mandates.catalogue_file import load_catalogue
from app.core.people.persons import ensure_person
from app.core.representation.searching import Found, Page, Wanted, list_givers
from app.core.rights.granting import grant_right
from app.db import Database
from app.models.base import new_id
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel
from app.models.party import Party
from app.models.suspension import Suspension
from bench.check import BATCH, line_rows, mandate_row, party_row, suspension_row
from bench.figure import Figure, table
from tests import postgres
from tests.conftest import create_tables
from tests.world import TODAY

GIVERS, OTHERS, ROUNDS, SEED, GOAL_MS = 10_000, 40_000, 60, 5, 50.0
TYPES = ["hinder.manage", "permit.view", "permit.manage", "recog.view", "recog.manage"]
WANTED = Wanted("hinderpremie", AccessLevel.MANAGE, TODAY)


def measure_listing(givers: int = GIVERS) -> list[Figure]:
    """Milliseconds for a first page with its total at p95, on both engines, for a holder and for somebody there."""
    with tempfile.TemporaryDirectory() as folder:
        figures = [*_measured(Database(f"sqlite:///{folder}/listing.sqlite"), "SQLite", givers)]
    cluster = postgres.prepare()
    try:
        url = postgres.new_database("listing").render_as_string(hide_password=False)
        return [*figures, *_measured(Database(url), "PostgreSQL", givers)]
    finally:
        postgres.finish(cluster)


def _measured(database: Database, engine: str, givers: int) -> Iterator[Figure]:
    create_tables(database)
    with database.writing.begin() as session:
        holder_id, person_id = _fill(session, random.Random(SEED), givers)
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    # SQLite works in this process, and other work on the machine need not blur it; the other engine has the clock.
    timer = time.process_time if database.is_sqlite else time.perf_counter
    for name, who in (("a holder", {"holder_id": holder_id}), ("a person", {"person_id": person_id})):
        found, p95 = _p95(lambda who=who: _asked(database, who), timer)
        what = f"first 100 of {found.total:,} givers of {name}, {engine}"
        yield Figure(what, p95, GOAL_MS, "ms at p95", GOAL_MS / p95, limit=GOAL_MS)
    database.dispose()


def _asked(database: Database, who: dict[str, object]) -> Found:
    with database.reading() as session:
        return list_givers(session, WANTED, Page(), **who)  # type: ignore[arg-type]


def _p95(ask: Callable[[], Found], timer: Callable[[], float]) -> tuple[Found, float]:
    times, found = [], ask()
    for _ in range(ROUNDS):
        began = timer()
        ask()
        times.append((timer() - began) * 1000)
    return found, statistics.quantiles(times, n=20)[18]


def _fill(session: Session, pick: random.Random, givers: int) -> tuple[object, object]:
    """One holder with many givers, among other holders with as many mandates each as usual."""
    load_catalogue(session, tomllib.loads((ROOT / "demo" / "catalogue.toml").read_text(encoding="utf-8")))
    parties = [party_row(number) for number in range(givers + 2_000)]
    session.execute(insert(Party), parties)
    ids = [party["id"] for party in parties]
    holder, others = ids[givers], ids[givers + 1 :]
    pairs = [(giver, holder) for giver in ids[:givers]]
    pairs += [(pick.choice(ids[:givers]), pick.choice(others)) for _ in range(OTHERS)]
    pick.shuffle(pairs)
    for start in range(0, len(pairs), BATCH):
        rows = [mandate_row(pick, start + number, *pair) for number, pair in enumerate(pairs[start : start + BATCH])]
        lines = [line for row in rows for line in line_rows(pick, row, TYPES)]
        pauses = [suspension_row(pick, row) for row in rows if pick.random() < 0.03]
        _let_run({row["id"]: row for row in rows if row["holder_id"] == holder}, lines, pauses)
        session.execute(insert(Mandate), rows)
        session.execute(insert(Line), lines)
        session.execute(insert(Suspension), pauses)
    person = ensure_person(session, "subject-els", "Els", "Wouters")
    grant_right(session, person.id, holder, "executor", first_day=TODAY)
    return holder, person.id


def _let_run(mandates: dict[Any, dict[str, Any]], lines: list[dict[str, Any]], pauses: list[dict[str, Any]]) -> None:
    """Every one of these mandates runs today, and opens what is asked: what is found is as many as there are givers."""
    for one in mandates.values():
        one |= {"accepted_on": one["started_on"], "refused_on": None, "withdrawn_on": None, "giver_must_confirm": False}
    has = {line["mandate_id"]: line for line in lines if line["type_key"] == TYPES[0]}
    for id_, one in mandates.items():
        runs = {"first_day": one["started_on"], "last_day": None, "stop_day": None, "cooling_off_days": 0}
        if id_ in has:
            has[id_] |= runs
        else:
            lines.append({"id": new_id(), "mandate_id": id_, "type_key": TYPES[0], **runs})
    for pause in pauses:
        if pause["mandate_id"] in mandates:
            pause["ended_on"] = pause["ended_on"] or pause["first_day"]


if __name__ == "__main__":
    print(table(measure_listing(*map(int, sys.argv[1:]))))
