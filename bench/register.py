"""How fast an extract is imported, beside the same rows put in tables without any care; a register to search in.

Run: python -m bench.register [enterprises]
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from app.adapters.register import import_register
from app.adapters.register.invented import write_full
from app.clock import now
from app.db import Database
from bench.baseline.register import load_carelessly
from bench.figure import Figure

SEED = 7
ENTERPRISES = 200_000


def measure_import(enterprises: int = ENTERPRISES) -> dict[str, float]:
    """Rows a second of a full import on SQLite, of the baseline, and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        extract = Path(folder, "full.zip")
        write_full(extract, enterprises, SEED)
        careless_rows, careless_seconds = load_carelessly(extract, Path(folder, "careless.sqlite"))
        start = time.perf_counter()
        rows = import_register(Database(f"sqlite:///{folder}/bench.sqlite"), extract, now=now()).rows
        seconds = time.perf_counter() - start
    rate, careless = rows / seconds, careless_rows / careless_seconds
    return {"rows": rows, "rows_per_second": rate, "baseline_rows_per_second": careless, "ratio": rate / careless}


def prepare_search_register(folder: Path, enterprises: int) -> Database:
    """A register of this size in `folder`; made once, because a million enterprises take minutes."""
    folder = folder / f"register-{enterprises}-{SEED}"
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{folder / 'bench.sqlite'}")
    extract = folder / "full.zip"
    if extract.exists() or not database.register_path.exists():  # an extract that still stands there was cut short
        write_full(extract, enterprises, SEED)
        import_register(database, extract, now=now(), anyway=True)
        extract.unlink()
    return database


def measure_imports(enterprises: int = ENTERPRISES) -> list[Figure]:
    """The import as a line of the table, in thousands of rows a second; there is no goal, the ratio is the price."""
    measured = measure_import(enterprises)
    ours, baseline = measured["rows_per_second"] / 1000, measured["baseline_rows_per_second"] / 1000
    name = f"register, import of {enterprises:,} enterprises"
    return [Figure(name, ours, baseline, "k rows/s", measured["ratio"])]


if __name__ == "__main__":
    print(json.dumps(measure_import(*map(int, sys.argv[1:])), indent=2))
