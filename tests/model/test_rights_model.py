"""Random rights and mandates, read a second time without a look at the lifecycle: every day from nothing but the facts.

Rights and mandates together never let a person represent a party without an unbroken chain of days: a right that holds
at the holder, a mandate that runs there, and so on to the giver. Nobody else but the law does.
"""

import os
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.core.errors import NotAllowed
from app.core.mandates.lookup import get_mandate
from app.core.people.parties import ensure_enterprise_party
from app.core.people.persons import add_person
from app.core.people.rights import list_executors, list_managers
from app.core.permits.sight import find_sight
from app.core.representation.checking import Question, may_represent
from app.core.rights.granting import new_relation, new_right
from app.db import Database
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel
from tests.databases import opened, undone
from tests.world import NOON, OTHER, World

START = date(2026, 11, 23)
HORIZON = 45
EXAMPLES = 400 if os.environ.get("SOAK") == "1" else 40
DAYS = st.integers(0, 40).map(lambda number: START + timedelta(days=number))
MAYBE = st.none() | DAYS
# Which of the two mandates of the office a right to work reaches: the first is about subsidies, the second permits.
DOMAINS = {"subsidies.executor": 0, "permits.executor": 1}
WORKS = {"executor", *DOMAINS}


@dataclass(frozen=True)
class Held:
    """One right in an appointment: which mandate (0, 1 or all), how far, and its days."""

    kind: str
    which: int | None
    level: str
    first: date
    last: date | None
    stop: date | None

    def on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last) and (self.stop is None or day < self.stop)


@dataclass(frozen=True)
class Appointed:
    """What happened to an appointment, as days; `answered` is when it was accepted, refused or taken back."""

    signs: bool
    signed: date | None
    answer: str
    answered: date
    rights: tuple[Held, ...]

    def agreed_on(self, day: date) -> bool:
        known = self.answer == "accepted_on" and self.answered <= day
        return known and (not self.signs or (self.signed is not None and self.signed <= day))


@dataclass(frozen=True)
class Ran:
    """The days of a mandate with one line: accepted, first, last, stopped."""

    accepted: date | None
    first: date
    last: date | None
    stop: date | None

    def on(self, day: date) -> bool:
        if self.accepted is None or day < self.accepted or day < self.first:
            return False
        return (self.last is None or day <= self.last) and (self.stop is None or day < self.stop)


@st.composite
def held(draw: st.DrawFn) -> Held:
    kind, first, last = draw(st.sampled_from(["executor", *DOMAINS, "manager", "local.admin"])), draw(DAYS), draw(MAYBE)
    which = draw(st.sampled_from([None, 0, 1])) if kind in WORKS else None
    level = draw(st.sampled_from(["view", "manage"]))
    return Held(kind, which, level, first, max(first, last) if last else None, draw(MAYBE))


@st.composite
def appointed(draw: st.DrawFn) -> Appointed:
    signs, signed, answered = draw(st.booleans()), draw(MAYBE), draw(DAYS)
    answer = draw(st.sampled_from(["accepted_on", "accepted_on", "refused_on", "withdrawn_on", "nothing"]))
    if signs and answer == "accepted_on":
        # Nobody can accept what was not signed yet.
        signed = min(signed, answered) if signed else answered
    return Appointed(signs, signed, answer, answered, tuple(draw(st.lists(held(), min_size=1, max_size=3))))


@st.composite
def ran(draw: st.DrawFn) -> Ran:
    first, last = draw(DAYS), draw(MAYBE)
    return Ran(draw(MAYBE), first, max(first, last) if last else None, draw(MAYBE))


