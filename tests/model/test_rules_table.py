"""Each rule about mandates, switched off, makes a test fail: the table of which one, and that it is so."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest

from tests.model.rules import RULES
from tests.model.switching_off import ROOT

SOAK = os.environ.get("SOAK") == "1"
PARTS = 8
FAILED = 1  # pytest's exit code for a test that failed; an unknown test or a broken import has another
BROKEN = ("NameError", "SyntaxError", "ImportError", "AttributeError", "UnboundLocalError")  # not the rule, the program


def chosen() -> list[int]:
    """All rules in the long form; else an eighth of them, another one each day."""
    numbers = range(len(RULES))
    return list(numbers) if SOAK else [one for one in numbers if one % PARTS == date.today().toordinal() % PARTS]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.words)
def test_a_rule_still_stands_where_the_table_says(rule) -> None:
    assert (ROOT / rule.file).read_text(encoding="utf-8").count(rule.original) == 1
    file, name = rule.test.split("::")
    assert f"def {name}(" in (ROOT / "tests" / "core" / file).read_text(encoding="utf-8")


def test_every_rule_has_words_of_its_own() -> None:
    assert len({rule.words for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("half", [0, 1])
def test_a_rule_that_is_switched_off_makes_its_test_fail(
    half: int, record_property: Callable[[str, object], None]
) -> None:
    numbers = chosen()[half::2]
    program = [sys.executable, "-m", "tests.model.switching_off", json.dumps(numbers)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(results) == len(numbers)
    record_property("figure", f"{len(numbers)} of {len(RULES)} rules switched off in turn, and the test that fails:")
    unnoticed = []
    for number, (code, printed) in zip(numbers, results, strict=True):
        rule = RULES[number]
        record_property("figure", f"  {rule.words} | {rule.file} | {rule.test}")
        if code != FAILED or any(word in printed for word in BROKEN):
            unnoticed.append(f"{rule.words} ({rule.file}): pytest said {code}\n{printed}")
    assert not unnoticed, "\n\n".join(unnoticed)
