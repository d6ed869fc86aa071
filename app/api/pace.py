"""How fast applications may call: each answer says what is left of this minute (`RateLimit`), and 429 when nothing is.

Whoever does not prove who he is, is counted by where he comes from, and slows down nobody who does.
"""

import threading
import uuid
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, current_app, g, request

from app.api.parts import database, moment
from app.config import Settings
from app.core.clients.pace import SECONDS, minute_of, take_calls
from app.db import Database

MOST_REFUSALS = 60  # of one source in a minute, in one process
POLICY = '"minute";q={most};w=60'
LEFT = '"minute";r={left};t={seconds}'


@dataclass
class _Purse:
    """What this process has of the calls of an application: `own`, and `elsewhere` what others could still take."""

    minute: int = 0
    own: int = 0
    elsewhere: int = 0
    is_empty: bool = False


class Pace:
    """The purses of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._purses: dict[uuid.UUID, _Purse] = {}
        self._refusals: tuple[int, dict[str, int]] = (0, {})

    def spend(
        self, client_id: uuid.UUID, most: int, database: Database, now: datetime, *, calls: int = 1
    ) -> int | None:
        """Spend calls of this minute, as many as there are; how many are left, None when there was none."""
        with self._lock:
            purse = self._purses.setdefault(client_id, _Purse())
            if purse.minute != minute_of(now):
                purse = self._purses[client_id] = _Purse(minute_of(now))
            spent = 0
            while spent < calls:
                if purse.own == 0 and not purse.is_empty:
                    with database.writing.begin() as session:
                        purse.own, purse.elsewhere = take_calls(session, client_id, most=most, now=now)
                    # Once there is none, nothing is written any more in this minute, however often he calls.
                    purse.is_empty = purse.own == 0
                if purse.own == 0:
                    break
                taken = min(purse.own, calls - spent)
                purse.own, spent = purse.own - taken, spent + taken
            return purse.own + purse.elsewhere if spent else None

    def is_refused_often(self, source: str) -> bool:
        """Count that somebody from there did not prove who he is; whether that was too often in this minute."""
        minute = minute_of(moment())
        with self._lock:
            if self._refusals[0] != minute:
                self._refusals = (minute, {})
            counts = self._refusals[1]
            counts[source] = counts.get(source, 0) + 1
            return counts[source] > MOST_REFUSALS


def install_pace(app: Flask) -> None:
    """Count in this process, and say on every answer what is left."""
    app.extensions["api_pace"] = Pace()
    app.after_request(add_headers)


def pace() -> Pace:
    """The purses of this process."""
    made: Pace = current_app.extensions["api_pace"]
    return made


def may_call(client_id: uuid.UUID) -> bool:
    """Count one call of an application, unless this one was counted; whether it may be answered."""
    if g.get("call_was_counted"):
        return True
    given: Settings = current_app.extensions["settings"]
    left = pace().spend(client_id, given.api_calls_per_minute, database(), moment())
    g.calls_left = (given.api_calls_per_minute, left or 0)
    return left is not None


def count_more(client_id: uuid.UUID, calls: int) -> None:
    """Count what was sent at once as this many calls more than the one that was counted.

    Whoever had one call left is answered, however many rows he sent: refused, a long list could never be sent by an
    application with few calls. He has none left then.
    """
    if calls:
        given: Settings = current_app.extensions["settings"]
        left = pace().spend(client_id, given.api_calls_per_minute, database(), moment(), calls=calls)
        g.calls_left = (given.api_calls_per_minute, left or 0)


def note_counted(calls_left: tuple[int, int]) -> None:
    """This call was counted already: of so many a minute, so many are left."""
    g.calls_left, g.call_was_counted = calls_left, True


def source() -> str:
    """Where a request comes from."""
    return request.remote_addr or ""


def seconds_left() -> int:
    """Until the next minute begins."""
    return _seconds_after(moment())


def rate_headers(most: int, left: int, now: datetime) -> list[tuple[str, str]]:
    """What an answer says of the pace: of how many calls a minute, how many are left and for how long."""
    said = LEFT.format(left=left, seconds=_seconds_after(now))
    return [("RateLimit-Policy", POLICY.format(most=most)), ("RateLimit", said)]


def add_headers(response: Response) -> Response:
    """Say what is left of this minute, to an application that was known."""
    if "calls_left" in g:
        response.headers.update(rate_headers(*g.calls_left, moment()))
    return response


def _seconds_after(now: datetime) -> int:
    return SECONDS - int(now.timestamp()) % SECONDS
