"""A village in which people give mandates, pass them on and stop them: the first half of the joint model."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import CoreError
from app.core.people.parties import ensure_enterprise_party
from app.core.people.persons import ensure_person
from app.models.mandate import Mandate
from app.models.mandate_group import MandateGroup
from app.models.mandate_type import MandateType
from tests import acting
from tests.model.brute import Kind
from tests.model.told import Told
from tests.world import BAKERY, NOON, OFFICE, OTHER, World

KEYS = ("hinder.manage", "permit.manage", "permit.view")
SERVICES = ("hinderpremie", "omgevingsvergunning")
LIST = "proeflijst"
NEW = ("eva", "nils", "omar")
# Who comes forward for each party: most often somebody who may, and now and then anybody.
WHO = {
    BAKERY: ("maria", "maria", "maria", "eva", "jan"),
    OFFICE: ("jan", "jan", "rik", "rik", *NEW, "wim"),
    OTHER: ("wim", "wim", "wim", *NEW, "jan"),
}
Act = tuple[str, int, int, int, int]  # what, which and who, and how many days after the one before


class Idle(Exception):
    """There is nothing to do this to, or it was done before."""


def not_rik(who: str) -> None:
    """Two people signing for a mandate is another model's business."""
    if who == "rik":
        raise Idle


def pick(choices: Sequence[Any], choice: int) -> Any:
    if not choices:
        raise Idle
    return choices[choice % len(choices)]


def some(keys: tuple[str, ...], choice: int) -> list[str]:
    """One, two or all of them."""
    return [key for number, key in enumerate(keys) if (choice % 7 + 1) >> number & 1]


class Village:
    """The bakery gives, the office holds and passes on, Genk holds what was passed on or taken over."""

    def __init__(self, session: Session) -> None:
        self.world = world = World(session, NOON)
        world.add_representative(OFFICE, "Rik", "Peeters", signs="two")
        world.add_representative(OTHER, "Wim", "Claes")
        self.parties = {number: ensure_enterprise_party(session, number) for number in (BAKERY, OFFICE, OTHER)}
        self.people = {"maria": world.maria, "jan": world.jan}
        for name in ("rik", "wim", *NEW):
            self.people[name] = ensure_person(session, f"subject-{name}", name.title(), "Claes")
        session.add(MandateGroup(key=LIST, name="Mijn proef", position=99))
        types = [session.get_one(MandateType, key) for key in KEYS]
        self.kinds = [
            Kind(one.key, one.services[0], one.access_level == "manage", one.risk, one.code_allowed,
                 one.longest_months, one.starters) for one in types
        ]  # fmt: skip


