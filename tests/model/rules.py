"""The rules about mandates: the small change of the source that switches each off, and the test that then fails."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Rule:
    """`words` say the rule; `test` is "file::name" under tests/core."""

    words: str
    file: str
    original: str
    replacement: str
    test: str


TABLE = Path(__file__).with_name("rules.toml")
RULES = tuple(Rule(**row) for row in tomllib.loads(TABLE.read_text(encoding="utf-8"))["rule"])
