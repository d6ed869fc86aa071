"""Many questions at once: what they all need is read in a few statements, and decided as one question is.

Nothing is kept: the facts are read anew for every batch. Random lives compare the two ways (`tests/model`).
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, Date, bindparam, null, select, type_coerce, union_all
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.people.parties import list_stopped_parties
from app.core.representation.carrying import Carrier, carriers_of_many
from app.core.representation.checking import Question, Representation, decide, represents_giver
from app.core.representation.rights_rows import CheckedRelation, Place, Relations, relations_of_people
from app.core.representation.rows import CheckedMandate, Pair, mandates_of_pairs
from app.models.function import Function
from app.models.party import Party
from app.models.person import Person
from app.models.said_representation import SaidRepresentation

Law = dict[uuid.UUID, list[tuple[Place, date, date]]]
_party, _person = Party.__table__, Person.__table__
_function, _said = Function.__table__, SaidRepresentation.__table__


def _law_of() -> CompoundSelect[Any]:
    """Whom they represent by law, from when until when: says the register, or a sign-in; and themselves."""
    people = bindparam("person_ids", expanding=True)
    place = (_party.c.id, _party.c.name, _party.c.enterprise_number)
    named = _person.join(_function, _function.c.subject == _person.c.subject)
    named = named.join(_party, _party.c.enterprise_number == _function.c.enterprise_number)
    said = _said.join(_party, _party.c.enterprise_number == _said.c.enterprise_number)
    always = type_coerce(null(), Date)
    return union_all(
        select(_person.c.id, *place, _function.c.from_day, _function.c.until_day)
        .select_from(named).where(_person.c.id.in_(people)),
        select(_said.c.person_id, *place, _said.c.from_day, _said.c.until_day)
        .select_from(said).where(_said.c.person_id.in_(people)),
        select(_party.c.person_id, *place, always, always).where(_party.c.person_id.in_(people)),
    )  # fmt: skip


_LAW = _law_of()


def may_represent_many(session: Session, questions: Sequence[Question]) -> list[Representation]:
    """What `may_represent` answers to each of them, in their order, in as many statements as one of them takes.

    Somebody or something that does not exist is refused like anything else. Invalid when a question names nobody.
    """
    if any(one.person_id is None and one.holder_id is None for one in questions):
        raise Invalid("check_needs_somebody", field="person_id")
    facts = _FactsOfMany(session, questions)
    return [decide(facts, one) for one in questions]


class _FactsOfMany:
    """What all the questions need: first the law, because who represents the giver needs no more."""

    def __init__(self, session: Session, questions: Sequence[Question]) -> None:
        self._session = session
        people = {one.person_id for one in questions if one.person_id is not None}
        self._law = _read_law(session, people) if people else {}
        self._relations: Relations = {}
        self._mandates: dict[Pair, list[CheckedMandate]] = {}
        self._questions = questions
        self._stopped: set[uuid.UUID] | None = None
        open_ones = [one for one in questions if not represents_giver(self, one)]
        people = {one.person_id for one in open_ones if one.person_id is not None}
        if people:
            anywhere = any(one.holder_id is None for one in open_ones)
            parties = None if anywhere else {one.holder_id for one in open_ones if one.holder_id is not None}
            self._relations = relations_of_people(session, people, parties)
        pairs = dict.fromkeys(pair for one in open_ones if not one.brief for pair in self._pairs(one))
        self._mandates = mandates_of_pairs(session, pairs) if pairs else {}
        places = dict.fromkeys((*pair, one.day) for one in open_ones if one.brief for pair in self._pairs(one))
        self._carriers = carriers_of_many(session, places) if places else {}

    def represents(self, person_id: uuid.UUID, party_id: uuid.UUID, day: date) -> bool:
        """See Facts."""
        return any(
            place.party_id == party_id and first <= day <= last for place, first, last in self._law.get(person_id, ())
        )

    def holders(self, person_id: uuid.UUID, day: date) -> Sequence[uuid.UUID]:
        """See Facts."""
        relations = self._relations.get(person_id, {})
        works = [place for place, of_place in relations.items() if any(one.rights_on(day) for one in of_place)]
        law = [place for place, first, last in self._law.get(person_id, ()) if first <= day <= last]
        found = {place.party_id: place for place in [*works, *law] if place.number is not None or place in works}
        own = [place.party_id for place in law if place.number is None]
        named = sorted(found.values(), key=lambda one: (one.name, one.number or ""))
        return list(dict.fromkeys([*(one.party_id for one in named), *own]))

    def mandates(self, giver_id: uuid.UUID, holder_id: uuid.UUID) -> Sequence[CheckedMandate]:
        """See Facts."""
        return self._mandates.get((giver_id, holder_id), ())

    def carriers(self, giver_id: uuid.UUID, holder_id: uuid.UUID, day: date) -> Sequence[Carrier]:
        """See Facts."""
        return self._carriers.get((giver_id, holder_id, day), ())

    def relations(self, person_id: uuid.UUID, party_id: uuid.UUID) -> Sequence[CheckedRelation]:
        """See Facts."""
        places = self._relations.get(person_id, {})
        return [one for place, of_place in places.items() if place.party_id == party_id for one in of_place]

    def stopped(self, party_ids: Sequence[uuid.UUID]) -> Sequence[uuid.UUID]:
        """See Facts; asked once, of everybody, when somebody has to know."""
        if self._stopped is None:
            parties = {party_id for one in self._questions for party_id in (one.giver_id, one.holder_id) if party_id}
            parties |= {holder_id for _, holder_id in self._mandates}
            self._stopped = set(list_stopped_parties(self._session, list(parties)))
        return [one for one in party_ids if one in self._stopped]

    def _pairs(self, question: Question) -> Iterator[Pair]:
        if question.holder_id is not None:
            yield question.giver_id, question.holder_id
        elif question.person_id is not None:
            for holder_id in self.holders(question.person_id, question.day):
                yield question.giver_id, holder_id


def _read_law(session: Session, person_ids: set[uuid.UUID]) -> Law:
    law: Law = defaultdict(list)
    for person_id, party_id, name, number, first, last in session.connection().execute(
        _LAW, {"person_ids": list(person_ids)}
    ):
        law[person_id].append((Place(party_id, name, number), first or date.min, last or date.max))
    return law
