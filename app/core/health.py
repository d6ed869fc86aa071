"""What an operator watches: does the database answer, how long does work wait, how old is the register."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.errors import Conflict
from app.core.register.state import register_age
from app.db import is_reachable


@dataclass(frozen=True)
class Health:
    """`outbox_wait`: how long the oldest effect that is due has waited. `register_age`: None without a register."""

    outbox_wait: timedelta
    register_age: timedelta | None


def find_health(session: Session, *, now: datetime) -> Health | None:
    """How the service does; None when the database does not answer."""
    try:
        is_reachable(session)
        outbox_wait = outbox.oldest_undone_age(session, now)
    except SQLAlchemyError:
        return None
    return Health(outbox_wait, _register_age(session, now))


def _register_age(session: Session, now: datetime) -> timedelta | None:
    # Last, because an unreadable register spoils the transaction on PostgreSQL.
    try:
        return register_age(session, now)
    except Conflict:
        return None
