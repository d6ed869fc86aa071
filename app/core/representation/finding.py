"""Searches of an application: for whom may this one act, who may act for that party, and how far."""

import uuid
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.representation.asking import Asked, Kind, Limits, check_many, names_in, subject_of
from app.core.representation.checking import Question
from app.core.representation.many import may_represent_many
from app.core.representation.naming import Names, Shelf, names_of_parties, names_of_people
from app.core.representation.searching import Found, Page, Wanted, list_givers, list_holders, list_people
from app.models.mandate_type import AccessLevel

EVERYBODY = 10**9


@dataclass(frozen=True)
class FoundNames:
    """One page: the names of those who were found, and `last`, after whom the next page begins, None on the last."""

    names: Sequence[str]
    total: int
    last: uuid.UUID | None


NOBODY = FoundNames((), 0, None)


def find_givers(session: Session, actor: Actor, asked: Asked, page: Page, *, now: datetime) -> FoundNames:
    """The parties for which `asked.who` may act; his `giver` is not looked at."""
    limits, names = _begin(session, actor, asked, now)
    who = subject_of(asked, names) if names is not None else None
    if who is None or asked.level is None:
        return NOBODY
    person_id, holder_id = who
    wanted = Wanted(asked.service, asked.level, asked.day)
    of_himself = person_id == limits.person_id if person_id is not None else limits.sees_all_of(holder_id)
    if limits.person_id is None or of_himself:
        found = list_givers(session, wanted, page, person_id=person_id, holder_id=holder_id)
    else:
        # For a user of somebody else's party there is one giver about whom he may ask: his own.
        own = [actor.party_id] if actor.party_id is not None else []
        asks = [Question(giver, asked.service, asked.level, asked.day, *who) for giver in own]
        found = _paged([one.giver_id for one in _true(session, limits, asks)], page)
    return _named(found, names_of_parties(session, found.ids))


def find_subjects(session: Session, actor: Actor, asked: Asked, page: Page, *, now: datetime) -> FoundNames:
    """Who of `asked.kind` may act for the giver; his `who` is not looked at.

    NotAllowed when a user who does not decide for the giver asks which people: he would hear of himself alone, and take
    that for everybody.
    """
    limits, names = _begin(session, actor, asked, now)
    _check_may_hear_of_people(session, limits, asked)
    giver_id = names.party(asked.giver) if names is not None and asked.giver else None
    if names is None or giver_id is None or asked.level is None or asked.kind is None:
        return NOBODY
    wanted = Wanted(asked.service, asked.level, asked.day)
    if asked.kind is Kind.ORGANISATION:
        found = _holders(session, limits, giver_id, wanted, page)
        return _named(found, names_of_parties(session, found.ids))
    holder_id = names.party(asked.organisation) if asked.organisation else None
    if asked.organisation and holder_id is None:
        return NOBODY
    found = _people(session, limits, giver_id, holder_id, wanted, page)
    return _named(found, names_of_people(session, found.ids))


def find_levels(session: Session, actor: Actor, asked: Asked, *, now: datetime) -> list[AccessLevel]:
    """How far `asked.who` may act for the giver; its `level` is not looked at."""
    levels = list(AccessLevel)
    decisions = check_many(session, actor, [asked._replace(level=one) for one in levels], now=now, why=False)
    return [level for level, decision in zip(levels, decisions, strict=True) if decision.allowed]


def _begin(session: Session, actor: Actor, asked: Asked, now: datetime) -> tuple[Limits, Names | None]:
    """About whom may be asked, and whom the names mean; no names when the service is not for this application."""
    limits = Limits(session, actor, now=now)
    if not Shelf(session, actor.domains).has(asked.service):
        return limits, None
    return limits, names_in(session, [asked])


def _check_may_hear_of_people(session: Session, limits: Limits, asked: Asked) -> None:
    # Looked at before anything else, so that what does not exist is refused in the same way.
    if asked.kind is not Kind.PERSON or limits.person_id is None:
        return
    giver_id = names_in(session, [asked]).party(asked.giver) if asked.giver else None
    if giver_id is None or not limits.decides_for(giver_id):
        raise NotAllowed("search_people_of_own")


def _holders(session: Session, limits: Limits, giver_id: uuid.UUID, wanted: Wanted, page: Page) -> Found:
    if limits.person_id is None or limits.decides_for(giver_id):
        return list_holders(session, giver_id, wanted, page)
    own = [limits.actor.party_id] if limits.actor.party_id is not None else []
    asks = [Question(giver_id, wanted.service, wanted.level, wanted.day, holder_id=one) for one in own]
    return _paged([one.holder_id for one in _true(session, limits, asks) if one.holder_id is not None], page)


def _people(
    session: Session, limits: Limits, giver_id: uuid.UUID, holder_id: uuid.UUID | None, wanted: Wanted, page: Page
) -> Found:
    if holder_id is None:
        return list_people(session, giver_id, wanted, page)
    people = list_people(session, giver_id, wanted, Page(size=EVERYBODY)).ids
    asks = [Question(giver_id, wanted.service, wanted.level, wanted.day, one, holder_id) for one in people]
    return _paged([one.person_id for one in _true(session, limits, asks) if one.person_id is not None], page)


def _true(session: Session, limits: Limits, questions: Sequence[Question]) -> list[Question]:
    """Those that may be asked and are answered with yes."""
    open_ones = [one for one in questions if limits.allow(one)]
    answers = may_represent_many(session, open_ones)
    return [one for one, answer in zip(open_ones, answers, strict=True) if answer.allowed]


def _paged(ids: Sequence[uuid.UUID], page: Page) -> Found:
    ordered = sorted(ids, key=lambda one: one.hex)
    start = bisect_right(ordered, page.after.hex, key=lambda one: one.hex) if page.after is not None else 0
    return Found(ordered[start : start + page.size], len(ordered), start + page.size < len(ordered))


def _named(found: Found, names: Sequence[str]) -> FoundNames:
    # Who asks for nobody, to hear how many there are, begins at the first one.
    last = found.ids[-1] if found.ids else uuid.UUID(int=0)
    return FoundNames(names, found.total, last if found.more else None)
