"""Parts of a mandate that start later than the rest, as a letter says it: an important part waits for our letter."""

from datetime import date, timedelta

from app.core.calendar import next_working_day
from app.core.mandates.mandate_texts import period_of
from app.models.line import Line
from app.models.mandate import Mandate
from app.translations import say
from app.translations.formats import day_text


def start_of(mandate: Mandate, line: Line, day: date) -> date:
    """The first day of a line, as it is known on `day`.

    What waits for the giver's letter counts as if that leaves the next working day; before the answer, as if that came
    on `day`.
    """
    known = line.starts_on(mandate.agreed_on, mandate.giver_posted_on)
    if known is not None:
        return known
    if line.cooling_off_days and mandate.giver_posted_on is None:
        return max(line.first_day, next_working_day(day) + timedelta(days=line.cooling_off_days))
    return line.starts_on(mandate.agreed_on or day, mandate.giver_posted_on) or max(line.first_day, day)


def starts_after(mandate: Mandate, day: date) -> date | None:
    """The first day on which a mandate of nothing but important parts can start; None when something starts before."""
    if not all(line.cooling_off_days for line in mandate.lines):
        return None
    return min(start_of(mandate, line, day) for line in mandate.lines)


def period_with_later_parts(mandate: Mandate, day: date) -> str:
    """`period_of`, and then each part that starts later than the first one, by name."""
    text = period_of(mandate)
    starts = [(line, start_of(mandate, line, day)) for line in mandate.kept_lines]
    first = min(start for _, start in starts)
    for line, start in starts:
        if start > first:
            known = line.starts_on(mandate.agreed_on, mandate.giver_posted_on) is not None
            key = "mandate.part_starts_on" if known else "mandate.part_starts_later"
            text += ". " + say(key, type=line.mandate_type.name, day=day_text(start))
    return text
