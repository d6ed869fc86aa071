"""What staff is warned about: a colleague who did a lot for people who proved nothing.

Anybody may have a mandate paused by naming its number, so a caller (or a clerk) with a list could stop a whole office.
And for a caller whom nobody could check we write to whom he says to call for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.clock import brussels_day, start_of_brussels_day
from app.core.actor import Actor
from app.core.counter.visits import get_staff
from app.core.errors import NotAllowed
from app.models.api_client import ApiClient
from app.models.journal import JournalEntry
from app.models.staff import Staff

SHOWN_FOR = timedelta(days=14)
COUNTED = {"pauses_in_an_hour": "pauses", "unchecked_letters": "letters"}


@dataclass(frozen=True)
class Alarm:
    """Somebody's alarms of one Brussels day.

    `pauses` is how many mandates stood still after an hour of it, at the most; `letters` how many gifts were prepared
    for callers who were not checked. One of the two is 0. `application` is set for one that did so by itself.
    """

    staff_number: str | None
    day: date
    pauses: int = 0
    letters: int = 0
    application: str | None = None


def list_alarms(session: Session, actor: Actor, *, now: datetime) -> Sequence[Alarm]:
    """The alarms of the last 14 days, newest first. Raises NotAllowed for who is no member of staff."""
    if actor.actor_id is None:
        raise NotAllowed("clerks_only")
    get_staff(session, actor.actor_id)
    since = start_of_brussels_day(brussels_day(now) - SHOWN_FOR)
    query = select(Staff.number, ApiClient.name, JournalEntry.at, JournalEntry.data)
    query = query.outerjoin(Staff, Staff.person_id == JournalEntry.actor_id)
    query = query.outerjoin(ApiClient, ApiClient.id == JournalEntry.client_id)
    query = query.where(or_(Staff.number.is_not(None), ApiClient.name.is_not(None)))
    most: dict[tuple[date, str, str, str], int] = {}
    for number, name, at, data in session.execute(
        query.where(JournalEntry.kind == "alarm", JournalEntry.at >= since)
    ):
        what = next(one for one in COUNTED if one in data)
        key = (brussels_day(at), number or "", name or "", what)
        most[key] = max(most.get(key, 0), data[what])
    return [
        Alarm(number or None, day, application=name or None, **{COUNTED[what]: count})
        for (day, number, name, what), count in sorted(most.items(), reverse=True)
    ]
