"""How fast a move from SQLite to PostgreSQL goes, and how much memory it takes. Nothing to compare it with.

Run: python -m bench.moving [mandates] [enterprises] [letters]
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app import migrations
from app.adapters.register import import_register
from app.adapters.register.invented import write_full
from app.config import ROOT
from app.core.journal_seals import seal_journal
from app.db import Database
from app.models.base import new_id
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterContent
from app.models.mandate import Mandate
from bench.check import NOON, SEED, _fill
from tests import postgres

MANDATES, ENTERPRISES, LETTERS = 100_000, 100_000, 5_000
ENTRIES_EACH = 3
LETTER_BYTES = 60_000
GIVERS, HOLDERS = 20_000, 2_000
AT_ONCE = 5_000


def measure(mandates: int = MANDATES, enterprises: int = ENTERPRISES, letters: int = LETTERS) -> str:
    """Rows, seconds and memory of one move, all of it in a process of its own."""
    cluster = postgres.prepare()
    with tempfile.TemporaryDirectory() as folder:
        try:
            _fill_source(Path(folder), mandates, enterprises, letters)
            target = postgres.new_database("moved").render_as_string(hide_password=False)
            environment = os.environ | {"DEMO": "1", "DATA_DIR": folder, "MOVE_TO": target}
            command = [sys.executable, "-m", "flask", "database", "move"]
            start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
            seconds, used = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
            size = sum(one.stat().st_size for one in Path(folder).glob("*.sqlite"))
        finally:
            postgres.finish(cluster)
    rows = next(int(line.split()[0].replace(",", "")) for line in done.stdout.splitlines() if "rows moved" in line)
    processor = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return (
        f"{done.stdout}\n{rows:,} rows and {size / 1e6:,.0f} MB in {seconds:,.0f} s: {rows / seconds:,.0f} rows/s; "
        f"{processor:,.0f} s of processor, without PostgreSQL's; at most {used.ru_maxrss / 1e3:,.0f} MB of memory"
    )


def _fill_source(folder: Path, mandates: int, enterprises: int, letters: int) -> None:
    database = Database(f"sqlite:///{folder}/mandaatloket.sqlite")
    migrations.upgrade(database)
    pick = random.Random(SEED)
    with database.writing.begin() as session:
        _fill(session, pick, mandates, GIVERS, HOLDERS)
        kept = list(session.execute(select(Mandate.id, Mandate.giver_id)))
        for start in range(0, len(kept) * ENTRIES_EACH, AT_ONCE):
            some = range(start, start + AT_ONCE)
            session.execute(insert(JournalEntry), [_entry(kept[number % len(kept)].id) for number in some])
        seal_journal(session, now=NOON + timedelta(days=2))
        for number, mandate in enumerate(kept[:letters], start=1):
            _add_letter(session, pick, mandate.id, mandate.giver_id, number)
    extract = folder / "full.zip"
    write_full(extract, enterprises, SEED)
    import_register(database, extract, now=NOON, anyway=True)
    extract.unlink()
    database.dispose()


def _entry(mandate_id: Any) -> dict[str, Any]:  # noqa: ANN401
    facts = {"channel": "job", "ground": "rule", "data": {"type": "subsidy.view"}}
    return {"at": NOON, "kind": "expired", "mandate_id": mandate_id, **facts}


def _add_letter(session: Session, pick: random.Random, mandate_id: Any, party_id: Any, cause: int) -> None:  # noqa: ANN401
    letter = Letter(
        id=new_id(), mandate_id=mandate_id, party_id=party_id, cause_id=cause, kind="given.giver", dated=NOON.date(),
        template="given.giver/2026-11-21", address_lines=["A", "B"], data={"a": "b" * 500}, ordered_at=NOON,
        promised_by=NOON.date(), printed_at=NOON, sha256="0" * 64, pages=2,
    )  # fmt: skip
    session.execute(insert(Letter), [{key: getattr(letter, key) for key in _columns()}])
    sealed = [("pdf", pick.randbytes(LETTER_BYTES)), ("text", pick.randbytes(LETTER_BYTES // 20))]
    rows = [{"letter_id": letter.id, "part": part, "sealed": one} for part, one in sealed]
    session.execute(insert(LetterContent), rows)


def _columns() -> Iterator[str]:
    left_out = {"dossier_number", "posted_on", "handed_over"}
    return (one.name for one in Letter.__table__.columns if one.name not in left_out)


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
