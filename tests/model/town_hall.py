"""What the brute-force model expects of every act: the class of the refusal, or what is written and posted."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.model.brute import DECIDE_DAYS, FINAL, RISKS, Dossier, Kind, Part, months_later
from tests.model.desk import Desk, Refused
from tests.model.people import EXECUTES, LAW, Who
from tests.world import DUO, HOMELESS

COOLING = 10
OPEN = {"offered", "requested"}
ACTIVE = ["active.giver", "active.holder"]
STOPPED = ["stopped.giver", "stopped.holder"]
SUSPENDED = ["suspended.giver", "suspended.holder"]


@dataclass
class TownHall(Desk):
    """Everything the model remembers. `today` and `now` follow the clock of the world."""

    today: date
    now: datetime
    dossiers: list[Dossier] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)
    consents: int = 0
    alarms: int = 0
    pauses_by_number: list[datetime] = field(default_factory=list)

    def status(self, dossier: Dossier, day: date | None = None) -> str:
        return dossier.on(day or self.today, self.today).status

    # Who may do it

    def check_side(self, dossier: Dossier, who: Who, number: str, *, widens: bool, code: bool = True) -> None:
        """Whether this person may decide for this side of the mandate; the refusal in the order people meet it."""
        if who.number not in (dossier.giver, dossier.holder) or self.is_hidden(dossier, who):
            raise Refused("NotFound")
        if who.door == "code" and not code:
            raise Refused("NotAllowed")
        if who.number != number:
            raise Refused("NotAllowed")
        self.check_person(who, widens=widens)

    def is_hidden(self, dossier: Dossier, who: Who) -> bool:
        return who.number != dossier.starter and not dossier.sent

    def check_person(self, who: Who, *, widens: bool) -> None:
        if who.door == "home" and not who.decides:
            raise Refused("NotAllowed")
        if who.door == "code" and widens and not who.says_he_decides:
            raise Refused("NotAllowed")
        if who.door == "counter" and not who.consents:
            raise Refused("Conflict")

    def check_widening(self, who: Who, kinds: list[Kind]) -> None:
        if any(RISKS.index(kind.risk) > RISKS.index(who.risk or "low") for kind in kinds):
            raise Refused("NotAllowed")
        if who.door == "code" and not all(kind.by_code for kind in kinds):
            raise Refused("NotAllowed")

    # The acts

    def begin(
        self, who: Who, other: str, kinds: list[Kind], first: date | None, months: int | None, last: date | None,
        *, asks: bool,
    ) -> Dossier:  # fmt: skip
        """Give to the other side, or ask it."""
        if who.door == "code":
            raise Refused("NotAllowed")
        giver, holder = (other, who.number) if asks else (who.number, other)
        if other == who.number or other in self.stopped:
            raise Refused("Invalid")
        if who.number in self.stopped:
            raise Refused("Conflict")
        self.check_person(who, widens=True)
        if any(kind.starters not in ("both", "holder" if asks else "giver") for kind in kinds):
            raise Refused("Invalid")
        start = first or self.today
        if start < self.today or (last is not None and last < max(start, self.today)):
            raise Refused("Invalid")
        held = self.held(giver, holder, who.number)
        left = [kind for kind in kinds if kind.key not in held]
        if not left:
            raise Refused("Conflict")
        self.check_widening(who, left)
        dossier = Dossier(
            giver,
            holder,
            self.today,
            [_part(kind, start, months, last) for kind in left],
            (who.person, who.clerk),
            {number for number in (giver, holder) if number == HOMELESS},
            {who.number: who.occasion},
            asks,
            who.number == DUO,
        )
        self.dossiers.append(dossier)
        if dossier.two:
            return self.wait_for_second(dossier, who)
        if asks:
            return self.write(dossier, "requested", ["invitation.giver"])
        return self.write(dossier, "given", ["given.giver", "invitation.holder"])

    def held(self, giver: str, holder: str, asker: str | None = None, but: Dossier | None = None) -> set[str]:
        """The types that this holder has running or waiting from this giver, as far as the asker may know."""
        found = set()
        for dossier in self.dossiers:
            if dossier is but or (self.status(dossier) == "to_sign" and dossier.starter != asker):
                continue
            if (dossier.giver, dossier.holder) == (giver, holder) and self.status(dossier) not in FINAL:
                found |= {part.kind.key for part in dossier.parts if not self.is_over(dossier, part, self.today)}
        return found

    def is_over(self, dossier: Dossier, part: Part, day: date) -> bool:
        """Whether a stop or the last day ends this part by `day`."""
        stops = [what[1] for _, event, what in dossier.events if event == "stop" and what[0] == part.kind.key]
        return (part.last is not None and part.last < day) or any(stop <= day for stop in stops)

    def accept(self, dossier: Dossier, who: Who) -> None:
        self.check_side(dossier, who, dossier.decider, widens=True)
        status = self.status(dossier)
        if any(event == "accepted" for _, event, _ in dossier.events) and status not in FINAL:
            return
        if status not in OPEN:
            raise Refused("Conflict")
        self.check_widening(who, dossier.kinds)
        if who.number == DUO and who.door == "code":
            raise Refused("Conflict")
        self.check_answer(dossier, who)
        if who.number == DUO:
            self.ask_second(dossier, who, "accept", self.last_day_to_answer(dossier))
        else:
            self.finish_accepting(dossier, who)

    def check_answer(self, dossier: Dossier, who: Who) -> None:
        # Who signed second for the side that started answers it as little as who started.
        hands = {dossier.starters[0]} | {one.signed_by for one in dossier.signatures.get(dossier.starter, [])} - {None}
        same = bool(hands & {who.person, who.clerk}) or dossier.starters[1] == who.person
        if same and not {dossier.giver, dossier.holder} <= LAW.get(who.person, set()):
            raise Refused("NotAllowed")
        if {dossier.giver, dossier.holder} & self.stopped:
            raise Refused("Conflict")

    def finish_accepting(self, dossier: Dossier, who: Who) -> None:
        dossier.occasions.setdefault(dossier.decider, who.occasion if who.door == "home" else who.door)
        dossier.happens(self.today, "accepted", "")
        self.write(dossier, "accepted", [] if self.waits_for(dossier) else ACTIVE)

    def waits_for(self, dossier: Dossier) -> set[str]:
        """The sides that must still confirm."""
        return dossier.must_confirm - {what for _, event, what in dossier.events if event == "confirmed"}

    def answer(self, dossier: Dossier, who: Who, event: str) -> None:
        """Refuse or withdraw."""
        side = dossier.decider if event == "refused" else dossier.starter
        other = "giver" if side == dossier.holder else "holder"
        self.check_side(dossier, who, side, widens=False)
        if any(done == event for _, done, _ in dossier.events):
            return
        if event == "withdrawn" and self.status(dossier) == "to_sign":
            self.end_unsigned(dossier, who)
            return
        if self.status(dossier) not in OPEN:
            raise Refused("Conflict")
        dossier.happens(self.today, event)
        self.write(dossier, event, [f"{event}.{other}"])

    def end(self, dossier: Dossier, who: Who, kind: str, key: str | None, in_days: int | None) -> None:
        """Stop or renounce, the whole or one line, today or later."""
        side = dossier.giver if kind == "stopped" else dossier.holder
        self.check_side(dossier, who, side, widens=False)
        if in_days is not None and in_days < 0:
            raise Refused("Invalid")
        if key is not None and key not in {one.key for one in dossier.kinds}:
            raise Refused("Invalid")
        status = self.status(dossier)
        if status in {"stopped", "expired"}:
            return
        if status in FINAL | {"to_sign"}:
            raise Refused("Conflict")
        if self.stop_parts(dossier, key, self.today + timedelta(days=in_days or 0)):
            self.write(dossier, kind, STOPPED)

    def stop_parts(self, dossier: Dossier, key: str | None, from_day: date) -> bool:
        changed = [
            part for part in dossier.parts if key in (None, part.kind.key) and not self.is_over(dossier, part, from_day)
        ]
        for part in changed:
            dossier.happens(self.today, "stop", (part.kind.key, from_day))
        return bool(changed)

    def contest(self, dossier: Dossier, who: Who) -> None:
        self.check_side(dossier, who, who.number, widens=False)
        self.pause(dossier)

    def contest_by_number(self, dossier: Dossier) -> None:
        if self.pause(dossier):
            self.pauses_by_number.append(self.now)
            recent = [moment for moment in self.pauses_by_number if moment > self.now - timedelta(hours=1)]
            self.alarms += len(recent) > 3

    def pause(self, dossier: Dossier) -> bool:
        if self.status(dossier) in FINAL | {"to_sign"}:
            raise Refused("Conflict")
        if dossier.contest_open:
            return False
        dossier.contest_open = self.today
        dossier.happens(self.today, "contested")
        self.write(dossier, "contested", SUSPENDED)
        return True

    def decide(self, dossier: Dossier, who: Who, *, resume: bool) -> None:
        self.check_side(dossier, who, dossier.giver, widens=resume, code=False)
        if resume:
            self.check_widening(who, dossier.kinds)
        if self.status(dossier) in FINAL and (dossier.contest_open or dossier.register_pauses):
            raise Refused("Conflict")
        if not dossier.contest_open:
            return
        if resume and who.number == DUO:
            self.ask_second(dossier, who, "resume", dossier.contest_open + timedelta(days=DECIDE_DAYS))
            return
        self.finish_deciding(dossier, resume=resume)

    def finish_deciding(self, dossier: Dossier, *, resume: bool) -> None:
        dossier.contest_open = None
        dossier.happens(self.today, "decided")
        if resume:
            self.write(dossier, "resumed", ACTIVE if self.status(dossier) == "active" else [])
        else:
            self.stop_parts(dossier, None, self.today)
            self.write(dossier, "stopped", STOPPED)

    def confirm(self, dossier: Dossier, who: Who) -> None:
        self.check_side(dossier, who, who.number, widens=True, code=False)
        if who.number not in dossier.must_confirm:
            raise Refused("Conflict")
        if who.number not in self.waits_for(dossier):
            return
        if self.status(dossier) in FINAL | {"suspended"}:
            raise Refused("Conflict")
        self.check_widening(who, dossier.kinds)
        if who.number not in dossier.occasions:
            raise Refused("Conflict")
        if dossier.occasions[who.number] == who.occasion:
            raise Refused("NotAllowed")
        dossier.happens(self.today, "confirmed", who.number)
        accepted = any(event == "accepted" for _, event, _ in dossier.events)
        self.write(dossier, "confirmed", ACTIVE if accepted and not self.waits_for(dossier) else [])

    def post(self, dossier: Dossier) -> None:
        if not dossier.posted:
            dossier.posted = True
            dossier.happens(self.today, "posted")
            self.write(dossier, "letter_handed_over" if dossier.giver == HOMELESS else "letter_posted", [])

    # What happens by itself

    def daily_job(self) -> None:
        for dossier in self.dossiers:
            status = self.status(dossier)
            late = dossier.contest_open and self.today > dossier.contest_open + timedelta(days=DECIDE_DAYS)
            people_ended = any(event in {"refused", "withdrawn"} for _, event, _ in dossier.events)
            if not people_ended:
                self.close_signatures(dossier, status)
            if dossier.told_the_end or people_ended or not (late or status in {"lapsed", "expired"}):
                continue
            if late:
                self.close_contest(dossier, dossier.contest_open + timedelta(days=DECIDE_DAYS + 1))
            if status in {"lapsed", "expired"}:
                dossier.told_the_end = True
                tells = status == "lapsed" and dossier.sent
                self.write(dossier, status, ["lapsed.giver", "lapsed.holder"] if tells else [])

    def close_contest(self, dossier: Dossier, day: date) -> None:
        before = self.status(dossier, day - timedelta(days=1))
        dossier.contest_open = None
        if before not in FINAL and self.status(dossier, day) == "stopped":
            running = [part for part in dossier.parts if not self.is_over(dossier, part, day)]
            if running:
                self.write(dossier, "undecided", STOPPED)

    def follow_register(self) -> None:
        for dossier in self.dossiers:
            hit = bool({dossier.giver, dossier.holder} & self.stopped)
            if self.status(dossier) == "to_sign":
                continue
            if hit and not dossier.register_pauses and self.status(dossier) not in FINAL:
                dossier.register_pauses = True
                dossier.happens(self.today, "paused")
                self.write(dossier, "suspended", SUSPENDED)
            elif not hit and dossier.register_pauses:
                dossier.register_pauses = False
                dossier.happens(self.today, "freed")
                self.write(dossier, "unsuspended", [])

    # The check

    def mandates_that_allow(
        self, giver: str, service: str, manages: bool, day: date, person: str | None, holder: str | None
    ) -> list[Dossier]:
        """The mandates on which somebody may act: for a person, those of holders where he executes."""
        found = []
        for dossier in self.dossiers:
            if dossier.giver != giver or holder not in (None, dossier.holder) or day < dossier.day:
                continue
            executes = LAW.get(person or "", set()) | EXECUTES.get(person or "", set())
            if person is not None and dossier.holder not in executes:
                continue
            usable = dossier.on(day, self.today).usable
            carried = [one for one in dossier.kinds if one.key in usable and service in (one.key, one.service)]
            if any(kind.manages or not manages for kind in carried):
                found.append(dossier)
        return found

    def write(self, dossier: Dossier, entry: str, letters: list[str]) -> Dossier:
        dossier.entries.append(entry)
        dossier.letters.extend(letters)
        return dossier


def _part(kind: Kind, start: date, months: int | None, last: date | None) -> Part:
    asked = months_later(start, months) if months else last
    longest = months_later(start, kind.longest) if kind.longest else None
    ends = [day for day in (asked, longest) if day is not None]
    return Part(kind, start, min(ends, default=None), COOLING if kind.risk == "high" else 0)
