"""The house keeps its rooms apart and its files small, and holds nothing that others made."""

import ast
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from app.config import ROOT

LONGEST_FILE = 300
LONGEST_TEST_FILE = 500
LONGEST_FUNCTION = 40
CODE = ("app", "bench", "setup", "migrations", "examples")
# A migration is generated and then frozen: a record, not something to read for its design.
RECORDS = ROOT / "migrations" / "versions"
MADE = ROOT / "examples" / "mandaatloket_client"  # out of the contract, and not committed
PAGES = ("templates", "examples/portal")
TEXTS = (".html", ".css", ".js", ".toml")
THIRD_PARTY_MARKS = ("@license", "sourceMappingURL", "/*! ", "Permission is hereby granted", "SIL OPEN FONT LICENSE")
FONTS_AND_ARCHIVES = (".woff", ".woff2", ".ttf", ".otf", ".eot", ".min.js", ".min.css", ".whl", ".tgz", ".tar", ".zip")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files_of(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if not {RECORDS, MADE} & {*path.parents})


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - first + 1


def test_every_import_goes_down_the_house() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_longer_than_people_can_oversee(record_property: Callable[[str, object], None]) -> None:
    lengths = {path: length(path) for path in files_of(*CODE)}
    tests = {path: length(path) for path in files_of("tests")}
    pages = [path for name in PAGES for path in (ROOT / name).rglob("*")]
    texts = {path: length(path) for path in pages if path.suffix in TEXTS}
    styles = {path: length(path) for path in (ROOT / "static").rglob("*.css") if "assets" not in path.parts}
    for name, found in (("code", lengths), ("tests", tests), ("templates", texts), ("styles", styles)):
        figures = sorted(found.values()) or [0]
        median = statistics.median(figures)
        record_property("figure", f"{name}: {len(found)} files, median {median:.0f} lines, longest {figures[-1]}")
    assert longer(lengths | texts | styles, LONGEST_FILE) == []
    assert longer(tests, LONGEST_TEST_FILE) == []


def longer(found: dict[Path, int], most: int) -> list[str]:
    return [f"{path.relative_to(ROOT)}: {lines} lines" for path, lines in found.items() if lines > most]


def test_no_function_is_longer_than_a_screen(record_property: Callable[[str, object], None]) -> None:
    found = dict(function for path in files_of(*CODE, "tests") for function in functions_of(path))
    median = statistics.median(found.values())
    record_property("figure", f"{len(found)} functions, median {median:.0f} lines, longest {max(found.values())}")
    assert {name: lines for name, lines in found.items() if lines > LONGEST_FUNCTION} == {}


def committed_files() -> list[Path]:
    if not (ROOT / ".git").exists():
        return [path for path in ROOT.rglob("*") if path.is_file()]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_nothing_that_others_made_is_committed() -> None:
    strangers = [path for path in committed_files() if path.name.endswith(FONTS_AND_ARCHIVES)]
    for path in committed_files():
        if path.suffix in {".css", ".js", ".svg"}:
            text = path.read_text(encoding="utf-8")
            strangers += [path for mark in THIRD_PARTY_MARKS if mark in text]
    assert [os.path.relpath(path, ROOT) for path in strangers] == []


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
