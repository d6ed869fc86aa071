"""The state machine: random people do random acts on random days, and the program must agree with the model."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.acts.contesting import contest_by_number
from app.core.acts.days import list_due
from app.core.acts.giving import give_mandate
from app.core.acts.requesting import request_mandate
from app.core.acts.stopping import stop_about
from app.core.errors import CoreError
from app.core.letters.post_tray import mark_handed_over, mark_posted
from app.core.representation.checking import Question, may_represent
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel, MandateType
from app.models.outbox import OutboxItem
from app.models.visit import Visit
from tests import acting
from tests.four_eyes import looked_at
from tests.model.brute import FINAL, Dossier, Kind
from tests.model.people import CAST, LAW, NAMES, NUMBERS, Town, Who
from tests.model.town_hall import Refused, TownHall
from tests.world import BAKERY, DUO, HOMELESS, NOON, OFFICE, OTHER, REASON, World

KEYS = ("hinder.manage", "subsidy.view", "kmop.manage", "recog.manage", "permit.view")
SERVICES = ("hinderpremie", "kmo-portefeuille", "erkenning", "omgevingsvergunning", "hinder.manage", "nothing")
# That a colleague of the clerk looks first is a step of the helper, not of the model.
LOOKS = ("look_asked", "looked")
_ENTRIES = select(func.count()).select_from(JournalEntry).where(JournalEntry.kind.not_in(LOOKS))
_COUNTS = (_ENTRIES, *(select(func.count()).select_from(table) for table in (Letter, OutboxItem)))
TOTALS = [one.scalar_subquery() for one in _COUNTS]
OPEN = {"offered", "requested"}
RUNNING = OPEN | {"to_confirm", "scheduled", "active"}
WHICH = st.integers(0, 5)
Pick = tuple[int, Who, bool]
PICK = st.tuples(WHICH, st.sampled_from(CAST), st.sampled_from((True, True, False)))
GIVERS = st.sampled_from([*CAST, *[who for who in CAST if who.number in (BAKERY, HOMELESS, DUO) and who.decides] * 3])
ASKERS = st.sampled_from([*CAST, *[who for who in CAST if who.number == OFFICE and who.decides] * 3])
LINES = {
    "keys": st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True),
    "starts": st.one_of(st.none(), st.integers(-1, 20)),
    "months": st.sampled_from((None, 1, 12, 13)),
    "ends": st.one_of(st.none(), st.integers(-1, 45)),
}


def attempt(do: Callable[[], Any]) -> tuple[Any, CoreError | None]:
    """What it gave, or how it was refused, in a sentence."""
    try:
        return do(), None
    except CoreError as refusal:
        return None, refusal if refusal.sentence else None


class MandateMachine(RuleBasedStateMachine):
    """One run. `town` is built once per engine; what a run does is undone after it."""

    town: Town
    seen: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.world: World = self.town.world
        self.savepoint = self.world.session.begin_nested()
        self.world.now = NOON
        self.hall = TownHall(NOON.date(), NOON)
        self.mandates: list[Mandate] = []
        self.finals: dict[int, str] = {}
        self.base = self.totals()
        self.steps = 0

    def totals(self) -> tuple[int, ...]:
        """How many journal entries, letters and outbox items there are."""
        return tuple(self.world.session.execute(select(*TOTALS)).one())

    # How an act is judged

    def judge(self, name: str, expect: Callable[[], Any], do: Callable[[], Any]) -> Any:
        """Do it in both; the same refusal or the same effects. Returns what the program gave, or None."""
        self.world.now += timedelta(minutes=10)
        self.hall.now = self.world.now
        expected = None
        try:
            expect()
        except Refused as refusal:
            expected = refusal.sort
        done, refused = attempt(do)
        assert (type(refused).__name__ if refused else None) == expected, f"{name}: {refused!r}, expected {expected}"
        self.seen[name if expected is None else f"{name} {expected}"] += 1
        return done

    def choose(self, pick: Pick, side: Callable[[Dossier], str], statuses: set[str]) -> tuple[int, Who]:
        """Which mandate and who: two times out of three a likely one and somebody who may, else anybody."""
        which, who, rightly = pick
        numbers = list(range(len(self.mandates)))
        if rightly:
            numbers = [one for one in numbers if self.hall.status(self.hall.dossiers[one]) in statuses] or numbers
            right = [one for one in CAST if one.number == side(self.hall.dossiers[numbers[which % len(numbers)]])]
            right = [one for one in right if one.may]
            who = right[CAST.index(who) % len(right)]
        return numbers[which % len(numbers)], who

    def act(
        self, name: str, number: int, who: Who, expect: Callable[[Dossier], None], about: str = "", **more: Any
    ) -> None:
        """Somebody does something with a mandate; at the counter the customer agreed to exactly this, `about`."""
        dossier, mandate = self.hall.dossiers[number], self.mandates[number]
        actor = self.town.actor(who, mandate.id)
        if actor is None:
            return
        self.consent(who, actor, about or f"{name}:{mandate.id}")
        self.judge(name, lambda: expect(dossier), lambda: getattr(acting, name)(self.world, mandate, actor, **more))

    def consent(self, who: Who, actor: Actor, about: str) -> None:
        if who.door != "counter":
            return
        if who.consents:
            acting.consent(self.world, actor, about)
            self.hall.consents += 3  # asked alone, agreed, told back: each is an entry
        else:
            visit = self.world.session.get_one(Visit, actor.visit_id)
            visit.consented_at = visit.consent_about = None

    # The acts

    @initialize(
        who=st.sampled_from((CAST[0], CAST[2], Who("godelieve", DUO))),
        keys=st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True),
    )
    def begin(self, who: Who, keys: list[str]) -> None:
        self.give(who, OFFICE, keys, None, 12, None)

    @precondition(lambda self: len(self.mandates) < 6)
    @rule(who=GIVERS, holder=st.sampled_from((OFFICE, OFFICE, OTHER, HOMELESS, BAKERY, DUO)), **LINES)
    def give_something(
        self, who: Who, holder: str, keys: list[str], starts: int | None, months: int | None, ends: int | None
    ) -> None:
        first, last = self.days(starts, months, ends)
        self.give(who, holder, keys, first, months, last)

    @precondition(lambda self: len(self.mandates) < 6)
    @rule(who=ASKERS, giver=st.sampled_from((BAKERY, BAKERY, HOMELESS, OFFICE, DUO)), **LINES)
    def ask_something(
        self, who: Who, giver: str, keys: list[str], starts: int | None, months: int | None, ends: int | None
    ) -> None:
        first, last = self.days(starts, months, ends)
        self.give(who, giver, keys, first, months, last, asks=True)

    def days(self, starts: int | None, months: int | None, ends: int | None) -> tuple[date | None, date | None]:
        """The first day and, when no number of months is asked, the last one."""
        first = None if starts is None else self.hall.today + timedelta(days=starts)
        return first, None if ends is None or months else self.hall.today + timedelta(days=ends)

    def give(
        self, who: Who, other: str, keys: list[str], first: date | None, months: int | None, last: date | None,
        *, asks: bool = False,
    ) -> None:  # fmt: skip
        letter_of = self.mandates[-1].id if self.mandates else None
        actor = self.town.actor(who, letter_of)
        if actor is None:
            return
        party = self.town.parties[who.number]
        asked = {"started_by": Side.HOLDER, "reason": REASON} if asks else {}
        days = {"first_day": first, "months": months, "last_day": last}
        wish = self.world.wish(*keys, starter_id=party.id, other_number=other, **asked, **days)
        self.consent(who, actor, wish.fingerprint())
        start = request_mandate if asks else give_mandate
        started = self.judge(
            "ask" if asks else "give",
            lambda: self.hall.begin(who, other, self.kinds(keys), first, months, last, asks=asks),
            lambda: looked_at(self.world, actor, lambda: start(
                self.world.session, actor, wish, policy=self.world.policy, now=self.world.now
            )),
        )  # fmt: skip
        if started is not None:
            self.mandates.append(started)

    def kinds(self, keys: list[str]) -> list[Kind]:
        types = [self.world.session.get_one(MandateType, key) for key in keys]
        return [
            Kind(
                one.key,
                " ".join(one.services),
                one.access_level == "manage",
                one.risk,
                one.code_allowed,
                one.longest_months,
                one.starters,
            )
            for one in types
        ]

    @rule(pick=PICK)
    def accept(self, pick: Pick) -> None:
        number, who = self.choose(pick, lambda one: one.decider, OPEN)
        self.act("accept", number, who, lambda dossier: self.hall.accept(dossier, who))

    @rule(pick=PICK, refuses=st.booleans())
    def answer(self, pick: Pick, refuses: bool) -> None:
        name, event = ("refuse", "refused") if refuses else ("withdraw", "withdrawn")
        number, who = self.choose(pick, lambda one: one.decider if refuses else one.starter, OPEN)
        self.act(name, number, who, lambda dossier: self.hall.answer(dossier, who, event))

    @rule(pick=PICK, signs=st.sampled_from((True, True, False)))
    def sign_second(self, pick: Pick, signs: bool) -> None:
        name = "sign" if signs else "refuse_signature"
        number, who = self.choose(pick, lambda one: DUO if DUO in one.signatures else one.starter, {"to_sign"} | OPEN)
        expect = self.hall.sign if signs else self.hall.refuse_signature
        self.act(name, number, who, lambda dossier: expect(dossier, who))

    @rule(
        pick=PICK,
        renounces=st.booleans(),
        part=st.one_of(st.none(), st.integers(0, 3)),
        in_days=st.one_of(st.none(), st.integers(-1, 20)),
    )
    def stop(self, pick: Pick, renounces: bool, part: int | None, in_days: int | None) -> None:
        name, kind = ("renounce", "renounced") if renounces else ("stop", "stopped")
        side = (lambda one: one.holder) if renounces else (lambda one: one.giver)
        number, who = self.choose(pick, side, {"active", "scheduled", "to_confirm", "suspended"})
        kinds = [one.key for one in self.hall.dossiers[number].kinds]
        key = None if part is None else [*kinds, "recog.view"][part % (len(kinds) + 1)]
        which = {
            "type_keys": [key] if key else None,
            "stop_day": None if in_days is None else self.hall.today + timedelta(days=in_days),
        }
        about = stop_about(kind, self.mandates[number].id, **which)
        self.act(name, number, who, lambda dossier: self.hall.end(dossier, who, kind, key, in_days), about, **which)

    @rule(pick=PICK, by_number=st.booleans(), holder=st.booleans())
    def contest(self, pick: Pick, by_number: bool, holder: bool) -> None:
        number, who = self.choose(pick, lambda one: one.holder if holder else one.giver, RUNNING)
        if not by_number:
            self.act("contest", number, who, lambda dossier: self.hall.contest(dossier, who))
            return
        mandate = self.mandates[number]
        self.judge(
            "contest_by_number",
            lambda: self.hall.contest_by_number(self.hall.dossiers[number]),
            lambda: contest_by_number(
                self.world.session,
                self.town.visits["petra"],
                mandate.dossier_number,
                reason="other",
                policy=self.world.policy,
                now=self.world.now,
            ),
        )

    @rule(pick=PICK, resume=st.sampled_from((True, True, False)))
    def decide(self, pick: Pick, resume: bool) -> None:
        name = "resume" if resume else "stop_contested"
        number, who = self.choose(pick, lambda one: one.giver, {"suspended"})
        self.act(name, number, who, lambda dossier: self.hall.decide(dossier, who, resume=resume))

    @rule(pick=PICK)
    def confirm(self, pick: Pick) -> None:
        number, who = self.choose(pick, lambda one: HOMELESS, {"to_confirm"})
        self.act("confirm", number, who, lambda dossier: self.hall.confirm(dossier, who))

    @rule(which=WHICH)
    def post(self, which: int) -> None:
        """The giver's letter is printed, if it is not yet, and leaves."""
        number = which % len(self.mandates)
        if not self.hall.dossiers[number].sent:
            return
        kind = "invitation.giver" if self.hall.dossiers[number].asked else "given.giver"
        query = self.world.session.query(Letter).filter_by(mandate_id=self.mandates[number].id, kind=kind)
        letter = query.one()
        if letter.printed_at is None:
            letter.printed_at, letter.sha256, letter.pages = self.world.now, "0" * 64, 1
        leave = mark_handed_over if letter.handed_over else mark_posted
        petra = self.town.visits["petra"]
        self.judge(
            "post",
            lambda: self.hall.post(self.hall.dossiers[number]),
            lambda: leave(self.world.session, petra, [letter.id], on=self.hall.today, now=self.world.now),
        )

    # What happens by itself

    @rule(number=st.sampled_from((BAKERY, OFFICE)))
    def register_changes(self, number: str) -> None:
        """An enterprise stops; as long as one has stopped, the next change corrects the register."""
        number = next(iter(self.hall.stopped), number)
        stops = number not in self.hall.stopped
        self.hall.stopped ^= {number}
        self.world.set_situation(number, "bankrupt" if stops else "normal")
        self.judge("register", self.hall.follow_register, lambda: acting.run_register(self.world))

    @rule(days=st.integers(0, 40), job=st.booleans())
    def days_pass(self, days: int, job: bool) -> None:
        self.hall.today += timedelta(days=days)
        if days:
            midday = NOON + timedelta(days=(self.hall.today - NOON.date()).days)
            self.world.now = self.hall.now = midday
        if job:
            self.judge("daily job", self.hall.daily_job, lambda: acting.run_days(self.world))
            assert list_due(self.world.session, now=self.world.now) == []

    # What must always be so

    @rule(
        person=st.one_of(st.none(), st.sampled_from(NAMES)),
        giver=st.sampled_from((BAKERY, BAKERY, HOMELESS, DUO)),
        holder=st.one_of(st.none(), st.sampled_from(NUMBERS)),
        service=st.sampled_from(SERVICES),
        manages=st.booleans(),
        in_days=st.one_of(st.just(0), st.integers(-60, 40)),
    )
    def check(
        self, person: str | None, giver: str, holder: str | None, service: str, manages: bool, in_days: int
    ) -> None:
        if person is None and holder is None:
            return
        day = self.hall.today + timedelta(days=in_days)
        answer = may_represent(
            self.world.session,
            Question(
                self.town.parties[giver].id,
                service,
                AccessLevel.MANAGE if manages else AccessLevel.VIEW,
                day,
                self.town.persons[person].id if person else None,
                self.town.parties[holder].id if holder else None,
            ),
        )
        by_law = holder in (None, giver) and giver in LAW.get(person or "", set())
        carrying = self.hall.mandates_that_allow(giver, service, manages, day, person, holder)
        assert answer.allowed is (by_law or bool(carrying)), answer
        if answer.mandate_id is not None:
            numbers = [self.mandates[self.hall.dossiers.index(dossier)].id for dossier in carrying]
            assert answer.mandate_id in numbers
        self.seen[f"check {'yes' if answer.allowed else 'no'}"] += 1

    @invariant()
    def everybody_agrees(self) -> None:
        """The status now and on other days, letters, journal and outbox are those of the model."""
        self.steps += 1
        others = (-(self.steps * 7 % 61), self.steps * 11 % 44, -(self.steps * 3 % 17))
        for number, (dossier, mandate) in enumerate(zip(self.hall.dossiers, self.mandates, strict=True)):
            for days in (0, *others):
                day = max(self.hall.today + timedelta(days=days), dossier.day)
                assert mandate.status_on(day) == self.hall.status(dossier, day), (day, dossier)
            status = self.hall.status(dossier)
            assert self.finals.get(number, status) == status, f"{self.finals[number]} became {status}"
            if status in FINAL:
                self.finals[number] = status
        written = sum(len(dossier.entries) for dossier in self.hall.dossiers) + self.hall.consents + self.hall.alarms
        posted = sum(len(dossier.letters) for dossier in self.hall.dossiers)
        grown = [now - then for now, then in zip(self.totals(), self.base, strict=True)]
        assert grown == [written, posted, posted]

    def teardown(self) -> None:
        try:
            self.compare_everything()
        finally:
            self.savepoint.rollback()
            self.world.session.expire_all()
        self.seen["runs"] += 1
        self.seen["acts"] += self.steps

    def compare_everything(self) -> None:
        """Every day of every mandate, every entry and every letter, as another reader finds them."""
        self.world.session.flush()
        self.world.session.expire_all()
        for dossier, mandate in zip(self.hall.dossiers, self.mandates, strict=True):
            fresh = acting.get_mandate(self.world.session, mandate.id)
            day = dossier.day
            while day <= self.hall.today + timedelta(days=40):
                assert fresh.status_on(day) == self.hall.status(dossier, day), (day, dossier)
                usable = {line.type_key for line in fresh.lines if fresh.line_holds_on(line, day)}
                assert usable == dossier.on(day, self.hall.today).usable
                day += timedelta(days=1)
            assert [one for one in acting.kinds(self.world, mandate) if one not in LOOKS] == dossier.entries
            letters = acting.letters(self.world, mandate)
            assert letters == dossier.letters
            again = ("stopped", "active", "suspended", "to_sign", "not_signed")
            once = [kind for kind in letters if not kind.startswith(again)]
            assert len(once) == len(set(once)), "somebody is told the same thing twice"
