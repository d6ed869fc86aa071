"""Which web server: granian or gunicorn, the same application, the same size, in turns.

Rules: each server gets one process with 8 threads on one core, and a client with 16 connections has the other core.
The servers take turns within each round, because the machine's own speed drifts; the ratio of the medians is the
result. Run: python -m bench.servers
"""

import contextlib
import os
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from app.config import ROOT

ROUNDS = 5
SECONDS = 4.0
CONNECTIONS = 16
THREADS = 8
PATHS = ("/health/live", "/aanmelden")
SERVER_CORE, CLIENT_CORE = {0}, {1}
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Turn:
    """One server under load for some seconds; times in milliseconds."""

    rate: float
    p50: float
    p99: float


def commands(port: int) -> dict[str, list[str]]:
    """How each server is started on `port`, equally large."""
    python = [sys.executable, "-m"]
    granian = ["granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--log-level", "critical"]
    gunicorn = ["gunicorn", "--bind", f"{HOST}:{port}", "--worker-class", "gthread", "--log-level", "critical"]
    return {
        "granian": [*python, *granian, "--workers", "1", "--blocking-threads", str(THREADS), "wsgi:app"],
        "gunicorn": [*python, *gunicorn, "--workers", "1", "--threads", str(THREADS), "wsgi:app"],
    }


@contextlib.contextmanager
def running(name: str, folder: Path) -> Iterator[tuple[int, subprocess.Popen[bytes], float]]:
    """A server that answers: its port, its process and how many seconds it took to start."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    began = time.perf_counter()
    process = subprocess.Popen(commands(port)[name], cwd=ROOT, env=environment(folder), stderr=subprocess.DEVNULL)
    os.sched_setaffinity(process.pid, SERVER_CORE)
    try:
        while not answers(port):
            time.sleep(0.02)
        yield port, process, time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def environment(folder: Path) -> dict[str, str]:
    """The settings of a demo with its data in `folder`."""
    return {**os.environ, "DEMO": "1", "DATA_DIR": str(folder), "DATABASE_URL": ""}


def answers(port: int) -> bool:
    """Whether somebody listens on `port` and serves the application."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=5) as connection:
        connection.sendall(request(PATHS[0]))
        return b" 200 " in connection.recv(100)
    return False


def request(path: str) -> bytes:
    """A request as a browser sends it, as far as it matters here."""
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: br\r\n\r\n".encode()


def load(port: int, path: str) -> Turn:
    """As many requests as fit in SECONDS over CONNECTIONS that stay open."""
    end = time.perf_counter() + SECONDS
    with ThreadPoolExecutor(CONNECTIONS) as callers:
        calls = [callers.submit(call, port, path, end) for _ in range(CONNECTIONS)]
    times = [one for each in calls for one in each.result()]
    cuts = statistics.quantiles(times, n=100)
    return Turn(len(times) / SECONDS, cuts[49] * 1000, cuts[98] * 1000)


def call(port: int, path: str, end: float) -> list[float]:
    """Ask again and again until `end`; how long each answer took."""
    message, times = request(path), []
    with socket.create_connection((HOST, port)) as connection, connection.makefile("rb") as answer:
        while (began := time.perf_counter()) < end:
            connection.sendall(message)
            length = 0
            if b" 200 " not in answer.readline():
                raise RuntimeError(f"{path} did not answer 200")
            while (line := answer.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            answer.read(length)
            times.append(time.perf_counter() - began)
    return times


def memory(process: subprocess.Popen[bytes]) -> float:
    """Megabytes that the server and its children hold for themselves."""
    pids = [process.pid, *map(int, Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())]
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return pages * resource.getpagesize() / 1e6


def measure() -> dict[str, dict[str, list[Turn]]]:
    """Every server on every page, ROUNDS times in turns."""
    os.sched_setaffinity(0, CLIENT_CORE)
    turns: dict[str, dict[str, list[Turn]]] = {name: {path: [] for path in PATHS} for name in commands(0)}
    with tempfile.TemporaryDirectory() as folder:
        upgrade = [sys.executable, "-m", "flask", "database", "upgrade"]
        subprocess.run(upgrade, cwd=ROOT, env=environment(Path(folder)), check=True)
        for _ in range(ROUNDS):
            for name in turns:
                with running(name, Path(folder)) as (port, process, seconds):
                    for path in PATHS:
                        turns[name][path].append(load(port, path))
                    print(f"  {name}: up after {seconds:.1f} s, {memory(process):.0f} MB", file=sys.stderr)
    return turns


def main() -> None:
    """Print one table."""
    turns = measure()
    for path in PATHS:
        rates = {name: statistics.median(turn.rate for turn in turns[name][path]) for name in turns}
        for name in turns:
            p50, p99 = (statistics.median(getattr(turn, key) for turn in turns[name][path]) for key in ("p50", "p99"))
            print(f"{path:14} {name:9} {rates[name]:7.0f}/s  p50 {p50:6.1f} ms  p99 {p99:6.1f} ms")
        print(f"{path:14} granian / gunicorn = {rates['granian'] / rates['gunicorn']:.2f}")


if __name__ == "__main__":
    main()
