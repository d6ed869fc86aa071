"""How fast an application may call, counted over all processes without a write at every call.

A process takes some calls at once from what is left of this minute, and hands them out itself. So no application ever
gets more than its limit; one that calls through many processes can get a little less.
"""

import uuid
from datetime import datetime

from sqlalchemy import case, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.models.api_pace import ApiPace

SECONDS = 60
PARTS = 20  # of a minute's calls that a process takes at once


def minute_of(now: datetime) -> int:
    """The minute in which calls are counted together."""
    return int(now.timestamp()) // SECONDS


def take_calls(session: Session, client_id: uuid.UUID, *, most: int, now: datetime) -> tuple[int, int]:
    """Take some calls of this minute, of which there are `most`; how many, and how many are left to take after that."""
    count, minute = max(1, most // PARTS), minute_of(now)
    before = _add(session, client_id, minute, count)
    if before is None:
        try:
            with session.begin_nested():
                session.add(ApiPace(client_id=client_id, minute=minute, taken=count))
                session.flush()
            before = 0
        except IntegrityError:  # another process took the first calls in the same moment
            before = _add(session, client_id, minute, count) or 0
    return max(0, min(count, most - before)), max(0, most - before - count)


def _add(session: Session, client_id: uuid.UUID, minute: int, count: int) -> int | None:
    """Take `count`; how many were taken before in this minute, None when the application never called."""
    # A process whose clock is behind counts in the minute that the others have begun.
    is_newer = ApiPace.minute < minute
    values = {"taken": case((is_newer, count), else_=ApiPace.taken + count),
              "minute": case((is_newer, minute), else_=ApiPace.minute)}
    changing = update(ApiPace).where(ApiPace.client_id == client_id).values(values)
    if session.execute(changing.execution_options(synchronize_session=False)).rowcount == 0:
        return None
    taken = session.execute(select(ApiPace.taken).where(ApiPace.client_id == client_id)).scalar_one()
    return int(taken) - count
