"""How fast checks are over HTTP: the whole API against a bare Flask JSON route on the same server, in turns.

The server has one process on one core, the client the other. Run: python -m bench.api [mandates]
"""

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

from app.clock import now
from app.config import ROOT, read_settings
from app.core.clients.scopes import Scope
from app.core.clients.tokens import make_token
from app.core.vault import Vault
from app.db import Database
from app.models.api_client import ApiClient, ApiKey
from app.models.mandate_type import MandateType
from app.models.party import Party
from bench.check import GIVERS, HOLDERS, MANDATES, _fill
from bench.figure import Figure, table
from tests.conftest import create_tables
from tests.world import TODAY

ROUNDS, SECONDS, CONNECTIONS, SEED = 5, 2.0, 8, 5
QUESTIONS, BATCH = 2_000, 1_000
RATE_GOAL, BATCH_GOAL, P99_LIMIT = 0.6, 20.0, 3.0
HOST, ONE, MANY = "127.0.0.1", "/access/v1/evaluation", "/access/v1/evaluations"
SERVER_CORE, CLIENT_CORE = {0}, {1}
APPLICATIONS = {"ours": "wsgi:app", "bare": "bench.baseline.api:app"}


@dataclass
class Turn:
    """One server under load: milliseconds of the server's processor an answer, and until the caller had it.

    The processor's time is counted, so that other work on the machine does not blur the ratio.
    """

    costs: list[float] = field(default_factory=list)
    p99s: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers that one core gives in a second."""
        return 1000 / statistics.median(self.costs)


class Load(NamedTuple):
    """What is asked of an application of which the database is in that folder."""

    application: str
    folder: Path
    messages: Sequence[bytes]


def measure_api(mandates: int = MANDATES) -> list[Figure]:
    """Checks a second, their slowest hundredth, and how much faster a batch is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        token, asked = prepared(folder, mandates)
        singles = [request(ONE, one, token) for one in asked]
        batch = [request(MANY, {"evaluations": asked[:BATCH]}, token)]
        loads = {"ours": Load("ours", folder, singles), "bare": Load("bare", folder, singles)}
        turns = measured(loads | {"batch": Load("ours", folder, batch)})
    ours, bare, many = (turns[name] for name in ("ours", "bare", "batch"))
    p99, bare_p99 = (statistics.median(one.p99s) for one in (ours, bare))
    name, unit = f"{mandates:,} mandates, SQLite", "checks/s"
    return [
        Figure(f"HTTP check, {name}", ours.rate, bare.rate, unit, ours.rate / bare.rate, goal=RATE_GOAL),
        Figure("HTTP check, slowest hundredth", p99, bare_p99, "ms", bare_p99 / p99, goal=1 / P99_LIMIT),
        Figure(
            f"HTTP batch of {BATCH:,}", many.rate * BATCH, ours.rate, unit, many.rate * BATCH / ours.rate,
            goal=BATCH_GOAL,
        ),
    ]  # fmt: skip


def measured(loads: dict[str, Load]) -> dict[str, Turn]:
    """What each load costs, in turns; the callers are on a core of their own."""
    turns = {name: Turn() for name in loads}
    allowed = os.sched_getaffinity(0)
    with ExitStack() as stack:
        places = {(one.application, one.folder) for one in loads.values()}
        servers = {place: stack.enter_context(_running(*place)) for place in sorted(places)}
        stack.callback(os.sched_setaffinity, 0, allowed)
        os.sched_setaffinity(0, CLIENT_CORE)
        for number in range(ROUNDS + 1):
            for name, load in loads.items():
                port, pid = servers[load.application, load.folder]
                before = _processor(pid)
                times = _load(port, load.messages)
                if number:
                    turns[name].costs.append(1000 * (_processor(pid) - before) / len(times))
                    turns[name].p99s.append(sorted(times)[int(len(times) * 0.99)] * 1000)
    return turns


