"""Schemathesis reads the contract and looks for an answer that is not in it: with what fits, and with what does not.

Each day all operations get what the contract itself suggests, and a few what the answers of others lead to. `make soak`
tries all of them, for long, in every way, and each time with something else.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from app.api.assembly import contract
from app.config import ROOT
from tests.acting import accept, extend
from tests.api.callers import Callers
from tests.world import World

HERE = Path(__file__).parent
SOAK = os.environ.get("SOAK") == "1"
PARTS = 3  # which different processes can take
FEW = ("--max-examples", "20", "--seed", "1")
PLENTY = 10_000_000
MINUTES = 60
LONGEST_LINE = 500


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application, on the network of this machine."""
    app.extensions["settings"] = replace(app.extensions["settings"], api_calls_per_minute=PLENTY)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.log = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def mandates(world: World) -> str:
    """Mandates in several states, by their ids."""
    found = [
        accept(world, world.give("hinder.manage", "permit.manage", months=10)),
        extend(world, accept(world, world.give("kmop.manage", months=6)), months=2),
        world.give("subsidy.view"), world.ask("recog.view"),
    ]  # fmt: skip
    ids = " ".join(str(one.id) for one in found)
    world.session.commit()
    return ids


def run(folder: Path, address: str, token: str, mandates: str, *how: str) -> None:
    """Fail with what schemathesis found; what it remembers of it stays in the folder."""
    program = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run"]
    given = [f"{address}/api/v1/openapi.json", "-H", f"Authorization: Bearer {token}", "--no-color", *how]
    environment = os.environ | {
        "MANDATES": mandates, "SCHEMATHESIS_HOOKS": "tests.api.schemathesis_hooks", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    done = subprocess.run([*program, *given], env=environment, cwd=folder, capture_output=True, text=True,
                          timeout=MINUTES * 60)  # fmt: skip
    # A line can be a body of many thousand signs, and what was found would stand before it.
    said = "\n".join(line[:LONGEST_LINE] for line in done.stdout.splitlines())
    assert done.returncode == 0, said[-20_000:] + done.stderr[-2_000:]


@pytest.mark.parametrize("part", range(PARTS))
def test_what_the_contract_suggests_is_answered_as_it_says(
    part: int, tmp_path: Path, address: str, callers: Callers, mandates: str
) -> None:
    ids = [one.id for one in contract().operations][part::PARTS]
    chosen = [word for one in ids for word in ("--include-operation-id", one)]
    run(tmp_path, address, callers.portal(), mandates, *chosen, "--phases", "examples,coverage", "--max-examples", "3")


def test_what_its_answers_lead_to_is_answered_as_it_says(
    tmp_path: Path, address: str, callers: Callers, mandates: str
) -> None:
    run(tmp_path, address, callers.portal(), mandates, "--phases", "stateful", *FEW)


if SOAK:

    def test_nothing_that_fits_or_does_not_breaks_it(
        tmp_path: Path, address: str, callers: Callers, mandates: str
    ) -> None:
        run(tmp_path, address, callers.portal(), mandates, "--max-examples", "100")
