"""The Dutch sentences that code needs: errors, journal, statuses. Page texts stand in the templates.

One readable file per subject in `nl/`: `errors.toml` holds `errors.*`, and so on. A missing sentence or a missing value
is an error, never an empty line on somebody's screen.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.translations.formats import day_text

LANGUAGE = "nl"
_everywhere: dict[str, Any] = {"help_line": "1700"}


@cache
def _sentences(subject: str) -> dict[str, str]:
    path = Path(__file__).parent / LANGUAGE / f"{subject}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def say(key: str, **values: Any) -> str:
    """The sentence under `key` ("errors.not_found"), with its {placeholders} filled in and days written out.

    KeyError when the sentence or a value is missing.
    """
    subject, name = key.split(".", 1)
    return _sentences(subject)[name].format_map(_everywhere | {name: _written(value) for name, value in values.items()})


def has(key: str) -> bool:
    """Whether there is a sentence under `key`."""
    subject, name = key.split(".", 1)
    return name in _sentences(subject)


def fill_everywhere(**values: str) -> None:
    """Values that any sentence may use, set once at the start: the help line's number."""
    _everywhere.update(values)


def everywhere() -> Mapping[str, Any]:
    """Those values."""
    return _everywhere


def _written(value: object) -> object:
    return day_text(value) if isinstance(value, date) else value


def all_sentences() -> dict[str, str]:
    """Every sentence by key, for the lint."""
    subjects = sorted(path.stem for path in (Path(__file__).parent / LANGUAGE).glob("*.toml"))
    return {f"{subject}.{name}": text for subject in subjects for name, text in _sentences(subject).items()}
