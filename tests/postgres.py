"""A PostgreSQL cluster for one test run: made, started and thrown away by the tests themselves.

The first test that asks starts it; workers of one run share it, each with databases of its own. Nothing is written to
disk for good (fsync off), it listens on a socket in its own folder only, and it stops when the run ends.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL

VARIABLE = "MANDAATLOKET_TEST_CLUSTER"  # the run's folder, inherited by the workers
PREFIX = "mandaatloket-postgresql-"
INSTALLED = Path("/usr/lib/postgresql")
OWNER = "postgres"
MISSING = "PostgreSQL is missing, and half of the tests run on it. Type: sudo apt-get install -y postgresql"
OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def prepare() -> Path:
    """Choose the run's folder, before the workers start; remove what a killed run left behind."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if not Path("/proc", left.name.removeprefix(PREFIX).split("-")[0]).exists():
            _stop(left)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    os.environ[VARIABLE] = str(folder)
    if os.getuid() == 0 and OWNER in {entry.pw_name for entry in pwd.getpwall()}:
        shutil.chown(folder, OWNER)  # the server refuses to run as root
    return folder


def finish(folder: Path) -> None:
    """Stop the cluster of this run, if a test started it, and remove its folder."""
    os.environ.pop(VARIABLE, None)
    _stop(folder)


def new_database(name: str, template: str = "template1") -> URL:
    """The address of a fresh database `name`, a copy of `template`."""
    folder = _started()
    with _locked(folder), psycopg.connect(host=str(folder), user=OWNER, dbname=OWNER, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[arg-type]
    return URL.create("postgresql+psycopg", username=OWNER, database=name, query={"host": str(folder)})


def drop_database(name: str) -> None:
    """Throw the database `name` away, whoever is still connected."""
    folder = Path(os.environ[VARIABLE])
    with psycopg.connect(host=str(folder), user=OWNER, dbname=OWNER, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]


def programs() -> Path:
    """The folder with initdb, pg_ctl, pg_dump: the newest version that is installed."""
    found = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise RuntimeError(MISSING)
    return found[-1].parent


def _started() -> Path:
    folder = Path(os.environ[VARIABLE])
    with _locked(folder):
        if not (folder / "data" / "postmaster.pid").exists():
            data = str(folder / "data")
            _as_owner("initdb", "--no-sync", "-A", "trust", "-U", OWNER, "-E", "UTF8", "--locale=C.UTF-8", "-D", data)
            _as_owner("pg_ctl", "-D", data, "-l", f"{folder}/log", "-o", f"{OPTIONS} -k {folder}", "-w", "start")
    return folder


def _stop(folder: Path) -> None:
    # Whether it stopped is not asked: of a run that was killed, the server may be gone and its pid file still there.
    if (folder / "data" / "postmaster.pid").exists():
        _run_as_owner("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def _as_owner(program: str, *arguments: str) -> None:
    done = _run_as_owner(program, *arguments)
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stdout}{done.stderr}")


def _run_as_owner(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    prefix = ["runuser", "-u", OWNER, "--"] if os.getuid() == 0 else []
    command = [*prefix, str(programs() / program), *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd="/")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with open(folder / "lock", "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