class Givers:
    """What is given, passed on and stopped: each act is tried, and what the program let happen is told too."""

    def __init__(self, village: Village, seen: Counter[str]) -> None:
        self.village, self.world, self.seen = village, village.world, seen
        self.world.now = NOON
        self.session = self.world.session
        self.told = Told(NOON.date())
        self.mandates: list[Mandate] = []

    def actor(self, name: str, number: str) -> Actor:
        return Actor.at_home(self.village.people[name].id, self.village.parties[number].id, "sign-in 1")

    def do(self, act: Act) -> None:
        """Let days go by and try it; a refusal leaves nothing behind."""
        name, one, two, three, wait = act
        if wait:
            self.world.later(days=wait)
            self.told.today = acting.today(self.world)
            if three % 2:
                acting.run_days(self.world)
        self.world.later(minutes=1)
        savepoint = self.session.begin_nested()
        try:
            getattr(self, name)(one, two, three)
            savepoint.commit()
            self.seen[name] += 1
        except (CoreError, Idle) as refusal:
            self.seen[f"{name} {getattr(refusal, 'code', '-')}"] += 1
            savepoint.rollback()
            self.session.expire_all()
        self.told.keep_what_was_taken()

    # Mandates

    def which(self, choice: int, *statuses: str) -> int:
        """One of the mandates, preferably one that stands there."""
        today = self.told.today
        likely = [number for number, one in enumerate(self.told.dossiers) if one.on(today, today).status in statuses]
        return pick(likely or range(len(self.mandates)), choice)

    def decided(self, name: str, number: str) -> None:
        """The program let this person decide for the party."""
        assert self.told.decides(name, number), (name, number)

    def give(self, one: int, two: int, three: int) -> None:
        keys = some(KEYS, one)
        last = self.told.today + timedelta(days=6 * two) if two % 3 == 1 else None
        who = pick(WHO[BAKERY], three)
        wish = self.world.wish(*keys, months=None, last_day=last)
        self.mandates.append(acting.give_looked_at(self.world, self.actor(who, BAKERY), wish))
        self.decided(who, BAKERY)
        given = [line.type_key for line in self.mandates[-1].lines]
        self.told.open(OFFICE, [kind for kind in self.village.kinds if kind.key in given], last)

    def accept(self, one: int, two: int, three: int) -> None:
        number = self.which(one, "offered")
        holder, already = self.told.dossiers[number].holder, self.told.has_happened(number, "accepted")
        who, named = pick(WHO[holder], two), pick((None, None, *NEW), three)
        not_rik(who)
        executors = (self.village.people[named].id,) if named else ()
        acting.accept(self.world, self.mandates[number], self.actor(who, holder), executors=executors)
        if already:
            raise Idle
        self.decided(who, holder)
        self.told.happens(number, "accepted")
        if named:
            assert self.told.works_at(named, holder) or named == who
            self.carry_out(named, holder, number)

    def post(self, one: int, two: int, three: int) -> None:
        number = pick([n for n in range(len(self.mandates)) if not self.told.has_happened(n, "posted")], one)
        acting.post_first_letter(self.world, self.mandates[number])
        self.told.happens(number, "posted")

    def pass_on(self, one: int, two: int, three: int) -> None:
        number, who = self.which(one, "active"), pick(WHO[OFFICE], two)
        not_rik(who)
        source = self.mandates[number]
        made = acting.pass_on(self.world, source, KEYS[1 + three % 2], actor=self.actor(who, OFFICE), months=None)
        self.decided(who, OFFICE)
        kinds = {kind.key: kind for kind in self.village.kinds}
        self.mandates.append(made)
        chain = self.told.open(OTHER, [kinds[line.type_key] for line in made.lines], None)
        for line in made.lines:
            assert line.source.mandate_id == source.id
            from_kind = kinds[line.source.type_key]
            assert from_kind.service == kinds[line.type_key].service
            assert from_kind.manages or not kinds[line.type_key].manages
            self.told.sources[chain, line.type_key] = (number, line.source.type_key)

    def transfer(self, one: int, two: int, three: int) -> None:
        who = pick(WHO[BAKERY], two)
        made = acting.transfer(self.world, *some(KEYS, one), actor=self.actor(who, BAKERY))
        self.decided(who, BAKERY)
        self.mandates.append(made)
        given = [line.type_key for line in made.lines]
        new = self.told.open(OTHER, [kind for kind in self.village.kinds if kind.key in given], None)
        numbers = {one.id: number for number, one in enumerate(self.mandates)}
        for line in made.lines:
            if line.takeover is not None:
                self.told.takers.append((new, numbers[line.takeover.old_line.mandate_id], line.type_key))

    def take_back(self, one: int, two: int, three: int) -> None:
        chains = sorted({number for number, _ in self.told.sources})
        number, who = pick(chains, one), pick(WHO[OFFICE], two)
        acting.take_back(self.world, self.mandates[number], self.actor(who, OFFICE))
        self.decided(who, OFFICE)
        if self.told.has_happened(number, "accepted"):
            self.told.stop(number, None, self.told.today)
        else:
            self.told.happens(number, "withdrawn")

    def contest(self, one: int, two: int, three: int) -> None:
        number = self.which(one, "active", "scheduled")
        self._pause(number, self._side(number, "contest", two, either=True))

    def _pause(self, number: int, _who: str) -> None:
        dossier = self.told.dossiers[number]
        if not dossier.contest_open:
            dossier.contest_open = self.told.today
            self.told.happens(number, "contested")

    def resume(self, one: int, two: int, three: int) -> None:
        number = self.which(one, "suspended")
        self._side(number, "resume", two)
        if self.told.dossiers[number].contest_open:
            self.told.dossiers[number].contest_open = None
            self.told.happens(number, "decided")

    def _side(self, number: int, name: str, choice: int, *, either: bool = False) -> str:
        """Let somebody of the giver, or of either side, do it."""
        dossier = self.told.dossiers[number]
        party = dossier.holder if either and choice % 2 else dossier.giver
        who = pick(WHO[party], choice)
        getattr(acting, name)(self.world, self.mandates[number], self.actor(who, party))
        self.decided(who, party)
        return who

    def stop(self, one: int, two: int, three: int, name: str = "stop") -> None:
        number = self.which(one, "active", "scheduled")
        dossier = self.told.dossiers[number]
        party = dossier.giver if name == "stop" else dossier.holder
        who, key = pick(WHO[party], two), pick((None, *(kind.key for kind in dossier.kinds)), three)
        day = self.told.today + timedelta(days=three)
        which = {"type_keys": [key] if key else None, "stop_day": day if three % 2 else None}
        getattr(acting, name)(self.world, self.mandates[number], self.actor(who, party), **which)
        self.decided(who, party)
        self.told.stop(number, key, day if three % 2 else self.told.today)

    def renounce(self, one: int, two: int, three: int) -> None:
        self.stop(one, two, three, "renounce")

    def refuse(self, one: int, two: int, three: int) -> None:
        number = self.which(one, "offered")
        holder = self.told.dossiers[number].holder
        who = pick(WHO[holder], two)
        acting.refuse(self.world, self.mandates[number], self.actor(who, holder))
        self.decided(who, holder)
        self.told.happens(number, "refused")

    def withdraw(self, one: int, two: int, three: int) -> None:
        number = self.which(one, "offered")
        self._side(number, "withdraw", two)
        self.told.happens(number, "withdrawn")

    def register(self, one: int, two: int, three: int) -> None:
        """An enterprise stops; as long as one has stopped, the next change corrects the register."""
        number = next(iter(self.told.stopped), pick((BAKERY, OFFICE, OTHER), one))
        stops = number not in self.told.stopped
        self.world.set_situation(number, "bankrupt" if stops else "normal")
        acting.run_register(self.world)
        self.told.stopped ^= {number}
        self.told.follow_register()

    def carry_out(self, named: str, holder: str, number: int) -> None:
        """Who is named can do all of it until it ends; who can already gets nothing more."""
        raise NotImplementedError
