"""One thing that is kept of somebody: said in a sentence for people, and in plain facts for a machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.translations import say
from app.translations.formats import day_text

Fact = str | int | bool | None | list[str]


@dataclass(frozen=True)
class Item:
    """`words` is the sentence, `more` what goes with it (""); `when` stands before it where there is one.

    `facts` is the same for a machine: moments in ISO 8601, codes as they are stored.
    """

    words: str
    facts: Mapping[str, Fact]
    more: str = ""
    when: datetime | None = None


def facts(**values: object) -> dict[str, Fact]:
    """Values as a machine reads them: days and moments in ISO 8601, identifiers as text, lists and numbers as such."""
    return {name: _plain(value) for name, value in values.items()}


def days_words(first: date, last: date | None) -> str:
    """ "1 mei 2026 tot en met 30 april 2027", or "sinds 1 mei 2026"."""
    if last is None:
        return say("own_data.days_open", first=first)
    return say("own_data.days_until", first=day_text(first), last=day_text(last))


def _plain(value: object) -> Fact:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list):
        return [str(one) for one in value]
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
