"""How often one may guess, at a password or at a code: counted by name and by source, for a quarter of an hour."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.models.sign_in_attempt import SignInAttempt

WINDOW = timedelta(minutes=15)
# One source guessing at one name; one source guessing at many names; many sources guessing at one name.
TRIES_OF_BOTH, TRIES_OF_SOURCE, TRIES_OF_NAME = 5, 50, 100
LOCK_DIGITS = 15  # of a digest in hexadecimal: what fits in the number of a lock of PostgreSQL


def count_try(
    session: Session, name: str, source: str, *, now: datetime, most: int = TRIES_OF_NAME, field: str = "username"
) -> None:
    """Count a try at `name` from `source`; `most` is how many all sources together may try.

    Raises Invalid at `field` after too many tries in a quarter of an hour, whether the name exists or not. The caller
    commits before the try is checked, or commits a wrong one too, so that many tries at once are all counted.
    """
    wait_for_others(session, name, source)
    of_name = SignInAttempt.username_digest == _digest(name)
    of_source = SignInAttempt.source_digest == _digest(source)
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - WINDOW))
    limits = (((of_name, of_source), TRIES_OF_BOTH), ((of_source,), TRIES_OF_SOURCE), ((of_name,), most))
    for conditions, limit in limits:
        if (session.scalar(select(func.count()).select_from(SignInAttempt).where(*conditions)) or 0) >= limit:
            raise Invalid("sign_in_too_often", field=field, minutes=WINDOW.seconds // 60)
    session.add(SignInAttempt(username_digest=_digest(name), source_digest=_digest(source), at=now))
    session.flush()


def tries_ran_out(session: Session, name: str, source: str, *, most: int = TRIES_OF_NAME) -> bool:
    """Whether the try that was just counted is the last that this source, or all together, had at this name.

    True for that one only: the next is refused before it counts.
    """
    of_name, of_source = SignInAttempt.username_digest == _digest(name), SignInAttempt.source_digest == _digest(source)
    count = select(func.count()).select_from(SignInAttempt).where(of_name)
    return session.scalar(count.where(of_source)) == TRIES_OF_BOTH or session.scalar(count) == most


def forget_tries(session: Session, name: str, source: str) -> None:
    """Forget the tries at `name` from `source`: one of them was right."""
    session.execute(
        delete(SignInAttempt).where(
            SignInAttempt.username_digest == _digest(name), SignInAttempt.source_digest == _digest(source)
        )
    )


def wait_for_others(session: Session, *names: str) -> None:
    """Let tries at one name, or from one source, count one after the other until each commits.

    On PostgreSQL each would see only what was committed before it began, so all of them would be below the limit. There
    may be no row to lock, so the digest itself is locked, always in one order. SQLite has one writer at a time.
    """
    if session.get_bind().dialect.name == "postgresql":
        for number in sorted(int(_digest(name)[:LOCK_DIGITS], 16) for name in names):
            session.execute(select(func.pg_advisory_xact_lock(number)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
