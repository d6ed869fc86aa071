"""`make bench`: every measurement in one table, and in bench/results.json.

Each part runs in a process of its own, so that no part pays for what another left in memory. By default the import is
measured on 200,000 enterprises; BENCH=full takes a million. The check has 100,000 mandates, and on SQLite alone a
million; BENCH=full takes five million of these. The search always has a million enterprises; that register is made
once, in var/bench.
"""

import json
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from app.clock import now
from bench.api import measure_api
from bench.check import measure_checks
from bench.figure import Figure, table
from bench.flat import measure_flat
from bench.letters import measure_letters
from bench.listing import measure_listing
from bench.page import measure_pages
from bench.register import measure_imports
from bench.relations import measure_relations
from bench.scale import measure_scale
from bench.search import measure_searches

RESULTS = Path(__file__).with_name("results.json")
MILLION = 1_000_000
IS_FULL = os.environ.get("BENCH") == "full"
LIBRARIES = ("flask", "jinja2", "wtforms", "sqlalchemy", "weasyprint", "casbin", "cedarpy")

PARTS: dict[str, Callable[[], Sequence[Figure]]] = {
    "page": measure_pages,
    "check": measure_checks,
    "relations": measure_relations,
    "scale": lambda: measure_scale(5 * MILLION if IS_FULL else MILLION),
    "api": measure_api,
    "flat": lambda: measure_flat(5 * MILLION if IS_FULL else MILLION),
    "listing": measure_listing,
    "letter": measure_letters,
    "register": lambda: measure_imports(MILLION) if IS_FULL else measure_imports(),
    "search": measure_searches,
}


def main(names: Sequence[str]) -> None:
    """With one name: measure that part, for another process to read. Without: measure everything."""
    if names:
        print(json.dumps([asdict(figure) for figure in PARTS[names[0]]()]))
        return
    figures = []
    for name in PARTS:
        print(f"measuring: {name} ...", file=sys.stderr)
        done = subprocess.run([sys.executable, "-m", "bench", name], stdout=subprocess.PIPE, text=True, check=True)
        figures += [Figure(**values) for values in json.loads(done.stdout)]
    print(table(figures))
    RESULTS.write_text(json.dumps(results(figures), indent=2) + "\n", encoding="utf-8")


def results(figures: Sequence[Figure]) -> dict[str, object]:
    """The figures, with what one has to know about the machine to read them."""
    machine = {
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "libraries": {name: version(name) for name in LIBRARIES},
    }
    rows = [asdict(figure) | {"is_met": figure.is_met} for figure in figures]
    return {"measured_at": now().isoformat(timespec="minutes"), "full": IS_FULL, "machine": machine, "figures": rows}


if __name__ == "__main__":
    main(sys.argv[1:])
