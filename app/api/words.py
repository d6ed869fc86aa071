"""The words of problems, in the language that the caller asks for: Dutch or English."""

import tomllib
from functools import cache
from pathlib import Path

from flask import has_request_context, request

LANGUAGES = ("nl", "en")
FOLDER = Path(__file__).parent / "words"


def language() -> str:
    """The language of this answer; Dutch when the caller asks for neither."""
    asked = request.accept_languages.best_match(LANGUAGES) if has_request_context() else None
    return asked or LANGUAGES[0]


def title_of(name: str) -> str:
    """The title of a problem or an issue."""
    return _words(language())["titles"][name]


def detail_of(name: str) -> str | None:
    """What to do about a problem, where there is something to say that always holds."""
    return _words(language())["details"].get(name)


def rule_in_words(keyword: str, limit: object) -> str:
    """A rule of the contract as a person reads it: "at most 300 characters"."""
    rules = _words(language())["rules"]
    return rules.get(keyword, rules["other"]).format(limit=limit)


def reason_in_english(code: str, **values: object) -> str:
    """A link of the chain, or a part of one, in English; the Dutch ones are those of the core."""
    return _reasons()[code].format_map(values)


@cache
def _reasons() -> dict[str, str]:
    return tomllib.loads((FOLDER / "reasons_en.toml").read_text(encoding="utf-8"))


@cache
def _words(which: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((FOLDER / f"{which}.toml").read_text(encoding="utf-8"))
