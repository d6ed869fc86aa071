"""Runs a test against a copy of one module in which one rule is switched off.

Everything from outside is imported once; each rule then gets a process of its own, forked from here, in which the
modules of the application are loaded anew, one of them changed. The tables are loaded anew only for a rule that stands
among them: they import none of our other modules, so they can hold nothing of an unchanged one. Run as a program: one
JSON list of rule numbers in, one line of JSON out per rule.
"""

import importlib
import importlib.abc
import importlib.machinery
import io
import json
import os
import pkgutil
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import CodeType, ModuleType

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("app", "tests")
LOWEST = ("app.db", "app.models")  # they use no other module of ours: see the layers in pyproject.toml


class ChangedModule(importlib.machinery.SourceFileLoader):
    """Loads one module with one piece of its source replaced."""

    def __init__(self, name: str, path: str, original: str, replacement: str) -> None:
        super().__init__(name, path)
        self.original, self.replacement = original, replacement

    def get_code(self, fullname: str) -> CodeType:
        source = Path(self.path).read_text(encoding="utf-8")
        return compile(source.replace(self.original, self.replacement), self.path, "exec", dont_inherit=True)


class Switch(importlib.abc.MetaPathFinder):
    """Puts a changed module in the place of the real one."""

    def __init__(self, file: str, original: str, replacement: str) -> None:
        self.name = file.removesuffix(".py").replace("/", ".")
        self.loader = ChangedModule(self.name, str(ROOT / file), original, replacement)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self.name:
            return None
        return importlib.machinery.ModuleSpec(name, self.loader, origin=self.loader.path)


def warm_up() -> None:
    """Import all that others wrote, and the tables, so that only what can hold a rule is loaded again."""
    sys.path.insert(0, str(ROOT))
    import pytest
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.orm import configure_mappers

    import app.core

    for name in (pytest.__name__, sqlite.__name__, "tests.conftest"):
        importlib.import_module(name)
    for module in pkgutil.walk_packages(app.core.__path__, "app.core."):
        importlib.import_module(module.name)
    configure_mappers()
    forget(LOWEST)


def forget(kept: Sequence[str] = ()) -> None:
    """Let our modules be loaded again when somebody asks for them, except those of these rooms."""
    for name in [name for name in sys.modules if name.split(".")[0] in OURS]:
        if not any(f"{name}.".startswith(f"{room}.") for room in kept):
            del sys.modules[name]


def run(file: str, original: str, replacement: str, test: str) -> tuple[int, str]:
    """The exit code of pytest (1: the test failed, as it must) and what it printed."""
    import pytest

    switch = Switch(file, original, replacement)
    if switch.name in sys.modules:
        forget()
    sys.meta_path.insert(0, switch)
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        code = pytest.main(
            [f"tests/core/{test}", "-q", "-x", "-k", "not postgresql", "--tb=line", "-p", "no:cacheprovider"]
        )
    return int(code), printed.getvalue()


def main() -> None:
    from tests.model.rules import RULES

    wanted = [RULES[number] for number in json.loads(sys.argv[1])]
    warm_up()
    os.chdir(ROOT)
    for rule in wanted:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            result = run(rule.file, rule.original, rule.replacement, rule.test)
            with os.fdopen(writer, "w") as pipe:
                json.dump(result, pipe)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            text = pipe.read()
        os.waitpid(child, 0)
        sys.stdout.write((text or json.dumps([-1, "the process ended without a word"])) + "\n")


if __name__ == "__main__":
    main()
