"""Real worker processes that start in no time: one process loads the program and warms the press, and forks them.

So a worker is killed while it works, not while it reads fonts. Run as a program this file is that one process: it gets
its settings from the environment, and for every line it reads it starts a worker and writes its number.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from app.config import ROOT

PATIENCE = 60  # seconds

class Nursery:
    """Workers on one database, with a lease in seconds; everything they write goes to the file `log`."""

    def __init__(self, environment: Mapping[str, str], log: Path, lease: float) -> None:
        command = [sys.executable, "-m", "tests.jobs.nursery", str(lease)]
        with log.open("ab") as file:
            self.mother = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=file, text=True,
            )
        self.pids: set[int] = set()

    def start(self) -> None:
        """One worker more."""
        assert self.mother.stdin is not None
        assert self.mother.stdout is not None
        self.mother.stdin.write("\n")
        self.mother.stdin.flush()
        self.pids.add(int(self.mother.stdout.readline()))

    def kill(self, pid: int) -> None:
        """End a worker without a word (SIGKILL); it is gone when this returns."""
        self._end(pid, signal.SIGKILL)

    def stop(self, pid: int) -> None:
        """Ask a worker to stop (SIGINT); it is gone when this returns."""
        self._end(pid, signal.SIGINT)

    def close(self) -> None:
        """End those that are left, and their mother."""
        for pid in set(self.pids):
            self.kill(pid)
        self.mother.communicate()

    def _end(self, pid: int, number: signal.Signals) -> None:
        os.kill(pid, number)
        deadline = time.monotonic() + PATIENCE
        while is_alive(pid):
            assert time.monotonic() < deadline, "the worker does not stop"
            time.sleep(0.001)
        self.pids.remove(pid)


def is_alive(pid: int) -> bool:
    """Whether there is still such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def main() -> None:
    """Load, warm up, and fork a worker per line."""
    from app import create_app
    from app.adapters.press import samples
    from app.jobs.engine import Engine
    from app.jobs.workshop import workshop_of
    from app.logs import install_logs

    install_logs()
    app = create_app()
    workshop = workshop_of(app)
    workshop.press.print_letter(samples.sample("given.giver"))
    # Killed workers are nobody's business here; without this they would stay as zombies.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            sys.stdin.close()
            Engine(workshop, lease=timedelta(seconds=float(sys.argv[1]))).run()
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
