"""What an application asks about representation: in names that both sides know, and no more than it may know.

Whatever it may not ask looks like what does not exist: the answer is no. A search finds exactly those about whom a
check by the same token says yes.
"""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.permits.sight import Sight, find_sight
from app.core.representation.carrying import carrier_of
from app.core.representation.carrying_by_number import of_types, rows_by_number, rows_of_many
from app.core.representation.checking import Question, Reason, Representation
from app.core.representation.many import may_represent_many
from app.core.representation.naming import PARTY, Names, Shelf
from app.core.representation.rows import CheckedMandate
from app.models.lifecycle import Side
from app.models.mandate_type import AccessLevel


class Kind(StrEnum):
    """About whom is asked: somebody, or anybody of an organisation."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Asked(NamedTuple):
    """May `who` do this for `giver`? Names as they travel (see `naming`); what is not known is left empty.

    `organisation` narrows a person to what he does for that holder. `service` names a service or a mandate type;
    `level` is empty for one that we do not have.
    """

    kind: Kind | None
    who: str | None
    service: str
    giver: str | None
    level: AccessLevel | None
    day: date
    organisation: str | None = None


class Decision(NamedTuple):
    """`mandate_id` and `until` are of a yes; `reasons`, with the question, only where the caller may know why."""

    allowed: bool
    mandate_id: uuid.UUID | None = None
    until: date | None = None
    reasons: Sequence[Reason] = ()
    question: Question | None = None


NO = Decision(False)


class Limits:
    """About whom the application may ask: itself about everybody in its domains, for a user about him and his party.

    Raises NotAllowed for an application that belongs to no entity and calls for nobody.
    """

    def __init__(self, session: Session, actor: Actor, *, now: datetime) -> None:
        if actor.person_id is None and (actor.client_id is None or actor.entity_key is None):
            raise NotAllowed("application_without_entity")
        self._session, self._now, self.actor = session, now, actor
        self.person_id = actor.person_id

    @cached_property
    def _sight(self) -> Sight | None:
        try:
            return find_sight(self._session, self.actor, brussels_day(self._now))
        except NotAllowed:
            return None

    def sees_all_of(self, party_id: uuid.UUID | None) -> bool:
        """Whether it is the party of the user, and he sees everything of it."""
        if party_id is None or party_id != self.actor.party_id or self._sight is None:
            return False
        return self._sight.only is None

    def decides_for(self, party_id: uuid.UUID) -> bool:
        """Whether it is the party of the user, and he decides for it."""
        return party_id == self.actor.party_id and self._sight is not None and self._sight.decides

    def allow(self, question: Question) -> bool:
        """Whether this may be asked at all."""
        if self.person_id is None:
            return True
        if question.person_id is not None:
            # Who may act for his party, by name, whoever decides for it reads on the pages too.
            return question.person_id == self.person_id or self.decides_for(question.giver_id)
        return self.sees_all_of(question.holder_id) or self.decides_for(question.giver_id)

    def about_what_is_known(self, question: Question, shelf: Shelf) -> Question:
        """The same question, with reasons about mandates and rights that the caller may know of.

        Of those without a part in its domains an application knows nothing, and of what a second representative still
        has to sign, or never signed, only the side that started it does. About a right outside its domains it reads the
        same as about a stranger.
        """
        sides = {question.giver_id: Side.GIVER, question.holder_id: Side.HOLDER}
        own = sides.get(self.actor.party_id) if self.actor.party_id is not None else None

        def shows(mandate: CheckedMandate) -> bool:
            known = mandate.was_sent or mandate.started_by == own
            return known and any(line.domain_key in self.actor.domains for line in mandate.lines)

        return replace(question, shows=shows, within=shelf.within)

    def explain(self, question: Question, answer: Representation) -> bool:
        """Whether the caller may know why: a yes is his own, a no can speak of what others agreed."""
        if self.person_id is None or (answer.allowed and question.person_id in (None, self.person_id)):
            return True
        of_his_side = question.person_id is None and self.decides_for(question.giver_id)
        return self.sees_all_of(question.holder_id) or of_his_side


def check_many(
    session: Session, actor: Actor, asked: Sequence[Asked], *, now: datetime, why: bool = True
) -> list[Decision]:
    """The answer to each, in their order; NotAllowed for an application that may ask nothing.

    Whoever does not need to know `why` is answered faster.
    """
    limits = Limits(session, actor, now=now)
    if not asked:
        return []
    if not why and limits.person_id is None and all(_is_plain(one) for one in asked):
        return _decided_by_number(session, actor.domains, asked)
    shelf = Shelf(session, actor.domains)
    names = names_in(session, asked, why=why)
    questions = [question_of(one, shelf, names, brief=not why) for one in asked]
    may_ask = [one is not None and limits.allow(one) for one in questions]
    open_ones = [
        limits.about_what_is_known(one, shelf) if why else one
        for one, may in zip(questions, may_ask, strict=True) if one is not None and may
    ]  # fmt: skip
    answers = iter(may_represent_many(session, open_ones) if open_ones else ())
    return [
        _decision(limits, one, next(answers)) if one is not None and may else NO
        for one, may in zip(questions, may_ask, strict=True)
    ]


def _is_plain(asked: Asked) -> bool:
    """Whether both sides are enterprises, named by their numbers."""
    who, giver = asked.who, asked.giver
    if asked.kind is not Kind.ORGANISATION or not who or not giver:
        return False
    return not who.startswith(PARTY) and not giver.startswith(PARTY)


def _decided_by_number(session: Session, domains: frozenset[str], asked: Sequence[Asked]) -> list[Decision]:
    """The same answers as anybody gets about enterprises: whatever is unknown has no mandate."""
    places = [(one.giver or "", one.who or "", one.day) for one in asked]
    if len(asked) == 1:
        edition, rows = rows_by_number(session, places[0])
        if not rows:
            return [NO]
        opening = Shelf(session, domains, edition).opening(asked[0].service, asked[0].level)
        return [_decided_by(of_types(rows, opening))]
    shelf = Shelf(session, domains)
    openings = [shelf.opening(one.service, one.level) for one in asked]
    found = rows_of_many(session, [(*place, opening) for place, opening in zip(places, openings, strict=True)])
    return [_decided_by(found.get(number)) for number in range(len(asked))]


def _decided_by(rows: list[Any] | None) -> Decision:
    if not rows:
        return NO
    carrier = carrier_of(rows)
    return Decision(True, carrier.mandate_id, carrier.until)


def names_in(session: Session, asked: Sequence[Asked], *, why: bool = False) -> Names:
    """Whom the names in these questions mean.

    A reason (`why`) must not tell an enterprise that came here for something else from one that never came.
    """
    people = {one.who for one in asked if one.who and one.kind is Kind.PERSON}
    parties = {one.who for one in asked if one.who and one.kind is Kind.ORGANISATION}
    parties |= {name for one in asked for name in (one.giver, one.organisation) if name}
    found = Names.of(session, people, parties)
    return found.with_newcomers(session, parties) if why else found


def question_of(asked: Asked, shelf: Shelf, names: Names, *, brief: bool = False) -> Question | None:
    """The question of the core; None when anything in it is unknown."""
    giver_id = names.party(asked.giver) if asked.giver else None
    if giver_id is None or asked.level is None or not asked.who or not shelf.has(asked.service):
        return None
    who = subject_of(asked, names)
    if who is None:
        return None
    newcomers = {one: names.newcomers[one] for one in (giver_id, who[1]) if one in names.newcomers}
    return Question(giver_id, asked.service, asked.level, asked.day, *who, brief=brief, newcomers=newcomers)


def subject_of(asked: Asked, names: Names) -> tuple[uuid.UUID | None, uuid.UUID | None] | None:
    """The person and the holder who are meant; None when either is unknown."""
    if asked.kind is None or not asked.who:
        return None
    if asked.kind is Kind.ORGANISATION:
        holder_id = names.party(asked.who)
        return (None, holder_id) if holder_id is not None else None
    person_id = names.person(asked.who)
    holder_id = names.party(asked.organisation) if asked.organisation else None
    if person_id is None or (asked.organisation and holder_id is None):
        return None
    return person_id, holder_id


def _decision(limits: Limits, question: Question, answer: Representation) -> Decision:
    reasons = answer.reasons if limits.explain(question, answer) else ()
    return Decision(answer.allowed, answer.mandate_id, answer.until, reasons, question)
