"""How SQLite finds what a check asks: in two indexes, without fetching the rows of mandate and line.

Among five million mandates each row is one more page to read. Whoever lets a check ask a column more adds it there.
"""

import sqlite3
from collections.abc import Callable
from typing import cast

import pytest

from app.core.representation.asking import check_many
from app.core.representation.checking import Question, may_represent
from app.core.representation.searching import Page, Wanted, list_givers
from app.db import Database
from app.models.mandate_type import AccessLevel
from tests.acting import accept
from tests.core.test_asking import ABOUT_OFFICE, entity
from tests.world import NOON, TODAY, World


def _by_id(world: World) -> None:
    about = (world.bakery.id, "hinderpremie", AccessLevel.MANAGE, TODAY)
    assert may_represent(world.session, Question(*about, holder_id=world.office.id, brief=True)).allowed


def _by_number(world: World, times: int = 1) -> None:
    answers = check_many(world.session, entity(), [ABOUT_OFFICE] * times, now=NOON, why=False)
    assert all(one.allowed for one in answers)


def _in_a_batch(world: World) -> None:
    _by_number(world, 2)


def _all_givers(world: World) -> None:
    wanted = Wanted("hinderpremie", AccessLevel.MANAGE, TODAY)
    assert list_givers(world.session, wanted, Page(), holder_id=world.office.id).total == 1


@pytest.mark.parametrize("check", [_by_id, _by_number, _in_a_batch, _all_givers])
def test_a_check_reads_no_row_of_a_mandate_or_its_lines(
    sqlite_database: Database, check: Callable[[World], None]
) -> None:
    with sqlite_database.writing.begin() as session:
        world = World(session)
        accept(world, world.give())
        connection = cast("sqlite3.Connection", session.connection().connection.dbapi_connection)
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        check(world)
        connection.set_trace_callback(None)
        explained = [connection.execute(f"EXPLAIN QUERY PLAN {one}") for one in asked if " mandate" in one]
        plans = [row[3] for plan in explained for row in plan]
    # Not those of what was passed on, which bear other names: few lines were.
    found = [one for one in plans if one.split()[1] in ("mandate", "line")]
    assert [one.split(" (")[0] for one in found] == [
        "SEARCH mandate USING COVERING INDEX ix_mandate_checked", "SEARCH line USING COVERING INDEX ix_line_checked"
    ]  # fmt: skip
