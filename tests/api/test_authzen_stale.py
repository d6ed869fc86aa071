"""What one process grants or stops, another one answers by at its very next check: nothing stale, ever."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from app.config import ROOT
from app.db import Database
from app.models.mandate import Line, Mandate
from tests.acting import accept, stop
from tests.web.small_world import START, make_world
from tests.world import TODAY, World

PAIRS = 50_000 if os.environ.get("SOAK") == "1" else 500  # on each of two engines


@pytest.fixture
def world(fresh_database: Database) -> Iterator[World]:
    make_world(fresh_database).session.close()
    with fresh_database.writing() as session:
        yield World(session, START, settled=True)


@pytest.fixture
def ask(fresh_database: Database, world: World, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Asks the other process."""
    world.session.commit()
    url = fresh_database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.api.answering", url, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as other:  # type: ignore[call-overload]

        def say(words: str) -> str:
            other.stdin.write(f"{words}\n")
            return str(other.stdout.readline().strip())

        yield say
        other.stdin.close()
        assert other.wait(30) == 0


def test_no_answer_of_another_process_is_stale(
    ask: Callable[[str], str], world: World, record_property: Callable[[str, object], None]
) -> None:
    mandate = _granted(world)
    assert [ask("organisation"), ask("person")] == ["yes", "yes"]
    stop(world, mandate)
    world.session.commit()
    assert [ask("organisation"), ask("person")] == ["no", "no"]
    # The act itself takes long; what it leaves behind is what another process must see.
    [line] = mandate.lines
    leave = update(Line).where(Line.id == line.id)
    grant, end = leave.values(stop_day=None), leave.values(stop_day=TODAY)
    world.session.close()
    stale = 0
    with world.session.get_bind().connect() as writing:
        for number in range(PAIRS):
            who = ("organisation", "person")[number % 2]
            for left, expected in ((grant, "yes"), (end, "no")):
                writing.execute(left)
                writing.commit()
                stale += ask(who) != expected
    record_property("figure", f"{stale} of {PAIRS} pairs of grant and stop were answered stale")
    assert stale == 0


def _granted(world: World) -> Mandate:
    mandate = accept(world, world.give())
    world.session.commit()
    return mandate
