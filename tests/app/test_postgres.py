"""The cluster of one test run, and what a run that was killed leaves behind."""

import os
import subprocess
import sys
from pathlib import Path

from app.config import ROOT
from tests import postgres

PREPARE = "from tests import postgres; folder = postgres.prepare(); print(folder); postgres.finish(folder)"


def test_a_run_starts_where_a_machine_was_switched_off_under_another(tmp_path: Path) -> None:
    """The server of a killed run is gone, and its pid file names a process that is not there."""
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    left = tmp_path / f"{postgres.PREFIX}{gone.stdout.strip()}-left"
    (left / "data").mkdir(parents=True)
    (left / "data" / "postmaster.pid").write_text(f"{gone.stdout.strip()}\n{left}/data\n", encoding="utf-8")
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) in done.stdout
    assert not list(tmp_path.iterdir())
