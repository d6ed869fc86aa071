"""What somebody signed in with elsewhere, before he signed out here: an application can show it for some minutes more.

An ID token says when it was made. One from before the end of its session here, or of everything that its person had
open, opens nothing; one from after it is a new sign-in.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.people.tries import wait_for_others
from app.models.used_token import UsedToken

# Longer than an ID token is taken after it was made: what it says of a session that ended is not believed any more.
REMEMBERED = timedelta(hours=1)


def of_session(name: str) -> str:
    """How a session at the provider is remembered, by what we keep of its name."""
    return f"session {name}"


def of_subject(subject: str) -> str:
    """How everything of one person is remembered."""
    return f"subject {subject}"


def wait_for_ends(session: Session, *what: str) -> None:
    """Let what ends these, and what begins by them, come one after the other until each commits.

    Else an end would not see the token that is being made, and that one would not see the end. Take it before looking
    at either, and all names of one deed at once.
    """
    wait_for_others(session, *what)


def note_end(session: Session, what: str, *, now: datetime) -> None:
    """Remember that this ended now; the last time counts. What it closes is closed after this."""
    wait_for_ends(session, what)
    digest, until = _digest(what), now + REMEMBERED
    row = session.get(UsedToken, digest, with_for_update=True)
    if row is not None:
        row.until = max(row.until, until)
        return
    # Who ended it in the same moment wrote the same.
    with suppress(IntegrityError), session.begin_nested():
        session.add(UsedToken(digest=digest, until=until))
        session.flush()


def ended_since(session: Session, what: Iterable[str], issued_at: datetime) -> bool:
    """Whether one of these ended after this moment, as far as we remember."""
    digests = [_digest(one) for one in what]
    last = session.scalar(select(func.max(UsedToken.until)).where(UsedToken.digest.in_(digests)))
    return last is not None and issued_at <= last - REMEMBERED


def _digest(what: str) -> str:
    return hashlib.sha256(f"ended before {what}".encode()).hexdigest()
