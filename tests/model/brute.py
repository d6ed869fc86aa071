"""A second opinion about mandates: slow, simple-minded, and written without a look at the program's lifecycle.

It keeps what happened as a list, and finds out where a mandate stands by living every day again from the first one. It
knows nothing of tables, sessions or sums with days that overlap: each morning it looks at the calendar, and then at
what people did that day.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

ANSWER_DAYS = 30
DECIDE_DAYS = 30
FINAL = {"refused", "withdrawn", "lapsed", "stopped", "expired"}
RISKS = ["low", "medium", "high"]
AHEAD = 45  # how many days after today are lived in advance


@dataclass(frozen=True)
class Kind:
    """A mandate type."""

    key: str
    service: str
    manages: bool
    risk: str
    by_code: bool
    longest: int | None
    starters: str


@dataclass
class Part:
    """A line as it was given; `stops` are the days from which somebody stopped it, as decided over time."""

    kind: Kind
    first: date
    last: date | None
    cooling: int


@dataclass
class Asked:
    """A second signature: for which act, who signed first, the last day, and what was shown to him."""

    act: str
    first: str
    by: date
    shown: object
    signed_by: str | None = None
    ended: bool = False


@dataclass
class Day:
    """How one day ended: the status, and which parts could be used."""

    status: str
    usable: frozenset[str]


@dataclass
class Dossier:
    """One mandate: what was agreed, and everything that happened since, with its day."""

    giver: str
    holder: str
    day: date
    parts: list[Part]
    starters: tuple[str | None, str | None]  # who decided, and who pressed the button
    must_confirm: set[str]
    occasions: dict[str, str]
    asked: bool = False  # by the holder; else the giver gave it
    two: bool = False  # two people of the side that starts must sign
    signatures: dict[str, list[Asked]] = field(default_factory=dict)  # by the party of which they are asked
    events: list[tuple[date, str, object]] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    contest_open: date | None = None
    register_pauses: bool = False
    posted: bool = False
    told_the_end: bool = False
    lived: dict[date, Day] = field(default_factory=dict, repr=False)

    @property
    def starter(self) -> str:
        return self.holder if self.asked else self.giver

    @property
    def decider(self) -> str:
        return self.giver if self.asked else self.holder

    @property
    def sent(self) -> bool:
        """Whether the other side ever heard of it."""
        return not self.two or any(event == "signed" for _, event, _ in self.events)

    @property
    def side_of(self) -> dict[str, str]:
        return {self.giver: "giver", self.holder: "holder"}

    @property
    def kinds(self) -> list[Kind]:
        return [part.kind for part in self.parts]

    def happens(self, day: date, event: str, what: object = None) -> None:
        """Write down that this happened; what was lived before is forgotten and lived again."""
        self.events.append((day, event, what))
        self.lived = {}

    def on(self, day: date, today: date) -> Day:
        """How `day` ended, or will end if nothing else happens; never ask about a day before the first one."""
        if day not in self.lived:
            self.lived = Life(self).live(max(day, today + timedelta(days=AHEAD)))
        return self.lived[day]


class Life:
    """One mandate, lived day by day."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.final = ""
        self.answer_by = dossier.day + timedelta(days=ANSWER_DAYS)
        self.unsigned = dossier.two
        self.accepted = False
        self.unconfirmed = set(dossier.must_confirm)
        self.agreed: date | None = None
        self.posted: date | None = None
        self.contested: date | None = None
        self.paused = False
        self.stops: dict[str, date] = {}
        self.over: dict[str, tuple[date, str]] = {}

    def live(self, until: date) -> dict[date, Day]:
        days: dict[date, Day] = {}
        day = self.dossier.day
        while day <= until:
            if not self.final:
                self.wake_up(day)
            for when, event, what in self.dossier.events:
                if when == day:
                    self.take(day, event, what)
            days[day] = Day(self.status(day), frozenset(self.usable(day)))
            day += timedelta(days=1)
        return days

    def wake_up(self, day: date) -> None:
        """What the calendar does before anybody gets up."""
        for part in self.dossier.parts:
            key = part.kind.key
            if key in self.over:
                continue
            if part.last is not None and part.last < day:
                self.over[key] = (day, "end")
            elif key in self.stops and self.stops[key] <= day:
                self.over[key] = (day, "stop")
        if not self.accepted and day > self.answer_by:
            self.final = "lapsed"
            return
        if self.contested is not None and day > self.contested + timedelta(days=DECIDE_DAYS):
            self.stop_everything(day)
        self.see_whether_it_is_over(day)

    def stop_everything(self, day: date) -> None:
        for part in self.dossier.parts:
            self.over.setdefault(part.kind.key, (day, "stop"))

    def see_whether_it_is_over(self, day: date) -> None:
        if len(self.over) < len(self.dossier.parts):
            return
        if "stop" in {how for when, how in self.over.values() if when == day}:
            self.final = "stopped"
        else:
            self.final = "expired" if self.accepted else "lapsed"

    def take(self, day: date, event: str, what: object) -> None:
        """What somebody did."""
        if event in {"refused", "withdrawn"}:
            self.final = event
        elif event in {"accepted", "confirmed"}:
            self.accepted = self.accepted or event == "accepted"
            self.unconfirmed -= {what}
            if self.accepted and not self.unconfirmed:
                self.agreed = day
        elif event == "signed":
            self.unsigned, self.answer_by = False, day + timedelta(days=ANSWER_DAYS)
        elif event == "posted":
            self.posted = day
        elif event == "contested":
            self.contested = day
        elif event == "decided":
            self.contested = None
        elif event in {"paused", "freed"}:
            self.paused = event == "paused"
        elif event == "stop":
            self.stop(day, *what)

    def stop(self, day: date, key: str, from_day: date) -> None:
        """Somebody stopped a part, from today or from a later day."""
        self.stops[key] = from_day
        if from_day == day and not self.final:
            self.over.setdefault(key, (day, "stop"))
            self.see_whether_it_is_over(day)

    def status(self, day: date) -> str:
        if self.final:
            return self.final
        if self.paused or self.contested is not None:
            return "suspended"
        if self.unsigned:
            return "to_sign"
        if not self.accepted:
            return "requested" if self.dossier.asked else "offered"
        if self.unconfirmed:
            return "to_confirm"
        return "active" if any(self.has_begun(part, day) for part in self.dossier.parts) else "scheduled"

    def usable(self, day: date) -> list[str]:
        if self.status(day) != "active":
            return []
        return [part.kind.key for part in self.dossier.parts if self.has_begun(part, day)]

    def has_begun(self, part: Part, day: date) -> bool:
        if part.kind.key in self.over or self.agreed is None or day < self.agreed or day < part.first:
            return False
        if not part.cooling:
            return True
        return self.posted is not None and (day - self.posted).days >= part.cooling


def months_later(day: date, months: int) -> date:
    """The last day of a period of so many months that begins on `day`, as one finds it with a paper calendar."""
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    number = day.day
    while True:
        try:
            return date(year, month, number) - timedelta(days=1)
        except ValueError:
            number -= 1
