"""`flask serve` keeps its two processes together."""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.config import ROOT
from tests.ports import free_port

PATIENCE = 20
LONG_PATIENCE = 300  # on a machine that is busy with other tests, and prints the letters of the demo meanwhile
# What runs beside the other: writes that it started, waits, and writes that it was asked to stop.
PART = """
import pathlib, sys, time
path = pathlib.Path(sys.argv[1])
path.write_text("started")
try:
    time.sleep(float(sys.argv[2]))
except KeyboardInterrupt:
    path.write_text("finished what it was doing")
"""
TOGETHER = """
import json, sys
from app.cli.serve import run_together
sys.exit(run_together(json.loads(sys.argv[1]), None, int(sys.argv[2])))
"""


def start(folder: Path, seconds: tuple[float, float]) -> subprocess.Popen[bytes]:
    commands = [[sys.executable, "-c", PART, str(folder / str(n)), str(wait)] for n, wait in enumerate(seconds)]
    arguments = [sys.executable, "-c", TOGETHER, json.dumps(commands), str(free_port())]
    process = subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.PIPE)
    deadline = time.monotonic() + PATIENCE
    while not all((folder / str(n)).exists() for n in range(2)):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_one_stops_both_and_lets_them_finish(tmp_path: Path, number: signal.Signals) -> None:
    process = start(tmp_path, (60, 60))
    os.kill(process.pid, number)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert {(tmp_path / str(n)).read_text() for n in range(2)} == {"finished what it was doing"}


def test_when_one_ends_by_itself_the_other_is_stopped_and_the_exit_code_says_so(tmp_path: Path) -> None:
    process = start(tmp_path, (60, 0.5))
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert b"ended by itself" in errors
    assert (tmp_path / "0").read_text() == "finished what it was doing"


@contextlib.contextmanager
def served(folder: Path) -> Iterator[tuple[int, float]]:
    """The whole demo on a free port, and how many seconds it took to answer."""
    port = free_port()
    environment = {**os.environ, "DEMO": "1", "DATA_DIR": str(folder), "PORT": str(port), "DATABASE_URL": ""}
    began = time.monotonic()
    process = subprocess.Popen([Path(sys.executable).with_name("flask"), "serve"], cwd=ROOT, env=environment)
    try:
        while not is_ready(port):
            assert process.poll() is None, "the service ended by itself"
            assert time.monotonic() < began + LONG_PATIENCE, (folder / "service.log").read_text()
            time.sleep(0.1)
        yield port, time.monotonic() - began
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(LONG_PATIENCE) == 0


def is_ready(port: int) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready") as answer:
        return bool(answer.status == 200)
    return False


def test_the_demo_starts_from_nothing_and_starts_again_with_what_it_had(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with served(tmp_path) as (port, first):
        assert "maria" in page(port, "/aanmelden")
    database = tmp_path / "mandaatloket.sqlite"
    people = rows(database, "SELECT username FROM account ORDER BY username")
    with served(tmp_path) as (port, second):
        assert "maria" in page(port, "/aanmelden")
    assert rows(database, "SELECT username FROM account ORDER BY username") == people
    record_property("figure", f"the demo's first start takes {first:.1f} s, its second {second:.1f} s")


def page(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return str(answer.read().decode())


def rows(database: Path, question: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return connection.execute(question).fetchall()


def test_a_taken_port_is_named_with_what_to_type(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        environment = {**os.environ, "DEMO": "1", "DATA_DIR": str(tmp_path), "PORT": str(port), "DATABASE_URL": ""}
        command = [Path(sys.executable).with_name("flask"), "serve"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"Port {port} is in use. Choose another: make run PORT={port + 1}" in done.stderr
