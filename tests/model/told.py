"""Who may represent whom, read again from nothing but what people were seen doing, in the order in which they did it.

Mandates live as in `brute`. Beside them stand the appointments of colleagues, as a list of what happened to each. Every
question is answered by going through all of it; nothing is remembered but the acts.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.model.brute import ANSWER_DAYS, FINAL, Dossier, Kind, Part, months_later
from tests.world import BAKERY, OFFICE, OTHER

COOLING = 10
MANAGER = "manager"
LAW = {"maria": BAKERY, "jan": OFFICE, "rik": OFFICE, "wim": OTHER}
Listed = tuple[int, frozenset[str]]  # the number of a list, and what stands in it
FAR = 500  # days: as good as without an end


@dataclass
class Grant:
    """One right as it was given: for the mandate with this number, for a list as it was then, or for all; to look or
    also to manage.

    `listed` is the number of that list and what stood in it, `comes_to` the kinds of part that the right can be about,
    None for any. `stop` is from when it was taken back.
    """

    kind: str
    manages: bool
    which: int | None
    first: date
    last: date | None
    stop: date | None = None
    listed: "Listed | None" = None
    comes_to: frozenset[str] | None = None

    def on(self, day: date) -> bool:
        return day >= self.first and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        return (self.last is not None and day > self.last) or (self.stop is not None and day >= self.stop)

    def same_as(self, other: "Grant") -> bool:
        mine, other_one = ((one.kind, one.manages, one.which, one.listed, one.last) for one in (self, other))
        return mine == other_one

    def is_within(self, held: "Grant", today: date) -> bool:
        """Whether who has that one has this one too, on each day to come."""
        if held.kind != self.kind or held.which not in (None, self.which) or (self.manages and not held.manages):
            return False
        if held.listed is not None and (self.comes_to is None or self.comes_to - held.listed[1]):
            return False
        days = [today + timedelta(days=number) for number in range(FAR)]
        return all(held.on(day) for day in days if self.on(day))


@dataclass
class Post:
    """An appointment; `events` are (day, what happened). `person` is None for a name that nobody answers to yet."""

    party: str
    person: str | None
    by: str
    begun: date
    grants: list[Grant]
    invited: bool
    signs: bool
    replaces: list[Grant] = field(default_factory=list)
    second: str | None = None
    events: list[tuple[date, str]] = field(default_factory=list)

    def day_of(self, what: str) -> date | None:
        return next((day for day, event in self.events if event == what), None)

    def agreed_on(self, day: date) -> bool:
        agreed = self.day_of("agreed")
        return agreed is not None and agreed <= day

    def waits(self, day: date, *, for_signature: bool) -> bool:
        """Whether it still waits, for the second signature or for the yes of who was invited."""
        if any(event in {"agreed", "refused", "withdrawn"} for _, event in self.events):
            return False
        signed = self.day_of("signed")
        if for_signature != (self.signs and signed is None):
            return False
        in_time = day <= (signed or self.begun) + timedelta(days=ANSWER_DAYS)
        return in_time and not all(one.is_over(day) for one in self.grants)


@dataclass
class Told:
    """All that people were seen doing. `sources` says from which part a part was passed on, `takers` who takes over."""

    today: date
    dossiers: list[Dossier] = field(default_factory=list)
    sources: dict[tuple[int, str], tuple[int, str]] = field(default_factory=dict)
    takers: list[tuple[int, int, str]] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)

    # Mandates

    def open(self, holder: str, kinds: list[Kind], last: date | None) -> int:
        """The bakery gave this; returns its number."""
        parts = []
        for kind in kinds:
            longest = months_later(self.today, kind.longest) if kind.longest else None
            ends = [day for day in (last, longest) if day is not None]
            cooling = COOLING if kind.risk == "high" else 0
            parts.append(Part(kind, self.today, min(ends, default=None), cooling))
        self.dossiers.append(Dossier(BAKERY, holder, self.today, parts, (None, None), set(), {}))
        return len(self.dossiers) - 1

    def happens(self, number: int, event: str) -> None:
        self.dossiers[number].happens(self.today, event, "")

    def has_happened(self, number: int, event: str) -> bool:
        return any(one == event for _, one, _ in self.dossiers[number].events)

    def stop(self, number: int, key: str | None, from_day: date) -> None:
        dossier = self.dossiers[number]
        for part in dossier.parts:
            if key not in (None, part.kind.key) or (part.last is not None and part.last < from_day):
                continue
            earlier = [what[1] for _, event, what in dossier.events if event == "stop" and what[0] == part.kind.key]
            if not any(day <= from_day for day in earlier):
                dossier.happens(self.today, "stop", (part.kind.key, from_day))

    def usable(self, number: int, day: date) -> set[str]:
        """The parts of this mandate that its holder could use at the end of the day."""
        dossier = self.dossiers[number]
        if day < dossier.day:
            return set()
        found = set(dossier.on(day, self.today).usable)
        found = {key for key in found if not self.was_taken(number, key, day)}
        chained = {key: self.sources.get((number, key)) for key in found}
        return {key for key, from_ in chained.items() if from_ is None or from_[1] in self.usable(from_[0], day)}

    def was_taken(self, number: int, key: str, day: date) -> bool:
        """Whether somebody who takes it over could use it on that day, or on one before."""
        for new, old, taken in self.takers:
            begun = self.dossiers[new].day
            days = [begun + timedelta(days=one) for one in range((day - begun).days + 1)]
            if (old, taken) == (number, key) and any(key in self.usable(new, one) for one in days):
                return True
        return False

    def keep_what_was_taken(self) -> None:
        """What the new one may do now the old one may not, also when the new one is stopped later today."""
        for new, old, key in self.takers:
            if key in self.usable(new, self.today):
                self.stop(old, key, self.today)

    def follow_register(self) -> None:
        for dossier in self.dossiers:
            hit = bool({dossier.giver, dossier.holder} & self.stopped)
            ended = dossier.on(self.today, self.today).status in FINAL
            if hit != dossier.register_pauses and not (hit and ended):
                dossier.register_pauses = hit
                dossier.happens(self.today, "paused" if hit else "freed")

    # Colleagues

    def held(self, person: str, party: str) -> list[Grant]:
        """What this person has or will have there by what was agreed up to today."""
        mine = [one for one in self.posts if (one.person, one.party) == (person, party)]
        return [right for one in mine if one.agreed_on(self.today) for right in one.grants
                if not right.is_over(self.today)]  # fmt: skip

    def holding(self, person: str, party: str, day: date) -> list[Grant]:
        mine = [one for one in self.posts if (one.person, one.party) == (person, party) and one.agreed_on(day)]
        return [right for one in mine for right in one.grants if right.on(day)]

    def decides(self, person: str, party: str) -> bool:
        """Whether he may decide for the party today: by law, or by a right that somebody who could gave him."""
        return LAW.get(person) == party or any(one.kind == MANAGER for one in self.holding(person, party, self.today))

    def works_at(self, person: str, party: str) -> bool:
        return LAW.get(person) == party or bool(self.held(person, party))

    def asks_two(self, who: str, grants: list[Grant]) -> bool:
        """Rik cannot let anybody decide for the office without a second signature."""
        return who == "rik" and any(one.kind == MANAGER for one in grants)

    # The question

    def may(self, person: str, holder: str, service: str, day: date, *, manages: bool) -> bool:
        """Whether an unbroken chain leads from this person to the bakery on that day."""
        rights = [one for one in self.holding(person, holder, day) if one.kind != MANAGER]
        for number, dossier in enumerate(self.dossiers):
            if dossier.holder != holder:
                continue
            usable = self.usable(number, day)
            parts = [one for one in dossier.kinds if one.key in usable and one.service == service]
            keys = {one.key for one in parts if one.manages or not manages}
            if keys and LAW.get(person) == holder:
                return True
            reach = [one for one in rights if one.which in (None, number) and (one.manages or not manages)]
            if any(one.listed is None or key in one.listed[1] for one in reach for key in keys):
                return True
        return False