class Scene:
    """Els at the office, which holds two mandates of the bakery, of which it passes the second on to Genk."""

    def __init__(self, session: Session, appointments: tuple[Appointed, ...], mandates: tuple[Ran, Ran, Ran]) -> None:
        world = World(session, settled=True)
        self.session, self.appointments, self.ran, self.world = session, appointments, mandates, world
        self.bakery, self.office = world.bakery, world.office
        self.genk = ensure_enterprise_party(session, OTHER)
        self.els = add_person(session, "Els", "Wouters")
        self.mandates = [self._mandate(one, self.office.id, number) for number, one in enumerate(mandates[:2])]
        self.passed = self._mandate(mandates[2], self.genk.id, 1, source=self.mandates[1])
        for one in appointments:
            self._appoint(one)
        session.flush()
        session.expire_all()

    def _mandate(self, one: Ran, holder_id: uuid.UUID, number: int, source: Mandate | None = None) -> Mandate:
        key = ("hinder.manage", "permit.view")[number]
        made = Mandate(
            dossier_number=uuid.uuid4().hex[:12], giver_id=self.bakery.id, holder_id=holder_id, started_by="giver",
            started_at=NOON, started_on=START, answer_by=START + timedelta(days=90), accepted_on=one.accepted,
        )  # fmt: skip
        line_of = source.lines[0] if source else None
        days = {"first_day": one.first, "last_day": one.last, "stop_day": one.stop}
        made.lines = [Line(type_key=key, cooling_off_days=0, source=line_of, **days)]
        self.session.add(made)
        self.session.flush()
        return made

    def _appoint(self, one: Appointed) -> None:
        for party_id, mandates in ((self.office.id, self.mandates), (self.genk.id, [self.passed, self.passed])):
            rights = [
                new_right(
                    self.session, right.kind, right.first, right.last, level=AccessLevel(right.level),
                    mandate_id=None if right.which is None else mandates[right.which].id,
                )
                for right in one.rights
            ]  # fmt: skip
            for right, fact in zip(rights, one.rights, strict=True):
                right.stop_day = fact.stop
            relation = new_relation(self.session, self.els.id, party_id, rights, day=START)
            relation.answer_by = START + timedelta(days=90)
            relation.second_must_sign, relation.second_signed_on = one.signs, one.signed if one.signs else None
            if one.answer != "nothing":
                setattr(relation, one.answer, one.answered)

    def carries(self, number: int, level: str, day: date) -> bool:
        """Whether some right carries Els to this mandate of the office."""
        return any(
            one.agreed_on(day) and right.on(day) and right.kind in WORKS
            and DOMAINS.get(right.kind, number) == number and right.which in (None, number)
            and (right.level == "manage" or level == "view")
            for one in self.appointments for right in one.rights
        )  # fmt: skip

    def carries_at_genk(self, day: date) -> bool:
        """Whether some right carries Els to what was passed on to Genk, which is about permits."""
        return any(
            one.agreed_on(day) and right.on(day) and right.kind in WORKS and DOMAINS.get(right.kind, 1) == 1
            for one in self.appointments for right in one.rights
        )

    def appoints(self, day: date) -> bool:
        """Whether Els may say who may what: the right to appoint holds, or the one to manage."""
        return any(
            one.agreed_on(day) and right.on(day) and right.kind in {"manager", "local.admin"}
            for one in self.appointments for right in one.rights
        )

    def may(self, number: int, level: str, day: date) -> bool:
        service = ("hinderpremie", "omgevingsvergunning")[number]
        question = Question(self.bakery.id, service, AccessLevel(level), day, self.els.id, self.office.id)
        return may_represent(self.session, question).allowed

    def may_at_genk(self, day: date) -> bool:
        question = Question(
            self.bakery.id, "omgevingsvergunning", AccessLevel.VIEW, day, self.els.id, self.genk.id
        )
        return may_represent(self.session, question).allowed


@pytest.fixture(scope="module")
def settled(database: Database, make_database):
    for made in opened(make_database("sqlite" if database.is_sqlite else "postgresql")):
        with made.writing.begin() as session:
            World(session)
        yield made


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(appointed(), min_size=1, max_size=3).map(tuple), st.tuples(ran(), ran(), ran()), st.data())
def test_nobody_represents_a_party_without_an_unbroken_chain_of_days(settled: Database, appointments, mandates, data):
    for session in undone(settled):
        scene = Scene(session, appointments, mandates)
        for number in range(0, HORIZON, data.draw(st.integers(1, 4))):
            day = START + timedelta(days=number)
            for level in ("view", "manage"):
                wanted = scene.carries(0, level, day) and mandates[0].on(day)
                assert scene.may(0, level, day) == wanted, (day, level)
            assert scene.may(1, "view", day) == (scene.carries(1, "view", day) and mandates[1].on(day)), day
            assert not scene.may(1, "manage", day)
            passed = mandates[1].on(day) and mandates[2].on(day)
            at_genk = scene.carries_at_genk(day)
            assert scene.may_at_genk(day) == (at_genk and passed), day
            check_lists(scene, day)


def check_lists(scene: Scene, day: date) -> None:
    """Who is listed as executor or manager is who the facts say."""
    mandate = get_mandate(scene.session, scene.mandates[0].id)
    executes = scene.carries(0, "view", day) and not mandate.lines[0].is_over(day)
    assert list_executors(scene.session, mandate, day) == ([scene.els] if executes else []), day
    manages = any(
        one.agreed_on(day) and right.on(day) and right.kind == "manager"
        for one in scene.appointments for right in one.rights
    )
    assert list_managers(scene.session, scene.office.id, day) == ([scene.els] if manages else []), day
    at_home = scene.world.at_home(scene.els, scene.office)
    if not any(one.agreed_on(day) and right.on(day) for one in scene.appointments for right in one.rights):
        with pytest.raises(NotAllowed):
            find_sight(scene.session, at_home, day)
        return
    sight = find_sight(scene.session, at_home, day)
    assert (sight.decides, sight.appoints) == (manages, scene.appoints(day)), day
    for number, mandate in enumerate(scene.mandates):
        assert sight.shows(mandate.id) == (manages or scene.carries(number, "view", day)), (day, number)
