"""Whoever searches the journal reads in words what happened, whatever the code calls it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from app.config import ROOT
from app.translations.journal_kinds import kind_words

WRITERS = {"record", "record_rule", "record_echo"}


def written_kinds() -> Iterator[tuple[str, Path]]:
    """Every kind that stands as a text in a call that writes the journal."""
    for path in (ROOT / "app" / "core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WRITERS:
                texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
                yield from ((str(text), path) for text in texts if isinstance(text, str))


def test_every_kind_has_words() -> None:
    kinds = list(written_kinds())
    assert len(kinds) > 40
    assert {(kind, path.name) for kind, path in kinds if kind_words(kind).endswith(f"({kind})")} == set()


def test_a_kind_without_words_is_shown_all_the_same() -> None:
    assert kind_words("unheard_of") == "Iets anders (unheard_of)"
