"""What docs/api.md tells a newcomer to type works: its own lines, in a shell, with the applications of the demo."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from flask import Flask

from app.cli.demo_clients import load_clients
from app.config import ROOT
from app.models.event import EVENT_TYPES
from tests.acting import accept
from tests.e2e.town import serving
from tests.world import World

PAGE, SHIM = ROOT / "docs" / "api.md", Path(__file__).with_name("curl.py")
MAASLAND = "0199000745"
CLIENTS = tomllib.loads((ROOT / "demo" / "clients.toml").read_text(encoding="utf-8"))["clients"]
DEMO = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# What a bare Debian has besides curl; a page that wants more has to say so first.
TOOLS = ("sh", "sed", "od", "tr", "tee")


def script() -> str:
    """Every block of the page that calls the service, in the order in which it is read."""
    return "".join(one for one in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if "curl " in one)


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with nothing in it but what somebody with a new machine has."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        (folder / name).symlink_to(str(shutil.which(name)))
    run = shlex.join([sys.executable, "-S", str(SHIM)])
    (folder / "curl").write_text(f'#!{folder / "sh"}\nexec {run} "$@"\n')
    (folder / "curl").chmod(0o755)
    return folder


@pytest.fixture
def like_the_demo(app: Flask, world: World) -> None:
    """The applications of the demo, the mandate that the page reads and the enterprise to which it gives one."""
    accept(world, world.give())
    world.add_enterprise(MAASLAND, "Fiduciaire Maasland BV", "Markt", "1", "3960", "Bree")
    load_clients(world.session, CLIENTS, app.extensions["vault"], now=world.now)
    world.session.commit()


@pytest.mark.usefixtures("like_the_demo")
def test_the_lines_of_the_page_work_as_they_stand(app: Flask, tools: Path, tmp_path: Path) -> None:
    log = tmp_path / "curl.log"
    with serving(app) as here:
        typed = [str(tools / "sh"), "-eu", "-c", script().replace(DEMO, here)]
        done = subprocess.run(
            typed, cwd=tmp_path, env={"PATH": str(tools), "CURL_LOG": str(log)}, text=True, capture_output=True,
            check=False, timeout=60,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    answers = [one.split(maxsplit=1) for one in log.read_text().splitlines()]
    assert len(answers) == script().count("curl ")
    assert [one for one in answers if one[0] not in {"200", "201"}] == [], done.stdout
    for seen in ('{"decision":true,"context":{"mandate":"', '"total":1', "ETag: ", '"status":"offered"', '/overgang/'):
        assert seen in done.stdout, done.stdout


def test_the_page_names_every_type_of_event_and_no_other() -> None:
    named = set(re.findall(r"`(mandate\.[a-z-]+)`", PAGE.read_text(encoding="utf-8")))
    assert named == set(EVENT_TYPES.values())


def test_where_the_page_sends_back_to_is_where_it_says() -> None:
    """The address that comes back is one that it registered, with what the page says of it."""
    (back,) = re.findall(r'"returnAddress": "([^"]*)"', script())
    assert f"\n{back}?outcome=given" in PAGE.read_text(encoding="utf-8")
