"""Opening hours as people read them."""

from app.core.administration.offices import Periods

DAY_NAMES = {
    "monday": "Maandag", "tuesday": "Dinsdag", "wednesday": "Woensdag", "thursday": "Donderdag", "friday": "Vrijdag",
    "saturday": "Zaterdag", "sunday": "Zondag",
}  # fmt: skip


def hours_text(periods: Periods) -> str:
    """The periods of one day: "9:00-12:00, 13:00-16:30"."""
    return ", ".join(f"{begin.hour}:{begin:%M}-{end.hour}:{end:%M}" for begin, end in periods)
