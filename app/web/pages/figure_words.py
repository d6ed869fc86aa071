"""Figures as people read them: rows of words for a page and for a file, and the bars of a chart.

Over all parties a number under 5 is not told, nor what could be worked out from it, so that nobody is recognised.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, render_template, request

from app.core.views.figure_tally import Door
from app.core.views.figures import DoorFigures, Figures
from app.translations.formats import count_text
from app.web.table_files import Cell, csv_response

FEWEST_TOLD = 5
FEW, UNTOLD = "minder dan 5", "niet getoond"
ROUND_TO = 10
PERCENT = "\u00a0%"
DOORS = {
    Door.SELF: "Zelf, op de website",
    Door.LETTER: "Met de code van een brief",
    Door.COUNTER: "Aan het loket",
    Door.PHONE: "Aan de telefoon",
    Door.PAPER: "Met de post",
    Door.API: "Via een andere toepassing",
    Door.JOB: "Automatisch",
}
PERIODS = {"": ("Laatste 12 maanden", 365), "30": ("Laatste 30 dagen", 30), "alles": ("Alles", None)}
HEAD = ("Hoe", "Begonnen", "Deel", "Aanvaard", "Deel", "Helft actief na", "Gemeld als fout")
FILE_HEAD = (
    "Hoe", "Begonnen", "Deel van begonnen (%)", "Aanvaard", "Deel van aanvaard (%)", "Helft actief na (dagen)",
    "Gemeld als fout",
)  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """One bar: its words, its value in words, and how long it is (0 to 100, the longest is 100)."""

    label: str
    value: str
    percent: float


@dataclass(frozen=True)
class Told:
    """Figures ready to be shown. `bars` are the days of each door, `shares` the starts.

    `lead` comes after "De helft van de mandaten was actief", and is empty when that is not known or not told.
    """

    rows: Sequence[Sequence[str]]
    foot: Sequence[str]
    bars: Sequence[Bar]
    shares: Sequence[Bar]
    lead: str
    hides: bool


def read_period(today: date) -> tuple[str, date | None]:
    """The name of the period in the address, and its first day."""
    name = request.args.get("periode", "")
    days = PERIODS[name][1] if name in PERIODS else PERIODS[""][1]
    return name if name in PERIODS else "", today - timedelta(days=days) if days else None


def tell(figures: Figures, *, hides: bool) -> Told:
    """The figures in words; `hides` leaves out what is so rare that somebody could be recognised."""
    whole, doors = figures.together, figures.doors.items()
    limit = FEWEST_TOLD if hides else 0
    days = [(DOORS[door], one.median_days) for door, one in doors if one.activated > 0 and one.activated >= limit]
    starts = [(DOORS[door], float(one.started)) for door, one in doors if one.started > 0 and one.started >= limit]
    half = days_text(whole.median_days) if whole.activated >= limit else UNTOLD
    return Told(
        [[DOORS[door], *_cells(one, whole, limit)] for door, one in doors],
        ["Samen", *_totals(figures, limit), half, _total(figures, limit, lambda one: one.contested)],
        _bars([(label, value or 0.0) for label, value in days], days_text),
        _bars(starts, lambda value: count_text(int(value))),
        _lead(whole, limit),
        hides,
    )


def figures_page(template: str, period: str, figures: Figures, *, hides: bool) -> str:
    """The figures of a period as a page: a chart, the table, and the choice of another period."""
    told = tell(figures, hides=hides)
    return render_template(template, figures=figures, told=told, head=HEAD, periods=PERIODS, period=period)


def figures_csv(figures: Figures, *, hides: bool) -> Response:
    """The same figures as a file, with plain numbers."""
    limit, whole = FEWEST_TOLD if hides else 0, figures.together
    rows: list[list[Cell]] = [
        [
            DOORS[door],
            _told(one.started, limit) or FEW,
            _share(one.started, whole.started, limit).removesuffix(PERCENT),
            _told(one.accepted, limit) or FEW,
            _share(one.accepted, whole.accepted, limit).removesuffix(PERCENT),
            _number(one.median_days) if one.activated >= limit else UNTOLD,
            _told(one.contested, limit) or FEW,
        ]
        for door, one in figures.doors.items()
    ]
    return csv_response("cijfers", FILE_HEAD, rows)


def days_text(days: float | None) -> str:
    """`6 dagen`, `1 dag`, `2,5 dagen`, "dezelfde dag"; a dash when nobody agreed yet."""
    if days is None:
        return "–"
    return "dezelfde dag" if days == 0 else "1 dag" if days == 1 else f"{_number(days)} dagen"


def _lead(whole: DoorFigures, limit: int) -> str:
    if not whole.activated or whole.activated < limit:
        return ""
    return "op dezelfde dag" if whole.median_days == 0 else f"na {days_text(whole.median_days)}"


def _number(days: float | None) -> str:
    return "" if days is None else f"{days:g}".replace(".", ",")


def _cells(one: DoorFigures, whole: DoorFigures, limit: int) -> list[str]:
    return [
        _told(one.started, limit) or FEW,
        _share(one.started, whole.started, limit),
        _told(one.accepted, limit) or FEW,
        _share(one.accepted, whole.accepted, limit),
        days_text(one.median_days) if one.activated >= limit or not one.activated else UNTOLD,
        _told(one.contested, limit) or FEW,
    ]


def _told(count: int, limit: int) -> str:
    return "" if 0 < count < limit else count_text(count)


def _share(count: int, whole: int, limit: int) -> str:
    if 0 < count < limit:
        return UNTOLD
    return f"{round(100 * count / whole)}{PERCENT}" if whole else "–"


def _totals(figures: Figures, limit: int) -> list[str]:
    found = []
    for of in (lambda one: one.started, lambda one: one.accepted):
        found += [_total(figures, limit, of), ""]
    return found


def _total(figures: Figures, limit: int, of: Callable[[DoorFigures], int]) -> str:
    whole = of(figures.together)
    if any(0 < of(one) < limit for one in figures.doors.values()):
        # Not the sum itself: what is hidden could be worked out from it.
        about = round(whole / ROUND_TO) * ROUND_TO
        return f"ongeveer {count_text(about)}" if about else f"minder dan {ROUND_TO}"
    return count_text(whole)


def _bars(values: Sequence[tuple[str, float]], words: Callable[[float], str]) -> list[Bar]:
    longest = max((value for _, value in values), default=0) or 1
    return [Bar(label, words(value), round(100 * value / longest, 1)) for label, value in values]
