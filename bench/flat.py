"""Whether a check over HTTP stays as fast when there is more: a server among ten thousand mandates, one among millions.

Both are asked the same questions, in turns; among more, each in a copy of the first world. SQLite, on one core. Run:
python -m bench.flat [mandates]
"""

import random
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app.config import read_settings
from app.core.representation.carrying_by_number import rows_by_number
from app.db import Database
from bench.api import ONE, SEED, Load, environment, measured, prepared, request
from bench.figure import Figure, table
from bench.scale import BASE, FLAT, GIVERS, HOLDERS, MILLION, NUMBERS, multiply

Question = dict[str, Any]


def measure_flat(mandates: int = MILLION) -> list[Figure]:
    """Checks a second among this many mandates, beside those among ten thousand."""
    with tempfile.TemporaryDirectory() as name:
        few, many = Path(name, "few"), Path(name, "many")
        for folder in (few, many):
            folder.mkdir()
        token, asked = prepared(few, BASE, (GIVERS, HOLDERS))
        other_token, same = prepared(many, BASE, (GIVERS, HOLDERS))
        _multiply(many, mandates // BASE - 1)
        spread = _spread(same, mandates // BASE)
        if _answers(few, asked) != _answers(many, spread):
            raise AssertionError("a copy answers something else")
        loads = {
            "few": Load("ours", few, [request(ONE, one, token) for one in asked]),
            "many": Load("ours", many, [request(ONE, one, other_token) for one in spread]),
        }
        turns = measured(loads)
    ours, baseline = turns["many"].rate, turns["few"].rate
    what = f"HTTP beside {BASE:,}: {mandates:,} mandates, SQLite"
    return [Figure(what, ours, baseline, "checks/s", ours / baseline, goal=1 / FLAT)]


def _multiply(folder: Path, copies: int) -> None:
    database = _opened(folder)
    multiply(database, copies)
    database.dispose()


def _opened(folder: Path) -> Database:
    return Database(read_settings(environment(folder)).database_url)


def _spread(asked: Sequence[Question], worlds: int) -> list[Question]:
    """The same questions, each in a world of its own choice."""
    pick = random.Random(SEED)
    return [_in_world(one, pick.randrange(worlds)) for one in asked]


def _in_world(asked: Question, world: int) -> Question:
    each, digits = NUMBERS["enterprise_number"]
    numbered = {side: f"{int(asked[side]['id']) + world * each:0{digits}}" for side in ("subject", "resource")}
    return asked | {side: asked[side] | {"id": number} for side, number in numbered.items()}


def _answers(folder: Path, asked: Sequence[Question]) -> list[int]:
    """How many lines hold at each place."""
    database = _opened(folder)
    with database.reading() as session:
        places = [(one["resource"]["id"], one["subject"]["id"], _day(one)) for one in asked]
        found = [len(rows_by_number(session, place)[1]) for place in places]
    database.dispose()
    return found


def _day(asked: Question) -> date:
    return date.fromisoformat(asked["context"]["day"])


if __name__ == "__main__":
    print(table(measure_flat(*map(int, sys.argv[1:]))))
