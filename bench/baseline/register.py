"""The baseline of the register import: the same five files in five tables without any care.

Rules: the same zip, the same SQLite, the same csv reader, one transaction, no journal; every value goes in as text, as
it stands. No check of numbers, days, columns or quotes, no reading of situations, no indexes, no search, no switch. So
the ratio says what all that costs.
"""

import csv
import io
import sqlite3
import time
import zipfile
from pathlib import Path

FILES = ("enterprise.csv", "establishment.csv", "denomination.csv", "address.csv", "contact.csv")


def load_carelessly(extract: Path, target: Path) -> tuple[int, float]:
    """(rows, seconds)."""
    start, rows = time.perf_counter(), 0
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    with zipfile.ZipFile(extract) as archive:
        for name in FILES:
            with archive.open(name) as member:
                reader = csv.reader(io.TextIOWrapper(member, encoding="utf-8", newline=""))
                columns = next(reader)
                table = name.removesuffix(".csv")
                connection.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
                marks = ", ".join("?" * len(columns))
                rows += connection.executemany(f"INSERT INTO {table} VALUES ({marks})", reader).rowcount
    connection.execute("COMMIT")
    connection.close()
    return rows, time.perf_counter() - start
