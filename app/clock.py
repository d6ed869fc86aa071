"""The time. Nothing else in the application asks the machine what time it is.

Moments are aware datetimes in UTC. Days are calendar days in Brussels, because every rule about a mandate counts in
days as people in Flanders read them from a calendar.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def brussels_day(moment: datetime) -> date:
    """The calendar day in Brussels on which `moment` falls."""
    return moment.astimezone(BRUSSELS).date()


def brussels_time(moment: datetime) -> datetime:
    """`moment` as a wall clock in Brussels shows it."""
    return moment.astimezone(BRUSSELS)


def start_of_brussels_day(day: date) -> datetime:
    """The moment at which `day` begins in Brussels."""
    return datetime.combine(day, time(), BRUSSELS)
