"""How old the copy of the register is, and whether it can be read at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from app.clock import start_of_brussels_day
from app.core.errors import Conflict
from app.models.register import RegisterExtract

_EXTRACT = select(RegisterExtract.__table__)  # asked often: put together once


@dataclass(frozen=True)
class RegisterState:
    """The extract that was imported last."""

    extract_number: int
    snapshot_day: date
    imported_at: datetime


def find_register_state(session: Session) -> RegisterState | None:
    """Which extract we have; None when none was ever imported."""
    with readable_register():
        row = session.execute(_EXTRACT).one_or_none()
    return row and RegisterState(row.number, row.snapshot_day, row.imported_at)


def register_age(session: Session, now: datetime) -> timedelta | None:
    """How long ago the register was as our copy shows it; None when none was ever imported."""
    state = find_register_state(session)
    return state and now - start_of_brussels_day(state.snapshot_day)


@contextmanager
def readable_register() -> Iterator[None]:
    """Say so in words people understand when the copy of the register cannot be read. Raises Conflict."""
    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        raise Conflict("register_silent") from error
