"""A request against the contract: what may be sent is said there and nowhere else."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any

import jsonschema_rs
from werkzeug.datastructures import Headers, MultiDict

from app.api.assembly import Operation, contract
from app.api.problems import Issue
from app.core.register.enterprise_numbers import is_enterprise_number

MOST_ISSUES = 50
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:]{8}(?:\.[0-9]{1,6})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})")
NUMBERS = {"integer": int, "number": float}


@lru_cache(maxsize=1_000)
def read_day(text: str) -> date:
    """A day; ValueError for one that is not, or that Python cannot hold."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def read_moment(text: str) -> datetime:
    """A moment with its zone (RFC 3339); ValueError for one that is not, or that Python cannot hold."""
    if not _MOMENT.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text).astimezone(UTC)


def _fits(read: Callable[[str], object]) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        try:
            read(text)
        except (ValueError, OverflowError):
            return False
        return True

    return fits


# Of a day and a moment the contract asks what we can hold: a year 0 is one for the standard and not for us.
FORMATS = {
    "date": _fits(read_day),
    "date-time": _fits(read_moment),
    "enterprise-number": is_enterprise_number,
}


def checker(schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """What checks a value against a schema of the contract.

    It keeps a copy of all that it was made of, 0.6 MB if that were the whole contract; and a process has 176 of them.
    """
    whole = {**schema, "components": {"schemas": led_to(schema)}}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True, formats=FORMATS)


def led_to(schema: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of a schema
    """The shapes of the contract that a schema leads to, by itself or through others."""
    everything, found = contract().document["components"]["schemas"], dict[str, Any]()
    names = list(_names_in(schema))
    while names:
        name = names.pop()
        if name not in found:
            found[name] = everything[name]
            names += _names_in(found[name])
    return found


def _names_in(said: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a schema
    """The shapes that are named in it."""
    if isinstance(said, Mapping) and isinstance(said.get("$ref"), str):
        yield said["$ref"].rpartition("/")[2]
    if isinstance(said, Mapping | list):
        for one in said.values() if isinstance(said, Mapping) else said:
            yield from _names_in(one)


@cache
def _checker_of_body(operation_id: str) -> jsonschema_rs.Draft202012Validator:
    return checker(contract().operation(operation_id).body or {})


@cache
def _checker_of(operation_id: str, place: str, name: str) -> jsonschema_rs.Draft202012Validator:
    return checker(_schema_of(contract().operation(operation_id), place, name))


def check_body(operation: Operation, body: Any) -> list[Issue]:  # noqa: ANN401 - any JSON
    """What is wrong with a body, at most 50 things."""
    return _issues(_checker_of_body(operation.id), body, "body", "")


def body_fits(operation: Operation, body: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether nothing is wrong with a body."""
    return _checker_of_body(operation.id).is_valid(body)


def header_fits(operation: Operation, name: str, text: str) -> bool:
    """Whether nothing is wrong with a header that the contract names."""
    return _checker_of(operation.id, "header", name).is_valid(text)


def read_query(operation: Operation, sent: MultiDict[str, str]) -> tuple[dict[str, Any], list[Issue]]:
    """The query in the types of the contract, with its defaults, and what is wrong with it."""
    known = _parameters(operation, "query")
    issues = [Issue("query", name, value, "additionalProperties") for name, value in sent.items() if name not in known]
    values: dict[str, Any] = {}
    for name, said in known.items():
        schema = _whole(said["schema"])
        texts = sent.getlist(name)
        if not texts:
            if said.get("required"):
                issues.append(Issue("query", name, None, "required"))
            elif "default" in schema:
                values[name] = schema["default"]
            continue
        if schema.get("type") != "array" and len(texts) > 1:
            issues.append(Issue("query", name, texts, "once"))
            continue
        value = [_typed(text, schema["items"]) for text in texts] if schema.get("type") == "array" else None
        values[name] = _typed(texts[0], schema) if value is None else value
        issues += _issues(_checker_of(operation.id, "query", name), values[name], "query", name)
    return values, issues[:MOST_ISSUES]


def read_path(operation: Operation, sent: Mapping[str, str]) -> tuple[dict[str, Any], list[Issue]]:
    """The parts of the address, and what is wrong with them."""
    issues = [
        issue for name, text in sent.items()
        for issue in _issues(_checker_of(operation.id, "path", name), text, "path", name)
    ]  # fmt: skip
    return dict(sent), issues


def read_headers(operation: Operation, sent: Headers) -> tuple[dict[str, str], list[Issue]]:
    """The headers that the contract names and that were sent, and what is wrong with them."""
    values, issues = {}, []
    for name, said in _parameters(operation, "header").items():
        if name in sent:
            values[name] = sent[name]
            issues += _issues(_checker_of(operation.id, "header", name), sent[name], "header", name)
        elif said.get("required"):
            issues.append(Issue("header", name, None, "required"))
    return values, issues


def _parameters(operation: Operation, place: str) -> dict[str, Mapping[str, Any]]:
    return {one["name"]: one for one in operation.parameters if one["in"] == place}


def _schema_of(operation: Operation, place: str, name: str) -> Mapping[str, Any]:
    schema: Mapping[str, Any] = _parameters(operation, place)[name]["schema"]
    return schema


def _whole(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Mapping[str, Any] = contract().document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _typed(text: str, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - what the schema says
    """A text of a query as the schema counts it; the text itself when it is no such thing, for the check to refuse."""
    kind = _whole(schema).get("type")
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind not in NUMBERS or not text.isascii() or "_" in text or text != text.strip():
        return text
    try:
        return NUMBERS[kind](text)
    except ValueError:
        return text


def _issues(check: jsonschema_rs.Draft202012Validator, value: Any, place: str, name: str) -> list[Issue]:  # noqa: ANN401
    found: list[Issue] = []
    for error in check.iter_errors(value):
        found += _of_error(error, place, name)
        if len(found) >= MOST_ISSUES:
            break
    return found[:MOST_ISSUES]


def _of_error(error: jsonschema_rs.ValidationError, place: str, name: str) -> Iterable[Issue]:
    where, kind = _named(name, error.instance_path), error.kind
    keyword = kind.name
    if keyword == "additionalProperties":
        return [Issue(place, _named(where, [one]), error.instance[one], keyword) for one in kind.unexpected]
    if keyword == "required":
        return [Issue(place, _named(where, [kind.property]), None, keyword)]
    return [Issue(place, where, error.instance, keyword, kind.value)]


def _named(name: str, path: Sequence[str | int]) -> str:
    for part in path:
        name = f"{name}[{part}]" if isinstance(part, int) else f"{name}.{part}".strip(".")
    return name
