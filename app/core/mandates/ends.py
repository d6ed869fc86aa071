"""Which parts of a mandate end on a day of themselves, and which run on after it."""

from datetime import date

from app.models.lifecycle import DAY
from app.models.line import Line
from app.models.mandate import Mandate


def list_last_days(mandate: Mandate) -> list[date]:
    """The days after which parts end of themselves, the first one first; a stop is not such an end."""
    ends = {line.over_from for line in mandate.kept_lines if not line.was_stopped}
    return sorted(end - DAY for end in ends if end is not None)


def ending_on(mandate: Mandate, last_day: date) -> list[Line]:
    """The parts of which this is the last day, and that nobody stopped."""
    return [line for line in mandate.kept_lines if line.over_from == last_day + DAY and not line.was_stopped]


def going_on_after(mandate: Mandate, last_day: date) -> list[Line]:
    """The parts that run on after this day."""
    return [line for line in mandate.kept_lines if not line.is_over(last_day + DAY)]
