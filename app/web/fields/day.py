"""A day, typed in three boxes: Dag, Maand, Jaar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from app.translations.formats import MONTHS, list_text

NO_SUCH_DAY = "Deze datum bestaat niet. Vul dag, maand en jaar in met cijfers."
SHORT_YEAR = "Het jaar is niet volledig. Vul het in met 4 cijfers, bijvoorbeeld 2027."
NOT_WHOLE = "De datum is niet volledig. Vul ook {parts} in."
PART_WORDS = {"day": "de dag", "month": "de maand", "year": "het jaar"}
PARTS = (("day", "Dag", 2), ("month", "Maand", 2), ("year", "Jaar", 4))
LONGEST_TEXT = 12
YEARS = range(1900, 2200)
SHORTEST_MONTH_NAME = 3


@dataclass(frozen=True)
class Part:
    """One of the three boxes, as it is drawn."""

    id: str
    name: str
    label: str
    width: int
    text: str
    wrong: bool


class DayField(Field):
    """A day. `missing` is said when all boxes are empty; with None they may stay empty, and `data` is None.

    What was typed is kept as typed. Whatever is posted, the worst outcome is a sentence at the field.
    """

    def __init__(self, label: str = "", *, missing: str | None, wrong: str = NO_SUCH_DAY, **more: Any) -> None:
        super().__init__(label, **more)
        self.missing = missing
        self.wrong = wrong
        self.texts: dict[str, str] = {}
        self.data: date | None = None

    def process(
        self, formdata: MultiDict[str, str] | None, data: object = unset_value, extra_filters: object = None
    ) -> None:
        """Take the day from what was posted, else from `data` (a date or its ISO text), else from the default."""
        self.process_errors = []
        self.data = self.object_data = _as_day(self.default if data is unset_value else data)
        self.texts = _texts_of(self.data)
        if formdata is None:
            return
        self.texts = {part: formdata.get(f"{self.name}-{part}", "").strip()[:LONGEST_TEXT] for part, _, _ in PARTS}
        self.data = None
        if any(self.texts.values()):
            self.data = read_day(self.texts)
            if self.data is None:
                self.process_errors.append(self._what_is_wrong())

    def pre_validate(self, form: Form) -> None:
        """Ask for the day when it is missing."""
        if self.data is None and not self.process_errors and self.missing:
            raise StopValidation(self.missing)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filled in yet."""
        return not any(self.texts.values())

    @property
    def parts(self) -> list[Part]:
        """The three boxes."""
        wrong = self._wrong_parts() if self.errors else frozenset()
        return [
            Part(f"{self.id}-{part}", f"{self.name}-{part}", label, width, self.texts[part], part in wrong)
            for part, label, width in PARTS
        ]

    @property
    def focus_id(self) -> str:
        """The box where the error summary leads to: the first one that is wrong."""
        return next((part.id for part in self.parts if part.wrong), f"{self.id}-day")

    def _what_is_wrong(self) -> str:
        """What to do about a day that is no day: a box that was left empty or a year cut short is named as such."""
        empty = [words for part, words in PART_WORDS.items() if not self.texts[part]]
        if empty:
            return NOT_WHOLE.format(parts=list_text(empty))
        return SHORT_YEAR if _is_short_year(self.texts["year"]) else self.wrong

    def _wrong_parts(self) -> frozenset[str]:
        alone = {part for part, _, _ in PARTS if _number(part, self.texts[part]) is None}
        # Each box can be right while the day does not exist (31 november) or comes too early: then it is all three.
        return frozenset(alone or {part for part, _, _ in PARTS})


def read_day(texts: Mapping[str, str]) -> date | None:
    """The day that three texts spell, or None when there is no such day."""
    numbers = {part: _number(part, texts.get(part, "")) for part, _, _ in PARTS}
    if None in numbers.values():
        return None
    try:
        return date(**numbers)  # type: ignore[arg-type]
    except ValueError:
        return None


def _is_short_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < len("2027")


def _number(part: str, text: str) -> int | None:
    if text.isascii() and text.isdigit():
        number = int(text)
        return number if {"day": 1 <= number <= 31, "month": 1 <= number <= 12, "year": number in YEARS}[part] else None
    if part == "month" and len(text) >= SHORTEST_MONTH_NAME:
        # The hint asks for digits, but nobody must be sent back for writing "oktober".
        found = [index for index, name in enumerate(MONTHS, 1) if name.startswith(text.lower().rstrip("."))]
        return found[0] if len(found) == 1 else None
    return None


def _as_day(value: object) -> date | None:
    value = value() if callable(value) else value
    if isinstance(value, str) and value:
        return date.fromisoformat(value)
    return value if isinstance(value, date) else None


def _texts_of(day: date | None) -> dict[str, str]:
    return {part: str(getattr(day, part)) if day else "" for part, _, _ in PARTS}
