"""Days that count: working days with the Belgian holidays, months as people count them."""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

import holidays

from app.core.errors import Invalid

ANSWER_DAYS = 30
# A sheet that was received by the last day to answer can be keyed so many days after it.
KEYING_DAYS = 10
DECIDE_DAYS = 30
CALL_WORKING_DAYS = 2
DRAFT_DAYS = 30
# What somebody means is never further away; a period that begins then still ends in a year that we can count.
LAST_YEAR = 2199


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("BE", years=year))


def is_working_day(day: date) -> bool:
    """Whether the post goes and people work: no weekend and no Belgian public holiday."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def next_working_day(day: date) -> date:
    """The first working day after `day`: a letter is posted the working day after the act."""
    return add_working_days(day, 1)


def add_working_days(day: date, count: int) -> date:
    """The day that is `count` working days after `day`."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def promised_by(acted_on: date, working_days: int) -> date:
    """The day on which a letter is promised to arrive: posted the next working day, `working_days` after that."""
    return add_working_days(next_working_day(acted_on), working_days)


def check_near(day: date | None, *, field: str) -> None:
    """Invalid for a day further away than anybody means, at `field`; no day at all is near enough."""
    if day is not None and day.year > LAST_YEAR:
        raise Invalid("day_too_far", field=field)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month: 31 January and one month is 28 February."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_day_of_period(first_day: date, months: int) -> date:
    """The last day of a period that starts on `first_day`: one year from 1 October ends on 30 September."""
    return add_months(first_day, months) - timedelta(days=1)
