"""Reading a body: bounded before it is read, and nothing in it that two readers could understand differently."""

import json
import math
import re
from codecs import BOM_UTF8
from typing import Any

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from app.api.assembly import BASE, MERGE_PATCH
from app.api.problems import Issue, Refused

DEEPEST = 12
JSON = "application/json"
PLAIN = "identity"  # not compressed
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_ALIKE = bytes.maketrans(b"[]", b"{}")
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
# An escape that can stand for half a sign, or for one that no database keeps.
_ODD_ESCAPE = re.compile(rb"\\u(?:[dD][89a-fA-F]|00[01])")
_HOLDERS = {dict, list}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_body(largest: int) -> Any:  # noqa: ANN401 - any JSON
    """What the body says; Refused for one that is too large or that is not JSON, and as `value_in` says."""
    raw = read_bytes(largest)
    readable = [JSON, MERGE_PATCH] if request.method == "PATCH" else [JSON]
    if request.mimetype not in readable or request.mimetype_params.get("charset", "utf-8").lower() != "utf-8":
        raise _not_read("Content-Type", request.mimetype, JSON, {"Accept": ", ".join(readable)})
    coding = request.headers.get("Content-Encoding") or PLAIN
    if coding.lower() != PLAIN:  # whoever stands between us reads something else than we do
        raise _not_read("Content-Encoding", coding, PLAIN, {"Accept-Encoding": PLAIN})
    return value_in(raw)


def _not_read(header: str, sent: str, read: str, said: dict[str, str]) -> Refused:
    """What is sent in another form than one that we read; AuthZEN has one status for whatever is no request."""
    if not request.path.startswith(BASE):
        return Refused("badRequest", [Issue("header", header, sent, "const", read)])
    return Refused("unsupportedMediaType", headers=said)


def value_in(raw: bytes) -> Any:  # noqa: ANN401 - any JSON
    """What these bytes say.

    A mark of the order of bytes in front is passed over, as RFC 8259 (8.1) lets a reader do. Refused when they are no
    UTF-8, cannot be read, go too deep, name a field twice, or hold a sign that nobody can keep.
    """
    raw = raw.removeprefix(BOM_UTF8)
    try:
        text = raw.decode()
        value = _READER.decode(text)
    except (ValueError, RecursionError) as error:
        _check_brackets(raw)
        raise _unreadable("json", _what_is_wrong(raw, error)) from error
    depth, members = _measured(value)
    if depth > DEEPEST:
        raise _unreadable("depth", DEEPEST)
    # More colons than names: they stand in texts, or beside a name that stands twice. The strict one says which.
    if raw.count(b":") != members != _outside(raw).count(b":"):
        _STRICT_READER.decode(text)
    if _ODD_ESCAPE.search(raw):
        _check_signs(value, "")
    return value


def _what_is_wrong(raw: bytes, error: Exception) -> str:
    # Of a body in UTF-16 or UTF-32 each sign that JSON begins with has a byte beside it that no UTF-8 text has.
    if isinstance(error, UnicodeDecodeError) or b"\0" in raw[:4]:
        return "UTF-8"
    return f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else "RFC 8259"


def read_bytes(largest: int) -> bytes:
    """The body as it came; Refused when it is larger than `largest`, before more of it is read."""
    request.max_content_length = largest
    try:
        return request.get_data(cache=True)
    except RequestEntityTooLarge as error:
        raise Refused("payloadTooLarge", detail=f"<= {largest} bytes") from error


def _outside(raw: bytes) -> bytes:
    """What stands outside of all texts."""
    # Without an escape each quotation mark begins a text or ends one, so every other part stands outside.
    return _STRING.sub(b"", raw) if b"\\" in raw else b"".join(raw.split(b'"')[::2])


def _check_brackets(raw: bytes) -> None:
    rest = _outside(raw).translate(_ALIKE, _NO_BRACKETS)
    # Each round takes the innermost level away, in C: of a large body that is right this is much the faster way.
    for _ in range(DEEPEST):
        if not rest:
            return
        rest = rest.replace(b"{}", b"")
    if rest:
        _measure_depth(raw)


def _measure_depth(raw: bytes) -> None:
    depth = 0
    for found in _BRACKETS.finditer(raw):
        sign = found.group()
        depth += (sign in b"[{") - (sign in b"]}")
        if depth > DEEPEST:
            raise _unreadable("depth", DEEPEST)


def _measured(value: Any) -> tuple[int, int]:  # noqa: ANN401 - any JSON
    """How deep it goes, and how many names with a value there are in it, on all its levels."""
    depth, count, level = 0, 0, [value] if type(value) in _HOLDERS else []
    while level:
        objects = [one for one in level if type(one) is dict]
        parts = [one.values() for one in objects] + [one for one in level if type(one) is list]
        depth, count = depth + 1, count + sum(map(len, objects))
        level = [one for part in parts for one in part if type(one) in _HOLDERS]
    return depth, count


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused("badRequest", [Issue("body", twice.encode(errors="replace").decode(), None, "duplicate")])
    return found


def _no_number(text: str) -> None:
    raise ValueError(text)


def _number(text: str) -> int | float:
    """A number with a point or a power. JSON knows one kind of them: to the contract `12.0` is the integer 12."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return int(number) if number.is_integer() else number


def _check_signs(value: Any, name: str) -> None:  # noqa: ANN401 - whatever was sent
    if isinstance(value, str):
        if _CONTROL.search(value) or value.encode(errors="replace") != value.encode(errors="surrogatepass"):
            raise Refused("badRequest", [Issue("body", name, None, "signs")])
    elif isinstance(value, list):
        for number, one in enumerate(value):
            _check_signs(one, f"{name}[{number}]")
    elif isinstance(value, dict):
        for key, one in value.items():
            _check_signs(key, name)
            _check_signs(one, f"{name}.{key}".strip("."))


_READER = json.JSONDecoder(parse_constant=_no_number, parse_float=_number)
_STRICT_READER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number, parse_float=_number)


def _unreadable(keyword: str, limit: object) -> Refused:
    return Refused("badRequest", [Issue("body", "", None, keyword, limit)])
