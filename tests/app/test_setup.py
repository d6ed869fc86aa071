"""What the set-up makes out of the locked packages."""

import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app.config import ROOT
from setup.assets import ASSETS, MODULES, WEIGHTS, without_transport
from setup.open_zero import open_zero


def test_no_style_names_a_font_that_is_not_ours_to_use() -> None:
    styles = (ASSETS / "govuk-frontend.min.css").read_text(encoding="utf-8")
    assert "GDS" not in styles
    assert "@font-face" not in styles
    assert "font-family:var(--ml-font)" in styles


def test_a_style_sheet_in_which_the_font_stands_otherwise_stops_the_set_up() -> None:
    with pytest.raises(SystemExit, match="has changed"):
        without_transport("@font-face{font-family:GDS Transport;src:url(x)}")


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_zero_is_one_outline_and_one_counter_and_the_font_has_our_name(weight: int) -> None:
    font = TTFont(ASSETS / "fonts" / f"mandaatloket-sans-{weight}.woff2")
    assert font["glyf"]["zero"].numberOfContours == 2
    assert font["name"].getDebugName(1) == "Mandaatloket Sans"
    assert font["glyf"]["eight"].numberOfContours == 3


def test_the_same_font_comes_out_every_time(tmp_path: Path) -> None:
    source = MODULES / "@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-400-normal.woff2"
    open_zero(source, tmp_path / "again.woff2")
    assert (tmp_path / "again.woff2").read_bytes() == (ASSETS / "fonts/mandaatloket-sans-400.woff2").read_bytes()


def test_the_makefile_says_what_every_target_is_for() -> None:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    phony = next(line for line in lines if line.startswith(".PHONY:")).split()[1:]
    said = {line.split(":")[0] for line in lines if " ## " in line}
    assert set(phony) == said


@pytest.mark.parametrize(("version", "group"), [("v18.20.8", "--group node"), ("v22.1.0", "")])
def test_an_old_node_of_the_machine_is_left_alone(tmp_path: Path, version: str, group: str) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / name).chmod(0o755)
    asked = [sys.executable, "setup/npm.py", "--group"]
    done = subprocess.run(asked, cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert done.stdout.strip() == group
