"""Real worker processes that start in no time: one process loads the program and warms the press, and forks them.

So a worker is killed while it works, not while it reads fonts. Run as a program this file is that one process: it gets
its settings from the environment, and for every line it reads it starts a worker and writes its number.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from app.config import ROOT

PATIENCE = 60  # seconds
LAST_LOOK = 0.02  # seconds between two looks at an empty outbox: a test waits for less than people do

class Nursery:
    """Workers on one database, with a lease in seconds; everything they write goes to the file `log`.

    With a `clock`, a file that holds the moment, they live by that; with `kinds` they do that work only.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        log: Path,
        lease: float,
        *,
        clock: Path | None = None,
        kinds: Sequence[str] = (),
    ) -> None:
        order = json.dumps({"lease": lease, "clock": str(clock) if clock else None, "kinds": list(kinds)})
        command = [sys.executable, "-m", "tests.jobs.nursery", order]
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


def set_clock(clock: Path, moment: datetime) -> None:
    """Let it be that moment for all workers, from one look at the clock to the next."""
    fresh = clock.with_suffix(".fresh")
    fresh.write_text(moment.isoformat())
    fresh.replace(clock)


def main() -> None:
    """Load, warm up, and fork a worker per line."""
    order = json.loads(sys.argv[1])
    clock = Path(order["clock"]) if order["clock"] else None
    from app import create_app
    from app.adapters.press import samples
    from app.jobs.engine import Engine
    from app.jobs.workshop import workshop_of
    from app.logs import install_logs

    install_logs()
    app = create_app(clock=(lambda: datetime.fromisoformat(clock.read_text())) if clock else None)
    workshop = workshop_of(app)
    if not order["kinds"]:
        workshop.press.print_letter(samples.sample("given.giver"))
    # Killed workers are nobody's business here; without this they would stay as zombies.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            sys.stdin.close()
            lease = timedelta(seconds=order["lease"])
            Engine(workshop, lease=lease, kinds=order["kinds"], last_look=LAST_LOOK).run()
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
