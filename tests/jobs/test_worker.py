"""`flask worker` as it runs beside the web server."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import clock
from app.config import ROOT
from app.db import Database
from tests.jobs.nursery import Nursery
from tests.jobs.village import NAMES, Village

PATIENCE = 180  # seconds; a worker that has to start on a busy machine takes its time
LOOK = 0.2  # seconds between two looks: to look takes the processor that the worker needs


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the workers write."""
    return tmp_path / "worker.log"


@pytest.fixture
def start(environment: dict[str, str], log: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """A function that starts `flask worker`; none is left behind."""
    running: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        with log.open("ab") as file:
            command = [sys.executable, "-m", "flask", "worker", "--lease", str(PATIENCE)]
            running.append(subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stderr=file))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait()


def wait_until(what: Callable[[], bool], log: Path, *workers: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, log.read_text()
        assert all(worker.poll() is None for worker in workers), log.read_text()
        time.sleep(LOOK)


def in_hand(village: Village) -> bool:
    return any(item.claim for item in village.undone())


def test_two_workers_print_each_letter_once(fresh_database: Database, environment: dict[str, str], log: Path) -> None:
    village = Village(fresh_database, clock.now(), 3)
    village.give_many(3, clock.now())
    nursery = Nursery(environment, log, lease=PATIENCE)
    try:
        nursery.start()
        nursery.start()
        wait_until(lambda: not village.undone() and all(letter.printed_at for letter in village.letters()), log)
        for pid in set(nursery.pids):
            nursery.stop(pid)
    finally:
        nursery.close()
    assert {item.attempts for item in village.items("print_letter")} == {1}
    assert len(village.items("daily")) == 1
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert sum(line["message"] == "work done" and line["kind"] == "print_letter" for line in lines) == 6
    assert sum(line["message"] == "worker stopped" for line in lines) == 2
    assert {line["level"] for line in lines} == {"info"}
    assert [word for word in NAMES if word in log.read_text()] == []


@pytest.mark.parametrize("fresh_database", ["sqlite"], indirect=True)
def test_a_worker_that_is_stopped_finishes_the_letter_in_hand(
    fresh_database: Database, start: Callable[[], subprocess.Popen[bytes]], log: Path
) -> None:
    village = Village(fresh_database, clock.now(), 40)
    village.give_many(40, clock.now())
    worker = start()
    wait_until(lambda: any(letter.printed_at for letter in village.letters()) and in_hand(village), log, worker)
    worker.send_signal(signal.SIGINT)
    assert worker.wait(PATIENCE) == 0
    left = village.undone()
    assert left
    assert {(item.claim, item.attempts) for item in left} == {(None, 0)}
    printed = sum(letter.printed_at is not None for letter in village.letters())
    assert printed == 80 - len([item for item in left if item.kind == "print_letter"])
