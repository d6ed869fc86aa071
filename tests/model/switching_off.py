"""Runs a test while one rule is switched off.

Everything is imported once, one pytest finds all tests, and what they share (a database with the world in it) is
built once. Each rule then gets a process of its own, forked from here, in which the functions of its module do what
they would do without the rule. A rule that stands outside functions (a constant, a statement made once), and one that
no test missed in this way, gets a process in which all our modules are loaded anew, one of them changed. Run as a
program: one JSON list of rule numbers in, one line of JSON out per rule.
"""

import gc
import importlib
import importlib.abc
import importlib.machinery
import io
import json
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, cast

import pytest
from _pytest.runner import runtestprotocol

from app.db import Database
from tests.model.exchanging import NotInFunctions, exchange, functions_by_code
from tests.model.rules import RULES, Rule

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("app", "tests")
Result = tuple[int, str]  # the exit code of pytest (1: the test failed, as it must), and what it said
ARGUMENTS = ("-q", "-x", "-k", "not postgresql", "--tb=line", "-p", "no:cacheprovider")
LOST: Result = (-1, "the process ended without a word")


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


class Exchanges:
    """Takes the place of pytest's own loop: for each rule its tests, in a process where its functions are exchanged."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self.numbers = numbers
        self.results: dict[int, Result] = {}
        self.left: list[int] = []  # those for which everything has to be loaded anew
        self._databases: list[Database] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self) -> Iterator[Any]:
        """Remember the databases that tests share."""
        made = yield
        self._databases += [made] if isinstance(made, Database) else []
        return made

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try every rule; True, as nothing else is to run."""
        functions = functions_by_code("app.")
        sharing = [item for item in session.items if "world" in getattr(item, "fixturenames", ())][:1]
        self._build_what_is_shared(sharing, session)
        for number in self.numbers:
            rule = RULES[number]
            items = [one for one in session.items if one.nodeid.partition("[")[0] == f"tests/core/{rule.test}"]
            before = (ROOT / rule.file).read_text(encoding="utf-8")
            after = before.replace(rule.original, rule.replacement)

            def tried(path: str = str(ROOT / rule.file), texts: tuple[str, str] = (before, after),
                      items: list[pytest.Item] = items) -> Result | None:  # fmt: skip
                try:
                    exchange(path, *texts, functions)
                except NotInFunctions:
                    return None
                return _tests_of(items)

            result = _apart(tried)
            # What a function made while it was loaded (a statement, a trigger) is not made again.
            if result is None or result[0] == pytest.ExitCode.OK:
                self.left.append(number)
            else:
                self.results[number] = result
        code, printed = _apart(lambda: _tests_of(sharing)) or LOST
        if sharing and code != pytest.ExitCode.OK:
            raise RuntimeError(f"a rule that was switched off left something behind in what tests share:\n{printed}")
        return True

    def _build_what_is_shared(self, sharing: Sequence[pytest.Item], session: pytest.Session) -> None:
        """Run a test, of which stays here what lasts for a session: each process would build it anew (0.5 s)."""
        for item in sharing:
            # After it comes no other test, and yet the session is not over.
            reports = runtestprotocol(item, log=False, nextitem=cast("pytest.Item", session))
            if failed := [str(report.longrepr) for report in reports if report.failed]:
                raise RuntimeError(f"{item.nodeid} fails with every rule switched on:\n{failed[0]}")
        for database in self._databases:
            database.dispose()  # an open connection must not go along into another process
        gc.collect()
        gc.freeze()  # who looks for garbage there would copy all that this process has in its memory


def _tests_of(items: Sequence[pytest.Item]) -> Result:
    """What came of these tests, run here until one fails."""
    for item in items:
        reports = runtestprotocol(item, log=False, nextitem=None)
        if failed := [str(one.longrepr) for one in reports if one.failed]:
            return int(pytest.ExitCode.TESTS_FAILED), "\n".join(failed)
    return int(pytest.ExitCode.OK if items else pytest.ExitCode.NO_TESTS_COLLECTED), f"{len(items)} tests"


def _apart(function: Callable[[], Result | None]) -> Result | None:
    """What the function says in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            result = function()
            with os.fdopen(writer, "w") as pipe:
                json.dump(result, pipe)
        finally:
            os._exit(0)  # whatever happened: only one process goes on from here
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else LOST


def exchanged(numbers: Sequence[int]) -> tuple[dict[int, Result], list[int]]:
    """What came of the rules that a test missed, and the numbers of those to try with everything loaded anew."""
    trial = Exchanges(numbers)
    tests = sorted({f"tests/core/{RULES[number].test}" for number in numbers})
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        code = pytest.main([*tests, *ARGUMENTS], plugins=[trial])
    if len(trial.results) + len(trial.left) != len(numbers):
        raise RuntimeError(f"pytest said {code}\n{printed.getvalue()}")
    return trial.results, trial.left


def loaded_anew(rule: Rule) -> Result:
    """What came of the test of one rule, with all our modules loaded anew in this process."""
    for name in [name for name in sys.modules if name.split(".")[0] in OURS]:
        del sys.modules[name]
    sys.meta_path.insert(0, Switch(rule.file, rule.original, rule.replacement))
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        code = pytest.main([f"tests/core/{rule.test}", *ARGUMENTS])
    return int(code), printed.getvalue()


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    numbers: list[int] = json.loads(sys.argv[1])
    import app.core

    for module in pkgutil.walk_packages(app.core.__path__, "app.core."):
        importlib.import_module(module.name)
    results, left = exchanged(numbers)
    for number in left:
        results[number] = _apart(lambda rule=RULES[number]: loaded_anew(rule)) or LOST
    for number in numbers:
        sys.stdout.write(json.dumps(results[number]) + "\n")


if __name__ == "__main__":
    main()
