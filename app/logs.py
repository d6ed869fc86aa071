"""What the service writes about itself: one JSON object a line, on the error output, without personal data.

A line is built from what is known to be harmless, not cleaned of what is known to be harmful: the place in the code,
the text of a message without its values, the fields named in FIELDS, and of an error its kind and the places that it
passed. What an error says may quote a row of the database, so it is left out; and so is a library's message that was
filled in before it came here (Flask writes the whole address when a page fails).
"""

import logging
import random
import sys
import time
import traceback
from functools import lru_cache
from types import TracebackType
from typing import TextIO

from flask import g, has_request_context
from pythonjsonlogger.json import JsonEncoder, JsonFormatter

from app.clock import now

FIELDS = (
    "request_number", "method", "route", "status", "ms", "kind", "count", "attempts", "pages", "setting", "digest",
    "provider", "row",
)  # fmt: skip
DIGITS = 8  # of the number of a request
OURS = "app."  # our loggers bear the names of our modules, and we never fill in a message ourselves

_LINE = JsonEncoder()  # one for all lines: the library makes one for each
_requests = logging.getLogger("app.web.requests")
_REQUEST = vars(_requests.makeRecord(_requests.name, logging.INFO, __file__, 0, "request", (), None))

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class HarmlessFormatter(JsonFormatter):
    """Writes a record as JSON, from harmless parts only."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; the values that were to be filled in into the message are not looked at."""
        line: dict[str, object] = {
            "time": f"{_second(int(record.created))}.{int(record.msecs):03}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            "place": f"{record.pathname}:{record.lineno}",
        }
        if has_request_context() and "request_number" in g:
            line["request_number"] = g.request_number
        given = vars(record)
        line |= {name: given[name] for name in FIELDS if name in given}
        if record.exc_info:
            line["error"] = described(record.exc_info)
        return _LINE.encode(line)


@lru_cache(maxsize=2)
def _second(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))


def _message(record: logging.LogRecord) -> str:
    ours = record.name.startswith(OURS)
    return record.msg if isinstance(record.msg, str) and (ours or record.args) else ""


def described(info: ErrorInfo) -> list[str]:
    """The kinds of an error and of its causes, each with the places it passed; never what it says."""
    lines: list[str] = []
    error = info[1]
    while error is not None:
        lines.append(f"{type(error).__module__}.{type(error).__name__}")
        places = traceback.extract_tb(error.__traceback__)
        lines += [f"{place.filename}:{place.lineno} {place.name}" for place in places]
        error = error.__cause__ or error.__context__
    return lines


def new_request_number() -> str:
    """A number for a request: 8 digits, easy to say on the phone."""
    # It is no secret, and asking the system for one would take a fortieth of a check.
    return f"{random.randrange(10**DIGITS):0{DIGITS}}"  # noqa: S311


def log_request(method: str, route: str, status: int, began: float, number: str) -> None:
    """The line of one request, which `began` at that count of seconds (`time.perf_counter`)."""
    ms = round((time.perf_counter() - began) * 1000, 1)
    if not _requests.isEnabledFor(logging.INFO):
        return
    # Nothing of this record has to be found out; looking for who logs would cost as much as looking for a token.
    record = logging.LogRecord.__new__(logging.LogRecord)
    moment = now().timestamp()
    record.__dict__ |= _REQUEST | {
        "created": moment, "msecs": moment % 1 * 1000, "request_number": number, "method": method, "route": route,
        "status": status, "ms": ms,
    }  # fmt: skip
    _requests.handle(record)


def harmless_handler(stream: TextIO = sys.stderr) -> logging.Handler:
    """A handler that writes such lines to `stream`."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(HarmlessFormatter())
    return handler


def install_logs() -> None:
    """For a process of the service: our lines from "info" on, those of libraries from "warning" on."""
    logging.basicConfig(handlers=[harmless_handler()], level=logging.WARNING)
    logging.getLogger("app").setLevel(logging.INFO)
