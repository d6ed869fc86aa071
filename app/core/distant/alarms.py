"""What staff is warned about: a colleague who paused many mandates within an hour for people who proved nothing.

Anybody may have a mandate paused by naming its number, so a caller (or a clerk) with a list could stop a whole office.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day, start_of_brussels_day
from app.core.actor import Actor
from app.core.counter.visits import get_staff
from app.core.errors import NotAllowed
from app.models.journal import JournalEntry
from app.models.staff import Staff

SHOWN_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Alarm:
    """Somebody's alarms of one Brussels day; `pauses` is how many stood still after an hour of it, at the most."""

    staff_number: str
    day: date
    pauses: int


def list_alarms(session: Session, actor: Actor, *, now: datetime) -> Sequence[Alarm]:
    """The alarms of the last 14 days, newest first. Raises NotAllowed for who is no member of staff."""
    if actor.actor_id is None:
        raise NotAllowed("clerks_only")
    get_staff(session, actor.actor_id)
    since = start_of_brussels_day(brussels_day(now) - SHOWN_FOR)
    query = select(Staff.number, JournalEntry.at, JournalEntry.data)
    query = query.join(Staff, Staff.person_id == JournalEntry.actor_id)
    most: dict[tuple[date, str], int] = {}
    for number, at, data in session.execute(query.where(JournalEntry.kind == "alarm", JournalEntry.at >= since)):
        key = (brussels_day(at), number)
        most[key] = max(most.get(key, 0), data["pauses_in_an_hour"])
    return [Alarm(number, day, pauses) for (day, number), pauses in sorted(most.items(), reverse=True)]