@contextmanager
def _running(name: str, folder: Path) -> Iterator[tuple[int, int]]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1",
        "--blocking-threads", "1", "--log-level", "critical", APPLICATIONS[name],
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment(folder), stderr=subprocess.DEVNULL)
    os.sched_setaffinity(process.pid, SERVER_CORE)
    try:
        while not _listens(port):
            if process.poll() is not None:
                raise RuntimeError(f"{name} did not start")
            time.sleep(0.05)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


def _processor(pid: int) -> float:
    """Seconds of processor that a server and its workers took until now."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in (str(pid), *children)]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def environment(folder: Path) -> dict[str, str]:
    """Where the service finds its database, and how often it may be asked."""
    return {
        **os.environ, "DEMO": "1", "DATA_DIR": str(folder), "DATABASE_URL": "", "API_CALLS_PER_MINUTE": "1000000"
    }  # fmt: skip


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout=5):
        return True
    return False


def _load(port: int, messages: Sequence[bytes]) -> list[float]:
    """As many requests as fit over connections that stay open; how long each took, in seconds."""
    end = time.perf_counter() + SECONDS
    with ThreadPoolExecutor(CONNECTIONS) as callers:
        begins = [messages[number:] + messages[:number] for number in range(CONNECTIONS)]
        calls = [callers.submit(_call, port, one, end) for one in begins]
    return [one for each in calls for one in each.result()]


def _call(port: int, messages: Sequence[bytes], end: float) -> list[float]:
    times: list[float] = []
    coming = cycle(messages)
    with socket.create_connection((HOST, port)) as connection, connection.makefile("rb") as answer:
        while (began := time.perf_counter()) < end:
            connection.sendall(next(coming))
            length = 0
            if b" 200 " not in (first := answer.readline()):
                raise RuntimeError(f"answered {first!r}")
            while (line := answer.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            answer.read(length)
            times.append(time.perf_counter() - began)
    return times


def request(path: str, body: dict[str, Any], token: str) -> bytes:
    """A call as it goes over the line."""
    content = json.dumps(body).encode()
    head = [
        f"POST {path} HTTP/1.1", f"Host: {HOST}", f"Authorization: Bearer {token}", "Content-Type: application/json",
        f"Content-Length: {len(content)}", "", "",
    ]  # fmt: skip
    return "\r\n".join(head).encode() + content


def prepared(
    folder: Path, mandates: int, parties: tuple[int, int] = (GIVERS, HOLDERS)
) -> tuple[str, list[dict[str, Any]]]:
    """A token, and questions about lines that exist; most of them are answered with yes."""
    settings = read_settings(environment(folder))
    database = Database(settings.database_url)
    create_tables(database)
    pick = random.Random(SEED)
    with database.writing.begin() as session:
        lines = _fill(session, pick, mandates, *parties)
        types = {one.key: one for one in session.query(MandateType)}
        numbers = dict(session.query(Party.id, Party.enterprise_number).all())
        domains = sorted({one.domain_key for one in types.values()})
        client = ApiClient(
            key="bench", name="Bench", entity_key="ondernemen", scopes=["checks"], domains=domains, created_at=now()
        )
        client.keys = [ApiKey(kid="one", public_jwk={"kty": "EC"}, valid_from=now())]
        session.add(client)
        session.flush()
        vault = Vault(settings.letter_key, settings.secret_key)
        token = make_token(session, client.keys[0].id, Scope.of(["checks"], domains), vault, now=now())
        asked = [_question(numbers, *pick.choice(lines)) for _ in range(QUESTIONS)]
    database.dispose()
    return token, asked


def _question(numbers: dict[Any, str], giver: Any, holder: Any, key: str) -> dict[str, Any]:  # noqa: ANN401 - ids
    return {
        "subject": {"type": "organisation", "id": numbers[holder]}, "action": {"name": "view"},
        "resource": {"type": key, "id": numbers[giver]}, "context": {"day": TODAY.isoformat()},
    }  # fmt: skip


if __name__ == "__main__":
    print(table(measure_api(*map(int, sys.argv[1:]))))
