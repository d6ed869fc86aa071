"""Why somebody may or may not act, in sentences: Dutch and English, with names and days filled in."""

from collections.abc import Callable, Sequence
from datetime import date

from app.api.words import reason_in_english
from app.core.representation.asking import Decision
from app.core.representation.telling import Told, tell
from app.db import Session
from app.translations import say


def reasons_json(session: Session, decisions: Sequence[Decision]) -> list[list[dict[str, str]]]:
    """The links of every answer, in their order."""
    told = tell(session, [(one.question, one.reasons) for one in decisions])
    return [[_reason(one) for one in links] for links in told]


def _reason(told: Told) -> dict[str, str]:
    return {"code": told.code, "nl": dutch(told), "en": english(told)}


def dutch(told: Told) -> str:
    """The sentence in Dutch."""

    def words(key: str, day: date | None) -> str:
        return say(f"reasons.{key}", **({"last_day": day, "first_day": day} if day else {}))

    return say(f"reasons.{told.code}", **told.values, **_parts(told, words))


def english(told: Told) -> str:
    """The sentence in English."""

    def words(key: str, day: date | None) -> str:
        return reason_in_english(key, **({"last_day": day, "first_day": day} if day else {}))

    return reason_in_english(told.code, **told.values, **_parts(told, words))


def _parts(told: Told, words: Callable[[str, date | None], str]) -> dict[str, str]:
    """How long, and when it begins: each in words of its own, because a day may not be known."""
    until, first = told.until, told.values.get("first_day")
    return {
        "period": words("until_day" if until else "until_stopped", until),
        "start": words("start_known" if first else "start_unknown", first),
    }
