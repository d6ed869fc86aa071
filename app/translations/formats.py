"""How days, hours, numbers and money are written for people: Dutch, and never broken over two lines.

Pure functions, for pages, letters and sentences of the core alike. A no-break space keeps together what is read as one.
"""

from datetime import date, datetime
from decimal import Decimal

from app.clock import brussels_time

NBSP = "\u00a0"
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
DOSSIER_BLOCKS = (3, 4, 3, 2)
ON_ACCEPTANCE = "de dag van aanvaarding"
ON_CONFIRMATION = "de dag van bevestiging"


def day_text(day: date) -> str:
    """`14 september 2026`."""
    return NBSP.join((str(day.day), MONTHS[day.month - 1], str(day.year)))


def weekday_text(day: date) -> str:
    """`woensdag 14 oktober 2026`: for a day on which the reader must do something."""
    return f"{WEEKDAYS[day.weekday()]}{NBSP}{day_text(day)}"


def time_text(moment: datetime) -> str:
    """`10.42 uur`, as a clock in Brussels shows it."""
    local = brussels_time(moment)
    return f"{local.hour}.{local.minute:02}{NBSP}uur"


def moment_text(moment: datetime) -> str:
    """`14 september 2026 om 10.42 uur`, in Brussels."""
    return f"{day_text(brussels_time(moment).date())} om {time_text(moment)}"


def period_text(first: date | None, last: date | None, *, begins_on: str = ON_ACCEPTANCE) -> str:
    """How long something may be done, to be put after "geldt" or "mag".

    `first` is None when its day is not known yet: the period then begins on the day that `begins_on` names, which is
    that of acceptance. `last` is None when nobody chose an end. The last day still counts: hence "tot en met".
    """
    start = day_text(first) if first else begins_on
    if last is None:
        return f"vanaf {start}, tot iemand het mandaat stopzet"
    return f"{'van' if first else 'vanaf'} {start} tot en met {day_text(last)}"


def dossier_text(number: str) -> str:
    """A dossier number of 12 digits as people read it aloud: `260 9140 001 51`."""
    blocks, rest = [], number
    for size in DOSSIER_BLOCKS:
        blocks.append(rest[:size])
        rest = rest[size:]
    return NBSP.join(blocks)


def enterprise_number_text(number: str) -> str:
    """An enterprise number of 10 digits, dotted: `0199.000.151`."""
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def count_text(number: int) -> str:
    """A whole number with dots for thousands: `1.250`."""
    return f"{number:,}".replace(",", ".")


def money_text(amount: Decimal | int) -> str:
    """An amount in euro within a sentence: `1.250 euro`, `12,50 euro`."""
    exact = Decimal(amount)
    cents = exact.quantize(Decimal("0.01"))
    whole, fraction = divmod(abs(int(cents * 100)), 100)
    sign = "-" if cents < 0 else ""
    decimals = f",{fraction:02}" if fraction else ""
    return f"{sign}{count_text(whole)}{decimals}{NBSP}euro"


def list_text(items: list[str], last: str = "en") -> str:
    """`kijken, invullen en indienen`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def keep_together(text: str) -> str:
    """`text` with every space made unbreakable: a name of a town with its postcode, a number with its unit."""
    return NBSP.join(text.split(" "))
