"""Searches: for whom may this one act, and who may act for that party. They are complete, or say that there is more.

A page begins after the last one of the page before, and not at a place in the list. So who may be represented all the
while is on some page, however many others come and go between two pages.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Integer,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
    tuple_,
    union,
)
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.people.parties import find_party_of_enterprise, find_party_of_person, get_party
from app.core.people.persons import get_person
from app.core.people.said import said_enterprises
from app.core.people.standing import list_parties_read_only
from app.core.permits.managing import is_legal_representative
from app.core.register.functions import find_functions_of
from app.core.representation.holding import (
    DAY,
    LINE,
    LINES,
    MANDATE,
    RELATION,
    RIGHT,
    RIGHT_TYPE,
    lines_hold,
    rights_hold,
)
from app.models.function import Function
from app.models.mandate_group import MandateGroupVersion
from app.models.mandate_type import AccessLevel, MandateType
from app.models.party import Party
from app.models.person import Person
from app.models.said_representation import SaidRepresentation

_TYPE, _PARTY, _PERSON = MandateType.__table__, Party.__table__, Person.__table__
_VERSION = MandateGroupVersion.__table__
_FUNCTION, _SAID = Function.__table__, SaidRepresentation.__table__
_LINES = LINES.join(_TYPE, _TYPE.c.key == LINE.c.type_key)
_RIGHTS = RIGHT.join(RELATION, RELATION.c.id == RIGHT.c.relation_id).join(RIGHT_TYPE, RIGHT_TYPE.c.key == RIGHT.c.kind)

_FROM_GIVER = MANDATE.c.giver_id == bindparam("giver_id")
_OF_TYPES = LINE.c.type_key.in_(bindparam("keys", expanding=True))

FIRST = uuid.UUID(int=0)  # before every id
Ids = Select[Any] | CompoundSelect[Any]


@dataclass(frozen=True)
class Wanted:
    """What is to be done for the giver: `service` names a service or a mandate type; `level` how far, `day` when."""

    service: str
    level: AccessLevel
    day: date


@dataclass(frozen=True)
class Page:
    """Where a page begins: after this id, or at the first one; with at most `size` ids."""

    after: uuid.UUID | None = None
    size: int = 100


@dataclass(frozen=True)
class Found:
    """One page in the order of the ids; `total` counts all pages, `more` says whether another comes."""

    ids: Sequence[uuid.UUID]
    total: int
    more: bool


def list_givers(
    session: Session,
    wanted: Wanted,
    page: Page,
    *,
    person_id: uuid.UUID | None = None,
    holder_id: uuid.UUID | None = None,
) -> Found:
    """The parties for which the person, or somebody of the holder, may act: where `may_represent` says yes.

    With both it is the person at that holder. Raises Invalid without either.
    """
    if person_id is not None:
        by_law, holders = _holders(session, person_id, holder_id, wanted.day)
        wide = session.scalars(_wide_rights(wanted.level), {"person_id": person_id, "day": wanted.day})
        who = {"person_id": person_id, "by_law": by_law, "holders": holders, "all_of": [*by_law, *wide]}
        return _found(session, _givers_of_person(wanted.level), wanted, page, who, through_rights=True)
    if holder_id is None:
        raise Invalid("check_needs_somebody", field="person_id")
    return _found(session, _givers_of_holder(), wanted, page, {"holder_id": holder_id})


def list_holders(session: Session, giver_id: uuid.UUID, wanted: Wanted, page: Page) -> Found:
    """The parties that may act for the giver, through somebody who works there."""
    return _found(session, _holders_of_giver(), wanted, page, {"giver_id": giver_id})


def list_people(session: Session, giver_id: uuid.UUID, wanted: Wanted, page: Page) -> Found:
    """The persons who may act for the giver: by law, by the law of a holder, or with a right there.

    Only somebody whom this service has met: a row of the register without a sign-in is nobody yet.
    """
    giver = get_party(session, giver_id)
    who = {"giver_id": giver_id, "number": giver.enterprise_number, "own_id": giver.person_id}
    return _found(session, _people_of_giver(wanted.level), wanted, page, who, through_rights=True)


# A statement is put together once for each level: that takes longer than answering it for somebody with few mandates.


@cache
def _givers_of_holder() -> Ids:
    return _in_order(_by_mandate(MANDATE.c.giver_id).where(MANDATE.c.holder_id == bindparam("holder_id")))


@cache
def _givers_of_person(level: AccessLevel) -> Ids:
    by_law = bindparam("by_law", expanding=True)
    # Whoever may work with everything of a holder needs no look at his rights for each mandate.
    works = or_(MANDATE.c.holder_id.in_(bindparam("all_of", expanding=True)), _executes(level))
    by_mandate = _by_mandate(MANDATE.c.giver_id, _LINES).where(
        MANDATE.c.holder_id.in_(bindparam("holders", expanding=True)), works
    )
    # Who represents the giver itself by law needs no mandate.
    return _in_order(union(by_mandate, select(_PARTY.c.id).where(_PARTY.c.id.in_(by_law))))


@cache
def _wide_rights(level: AccessLevel) -> Select[Any]:
    narrowed = (RIGHT.c.mandate_id, RIGHT.c.mandate_group_version_id, RIGHT_TYPE.c.domain_key)
    everything = and_(*(one.is_(None) for one in narrowed))
    mine = RELATION.c.person_id == bindparam("person_id")
    return select(RELATION.c.party_id).distinct().select_from(_RIGHTS).where(mine, rights_hold(level), everything)


@cache
def _holders_of_giver() -> Ids:
    return _in_order(_by_mandate(MANDATE.c.holder_id).where(_FROM_GIVER))


@cache
def _people_of_giver(level: AccessLevel) -> Ids:
    holders = _by_mandate(MANDATE.c.holder_id).where(_FROM_GIVER)
    numbers = select(_PARTY.c.enterprise_number).where(_PARTY.c.id.in_(holders))
    own_number = select(bindparam("number", type_=String(10)))
    own = select(_PERSON.c.id.label("id")).where(_PERSON.c.id == bindparam("own_id"))
    law = [_named_in(numbers), _named_in(own_number), _said_in(numbers), _said_in(own_number)]
    working = select(RELATION.c.person_id).select_from(
        _LINES.join(RELATION, RELATION.c.party_id == MANDATE.c.holder_id)
        .join(RIGHT, RIGHT.c.relation_id == RELATION.c.id)
        .join(RIGHT_TYPE, RIGHT_TYPE.c.key == RIGHT.c.kind)
    )
    working = working.where(_FROM_GIVER, _OF_TYPES, lines_hold(), rights_hold(level), _fits())
    return _in_order(union(own, *law, working))


def _in_order(ids: Ids) -> Ids:
    """How many there are, with each of one page; one row without an id when that page is empty.

    The ids stay in the database, but for those on the page: bringing ten thousand here takes as long as finding them.
    """
    found = ids.cte("found").prefix_with("MATERIALIZED")
    counted = select(func.count().label("total")).select_from(found).subquery("counted")
    after, most = bindparam("after", type_=Uuid), bindparam("most", type_=Integer)
    page = select(found.c.id).where(found.c.id > after).order_by(found.c.id).limit(most).subquery("page")
    return select(counted.c.total, page.c.id).select_from(counted.outerjoin(page, true())).order_by(page.c.id)


def _by_mandate(column: ColumnElement[Any], lines: FromClause = LINES) -> Select[Any]:
    return select(column.label("id")).distinct().select_from(lines).where(_OF_TYPES, lines_hold())


def _keys(session: Session, wanted: Wanted) -> list[str]:
    """The types that open the service at that level; they are few, and what they open is no column."""
    types = session.execute(select(_TYPE.c.key, _TYPE.c.services, _TYPE.c.access_level))
    return [
        key
        for key, services, level in types
        if (wanted.service == key or wanted.service in services) and AccessLevel(level).includes(wanted.level)
    ]


def _holders(
    session: Session, person_id: uuid.UUID, holder_id: uuid.UUID | None, day: date
) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """The parties that the person represents by law, and all those where he stands; as one check finds them."""
    if holder_id is not None:
        by_law = is_legal_representative(session, person_id, get_party(session, holder_id), day)
        return [holder_id] if by_law else [], [holder_id]
    standing = list_parties_read_only(session, person_id, day)
    represented = _represented(session, person_id, day)
    return sorted(represented), sorted({*(one.party_id for one in standing), *represented})


def _represented(session: Session, person_id: uuid.UUID, day: date) -> set[uuid.UUID]:
    person = get_person(session, person_id)
    functions = find_functions_of(session, person.subject, day) if person.subject else []
    numbers = [one.enterprise_number for one in functions] + said_enterprises(session, person_id, day)
    parties = [find_party_of_enterprise(session, number) for number in dict.fromkeys(numbers)]
    return {one.id for one in [*parties, find_party_of_person(session, person_id)] if one is not None}


def _executes(level: AccessLevel) -> ColumnElement[bool]:
    here = and_(RELATION.c.person_id == bindparam("person_id"), RELATION.c.party_id == MANDATE.c.holder_id)
    return exists().select_from(_RIGHTS).where(here, rights_hold(level), _fits())


def _fits() -> ColumnElement[bool]:
    """Whether a right is to work with the mandate, in the domain of the line, and with its type."""
    group = RIGHT.c.mandate_group_version_id
    return and_(
        or_(RIGHT.c.mandate_id.is_(None), RIGHT.c.mandate_id == MANDATE.c.id),
        or_(group.is_(None), tuple_(group, LINE.c.type_key).in_(bindparam("listed", expanding=True))),
        or_(RIGHT_TYPE.c.domain_key.is_(None), RIGHT_TYPE.c.domain_key == _TYPE.c.domain_key),
    )


def _named_in(numbers: Select[Any]) -> Select[Any]:
    held = and_(_FUNCTION.c.from_day <= DAY, or_(_FUNCTION.c.until_day.is_(None), _FUNCTION.c.until_day >= DAY))
    named = _PERSON.join(_FUNCTION, _FUNCTION.c.subject == _PERSON.c.subject)
    return select(_PERSON.c.id).select_from(named).where(held, _FUNCTION.c.enterprise_number.in_(numbers))


def _said_in(numbers: Select[Any]) -> Select[Any]:
    on = and_(_SAID.c.from_day <= DAY, _SAID.c.until_day >= DAY)
    return select(_SAID.c.person_id).where(on, _SAID.c.enterprise_number.in_(numbers))


def _listed(session: Session, keys: Sequence[str]) -> list[tuple[uuid.UUID, str]]:
    """Which versions of mandate groups list which of these types; what a version lists is no column either."""
    versions = session.execute(select(_VERSION.c.id, _VERSION.c.type_keys))
    return [(id_, key) for id_, listed in versions for key in keys if key in listed]


def _found(
    session: Session, ids: Ids, wanted: Wanted, page: Page, who: dict[str, Any], *, through_rights: bool = False
) -> Found:
    """One more than the page is asked for, to know whether another comes."""
    values = {"day": wanted.day, "keys": _keys(session, wanted), **who}
    if through_rights:
        values["listed"] = _listed(session, values["keys"])
    rows = session.execute(ids, values | {"after": page.after or FIRST, "most": page.size + 1}).all()
    shown = [id_ for _, id_ in rows if id_ is not None]
    return Found(shown[: page.size], rows[0][0], len(shown) > page.size)
