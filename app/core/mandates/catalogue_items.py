"""One item of the catalogue file, a mandate type or a right: what it must say, what it may, and in which words."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.errors import Invalid

REQUIRED: Mapping[str, type] = {
    "key": str, "name": str, "access_level": str, "short": str, "may": list, "may_not": list,
}  # fmt: skip
LONGEST: Mapping[str, int] = {"key": 60, "name": 200, "short": 200}
CHOICES: Mapping[str, set[str]] = {
    "access_level": {"view", "manage"},
    "risk": {"low", "medium", "high"},
    "signatures": {"1", "2", "register"},
}


def read_item(
    where: str, item: Mapping[str, Any], *, required: Mapping[str, type], defaults: Mapping[str, Any],
    choices: Mapping[str, set[str]], doer: str,
) -> dict[str, Any]:  # fmt: skip
    """Its values, with the defaults for what it leaves out; every sentence begins with `doer`. Invalid says what is
    wrong in it."""
    for name, sort in required.items():
        if not isinstance(item.get(name), sort):
            raise wrong(where, f"{name} ontbreekt of is niet juist", name)
        if not item[name] and name in LONGEST:
            raise wrong(where, f"{name} ontbreekt", name)
    check_lengths(where, item, LONGEST)
    values = {**defaults, **item}
    unknown = set(values) - set(required) - set(defaults)
    if unknown:
        raise wrong(where, f"{', '.join(sorted(unknown))} kennen wij niet")
    for name, allowed in choices.items():
        if values[name] not in allowed:
            raise wrong(where, f"{name} moet 1 van deze zijn: {', '.join(sorted(allowed))}", name)
    _check_sentences(where, "may", values["may"], doer)
    _check_sentences(where, "may_not", [one.get("text", "") for one in values["may_not"]], doer)
    return values


def wrong(where: str, what: str, field: str = "file") -> Invalid:
    """What is wrong, and where; `field` is the part of the item, for whoever wrote it on a screen."""
    return Invalid("catalogue_wrong", field=field, where=where, what=what)


def check_lengths(where: str, item: Mapping[str, Any], longest: Mapping[str, int]) -> None:
    """Invalid for a text that does not fit in its column; an engine may refuse it, or cut it, in its own words."""
    for name, most in longest.items():
        if len(item.get(name) or "") > most:
            raise wrong(where, f"{name} is te lang: hoogstens {most} tekens", name)


def _check_sentences(where: str, name: str, sentences: Sequence[str], doer: str) -> None:
    for sentence in sentences:
        if not sentence.startswith(f"{doer} mag "):
            raise wrong(where, f"elke zin begint met '{doer} mag'", name)
