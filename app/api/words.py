"""The words of problems, in the language that the caller asks for: Dutch or English."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from flask import has_request_context, request

from app.core.errors import CoreError
from app.translations import everywhere

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
LANGUAGES = ("nl", "en")
FOLDER = Path(__file__).parent / "words"


def language() -> str:
    """The language of this answer; Dutch when the caller asks for neither."""
    if not has_request_context():
        return LANGUAGES[0]
    # What he likes best comes first. Of nl-BE we have nl (RFC 4647, 3.4).
    liked = [tag.lower().partition("-")[0] for tag, quality in request.accept_languages if quality > 0]
    return next((tag for tag in liked if tag in LANGUAGES), LANGUAGES[0])


def title_of(name: str) -> str:
    """The title of a problem or an issue."""
    return _words(language())["titles"][name]


def detail_of(name: str) -> str | None:
    """What to do about a problem, where there is something to say that always holds."""
    return _words(language())["details"].get(name)


def sentence_of(error: CoreError) -> str:
    """What went wrong and what to do; in Dutch as the pages say it, and where nobody wrote it in English."""
    said = _english("errors").get(error.code) if language() == "en" else None
    if said is None:
        return error.sentence
    return _filled(said, error.values)


def day_in_english(day: date) -> str:
    """A day as an English sentence has it: 1 January 2027."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def rule_in_words(keyword: str, limit: object) -> str:
    """A rule of the contract as a person reads it: "at most 300 characters"."""
    rules = _words(language())["rules"]
    return rules.get(keyword, rules["other"]).format(limit=limit)


def reason_in_english(code: str, **values: object) -> str:
    """A link of the chain, or a part of one, in English; the Dutch ones are those of the core."""
    return _filled(_english("reasons")[code], values)


def _filled(said: str, values: Mapping[str, object]) -> str:
    written = {name: day_in_english(value) if isinstance(value, date) else value for name, value in values.items()}
    return said.format_map({**everywhere(), **written})


@cache
def _english(subject: str) -> dict[str, str]:
    """Sentences of the core in English: its `reasons`, or its `errors`."""
    return tomllib.loads((FOLDER / f"{subject}_en.toml").read_text(encoding="utf-8"))


@cache
def _words(which: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((FOLDER / f"{which}.toml").read_text(encoding="utf-8"))
