"""What the database cannot do just now and can do in a moment: somebody else holds a lock, or nobody answers.

Such an error is nobody's mistake. Where the database says that it undid everything, so that another could go on, the
same is done once more at once; else whoever asked is told to come back (status 503).
"""

import itertools
import logging
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from werkzeug.exceptions import ServiceUnavailable

from app.db import Database, OperationalError

Result = TypeVar("Result")


class Trouble(StrEnum):
    """What is the matter."""

    DEADLOCK = "deadlock"
    OVERTAKEN = "serialization"
    LOCKED = "lock_timeout"
    CROWDED = "no_connection_left"
    UNREACHABLE = "unreachable"
    BROKEN = "connection_broken"


# The database undid everything and lets the other go on: the same may succeed at once.
AGAIN = frozenset({Trouble.DEADLOCK, Trouble.OVERTAKEN})
PAUSES = (0.05, 0.25)  # seconds, about, before the second and the third time
SECONDS = 60  # until somebody may come back
SQLITE_TROUBLE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
BY_STATE = {
    "40P01": Trouble.DEADLOCK, "40001": Trouble.OVERTAKEN, "55P03": Trouble.LOCKED, "53300": Trouble.CROWDED,
    "57P03": Trouble.UNREACHABLE, "57P01": Trouble.BROKEN, "57P02": Trouble.BROKEN,
}  # fmt: skip
_counts = {one: itertools.count(1) for one in Trouble}
log = logging.getLogger(__name__)


class Busy(ServiceUnavailable):
    """Not now. `undone` says that what was asked has certainly changed nothing."""

    def __init__(self, *, undone: bool) -> None:
        super().__init__(retry_after=SECONDS)
        self.undone = undone


def trouble_of(error: BaseException) -> Trouble | None:
    """What the matter is; None for every other error, which is a mistake of somebody."""
    if isinstance(error, NoConnectionLeft):
        return Trouble.CROWDED
    driver = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(driver, sqlite3.OperationalError):
        # A long code has the short one in its last byte.
        return Trouble.LOCKED if getattr(driver, "sqlite_errorcode", 0) & 0xFF in SQLITE_TROUBLE else None
    if not isinstance(error, DBAPIError):
        return None
    state = getattr(driver, "sqlstate", None)
    if state in BY_STATE:
        return BY_STATE[state]
    if error.connection_invalidated:
        return Trouble.BROKEN
    # Without a statement and without a state there never was a connection.
    never = isinstance(error, OperationalError) and state is None and error.statement is None
    return Trouble.UNREACHABLE if never else None


def note_busy(trouble: Trouble, *, wrote: bool) -> Busy:
    """What to answer, after a line in the log that counts them; `wrote` says that something was committed before.

    A connection that broke may have broken after the last word of a transaction was heard.
    """
    log.warning("database busy", extra={"kind": trouble.value, "count": next(_counts[trouble])})
    return Busy(undone=not wrote and trouble is not Trouble.BROKEN)


def again(act: Callable[[], Result], *, undo: Callable[[], bool] = lambda: True) -> Result:
    """What comes of a whole transaction; it is done anew where the database undid it to let another go on.

    `undo` puts back what the first time left elsewhere, and says whether that can be done.
    """
    for pause in _pauses():
        try:
            return act()
        except OperationalError as error:
            trouble = trouble_of(error)
            if trouble not in AGAIN or not undo():
                raise
            log.info("tried again", extra={"kind": trouble.value})
        time.sleep(pause)
    return act()


def on_commit(database: Database, told: Callable[[], None]) -> None:
    """Tell of every transaction that was committed; a savepoint is none, for it goes when the whole is undone."""
    event.listen(
        database.writing, "after_commit", lambda session: None if session.in_nested_transaction() else told()
    )


def _pauses() -> Iterator[float]:
    # Two that met would meet again.
    return (pause * random.uniform(0.5, 1.5) for pause in PAUSES)  # noqa: S311
