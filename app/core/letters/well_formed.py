"""Whether a letter can be printed: every fact of its kind is there, none too many, each of the right sort."""

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from app.core.letters.data import DAYS, FACTS, LetterToPrint
from app.core.people.names import cleaned

DOSSIER_DIGITS = 12
FEWEST_ADDRESS_LINES, MOST_ADDRESS_LINES = 3, 7
LONGEST_ADDRESS_LINE = 40
CODE_LENGTH = len("7K4Q-92XD")


class BadLetter(ValueError):
    """The facts of a letter are not complete; the text names the fact, never its value."""


NUMBERS = frozenset({"giver_number", "holder_number", "new_number", "party_number", "other_number"})
MAY_BE_EMPTY = frozenset(
    {"may_not", "executors", "still", "left_out", "colleagues", "ending", "going_on", "seconds", "stops_by_phone"}
)


def check_letter(letter: LetterToPrint) -> None:
    """Raises BadLetter, naming the first fact that is missing, unknown or of the wrong sort."""
    if letter.kind not in FACTS:
        raise BadLetter(f"there is no letter of the kind {letter.kind!r}")
    if letter.template.split("/")[0] != letter.kind:
        raise BadLetter(f"the template is not one for {letter.kind}")
    if not (len(letter.dossier_number) == DOSSIER_DIGITS and _digits(letter.dossier_number)):
        raise BadLetter(f"dossier_number: must be {DOSSIER_DIGITS} digits")
    _check_address(letter.address_lines)
    _check_facts(letter.kind, letter.data, FACTS[letter.kind])
    _check_together(letter.kind, letter.data)


def _check_facts(kind: str, data: Mapping[str, Any], facts: type) -> None:
    hints = get_type_hints(facts)
    optional = facts.__optional_keys__  # type: ignore[attr-defined]
    for name in sorted(set(hints) - optional - set(data)):
        raise BadLetter(f"{kind}: {name} is missing")
    for name in sorted(set(data) - set(hints)):
        raise BadLetter(f"{kind}: {name} is not a fact of this letter")
    for name, value in data.items():
        if _are_rows(hints[name]):
            _check_rows(kind, name, value, get_args(hints[name])[0])
        elif not _fits(name, value, hints[name]):
            raise BadLetter(f"{kind}: {name} is of the wrong sort")


def _are_rows(hint: object) -> bool:
    return get_origin(hint) is list and is_typeddict(get_args(hint)[0])


def _check_rows(kind: str, name: str, rows: object, facts: type) -> None:
    good = isinstance(rows, list) and all(isinstance(row, Mapping) for row in rows)
    if not good or not (rows or name in MAY_BE_EMPTY):
        raise BadLetter(f"{kind}: {name} is of the wrong sort")
    for row in rows:  # type: ignore[attr-defined]
        _check_facts(f"{kind}: {name}", row, facts)


def _check_address(lines: list[str]) -> None:
    if lines and not FEWEST_ADDRESS_LINES <= len(lines) <= MOST_ADDRESS_LINES:
        raise BadLetter(f"address_lines: {len(lines)} lines, must be {FEWEST_ADDRESS_LINES} to {MOST_ADDRESS_LINES}")
    for number, line in enumerate(lines, start=1):
        if not line or line != cleaned(line) or len(line) > LONGEST_ADDRESS_LINE:
            raise BadLetter(f"address_lines: line {number} is empty, not clean or over {LONGEST_ADDRESS_LINE} signs")


def _check_together(kind: str, data: Mapping[str, Any]) -> None:
    # Facts that only make sense in company; the type of each alone cannot say so.
    needs: tuple[str, ...] = ()
    if kind.startswith("suspended"):
        needs = ("call_by", "decide_by") if data["reason"] == "contest" else ("stopped_party",)
    if kind.startswith("stopped") and data["stopped_by"] not in {"nobody", "source"}:
        needs = ("acted_by",)
    if kind.startswith(("not_extended", "not_signed")) and data["outcome"] != "lapsed":
        needs = ("acted_by",)
    for name in needs:
        if data[name] is None:
            raise BadLetter(f"{kind}: {name} may not be empty here")


def _fits(name: str, value: object, hint: object) -> bool:
    choices = get_args(hint)
    if value is None:
        return type(None) in choices
    if hint is bool:
        return isinstance(value, bool)
    if int in (hint, *choices):
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if hint == list[str]:
        good = isinstance(value, list) and all(isinstance(item, str) and cleaned(item) for item in value)
        return good and (bool(value) or name in MAY_BE_EMPTY)
    if not isinstance(value, str) or not cleaned(value):
        return False
    if name in DAYS:
        return _is_day(value)
    if name in NUMBERS:
        return len(value) == 10 and _digits(value)
    if name == "dossier_number":
        return len(value) == DOSSIER_DIGITS and _digits(value)
    if name == "code":
        return len(value) == CODE_LENGTH and value[4] == "-" and value.isascii()
    words = [word for choice in choices for word in (get_args(choice) or (choice,)) if isinstance(word, str)]
    return not words or value in words


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
