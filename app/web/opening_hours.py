"""Opening hours as people read them."""

from datetime import time

from app.core.administration.offices import Periods

DAY_NAMES = {
    "monday": "Maandag", "tuesday": "Dinsdag", "wednesday": "Woensdag", "thursday": "Donderdag", "friday": "Vrijdag",
    "saturday": "Zaterdag", "sunday": "Zondag",
}  # fmt: skip


def hours_text(periods: Periods) -> str:
    """The periods of one day, as an administrator types them: "9:00-12:00, 13:00-16:30"."""
    return ", ".join(f"{begin.hour}:{begin:%M}-{end.hour}:{end:%M}" for begin, end in periods)


def hours_in_words(periods: Periods) -> str:
    """The same for who comes to the counter: "van 9 tot 12 uur en van 13 tot 16.30 uur"."""
    return " en ".join(f"van {_clock(begin)} tot {_clock(end)} uur" for begin, end in periods)


def _clock(moment: time) -> str:
    return f"{moment.hour}.{moment:%M}" if moment.minute else str(moment.hour)
