"""An import that is killed halfway leaves the register as it was, and the next one works."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.adapters.register import import_register
from app.adapters.register.invented import write_full
from app.core.register.enterprises import find_enterprises
from app.core.register.state import find_register_state
from tests.register.extracts import NOW, full, imported

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from tests.register.extracts import NOW
from app.adapters.register import import_register
from app.db import Database

def show(what, rows):
    print(what, flush=True)
    if what == sys.argv[3]:
        sys.stdin.read()  # wait here to be killed

import_register(Database(sys.argv[1]), Path(sys.argv[2]), now=NOW, progress=show)
"""


@pytest.mark.parametrize("moment", ["address.csv", "search"])
def test_a_killed_import_leaves_the_register_as_it_was(fresh_database, tmp_path, moment):
    rows = {
        "enterprise": '"0199.000.151","AC","000","2","610",,12-03-1994\n',
        "denomination": '"0199.000.151","2","001","Bakkerij De Zoete Inval"\n',
    }
    imported(fresh_database, full(1, **rows))
    write_full(tmp_path / "next.zip", 200, 1)
    url = fresh_database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", PROGRAM, url, str(tmp_path / "next.zip"), moment]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert any(line.strip() == moment for line in child.stdout)
        child.send_signal(signal.SIGKILL)
    with fresh_database.reading() as session:
        assert find_register_state(session).extract_number == 1
        assert find_enterprises(session, "zoete inval aalst").items[0].number == "0199000151"
    assert import_register(fresh_database, tmp_path / "next.zip", now=NOW).enterprises == 200
