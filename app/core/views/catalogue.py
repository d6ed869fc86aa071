"""The catalogue as an application reads it: every mandate type and right with its policy, every list with its versions.

It is the same for everybody, and holds what was withdrawn too: what runs can still be about that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.core.errors import NotFound
from app.core.mandates.catalogue import list_all_groups, list_all_right_groups
from app.core.people.rights import list_right_types
from app.models.mandate_type import Domain
from app.models.mandate_type import MandateType as MandateType
from app.models.named_group import GroupVersion as GroupVersion
from app.models.named_group import NamedGroup
from app.models.right_type import RightType as RightType


@dataclass(frozen=True)
class NamedList:
    """A group with all its versions, the oldest first; `offered` is the number of the one that is offered on the day of
    reading, None when there is none."""

    group: NamedGroup
    versions: Sequence[GroupVersion]
    offered: int | None


def list_types(
    session: Session, *, domain_key: str | None = None, offered_on: date | None = None
) -> list[MandateType]:
    """Every type with its domain and the entity of that, in the order of the catalogue.

    Those of one domain only, and only what is offered on a day, when that is said.
    """
    query = select(MandateType).options(joinedload(MandateType.domain).joinedload(Domain.entity))
    found = session.scalars(query.order_by(MandateType.position, MandateType.key))
    return [one for one in found if _fits(one, domain_key, offered_on)]


def get_type(session: Session, key: str) -> MandateType:
    """The type under this key; NotFound when there is none."""
    found = next((one for one in list_types(session) if one.key == key), None)
    if found is None:
        raise NotFound("type_unknown")
    return found


def list_rights(
    session: Session, *, domain_key: str | None = None, offered_on: date | None = None
) -> list[RightType]:
    """The same of the rights inside an organisation; most are of no domain."""
    return [one for one in list_right_types(session) if _fits(one, domain_key, offered_on)]


def get_right(session: Session, key: str) -> RightType:
    """The right under this key; NotFound when there is none."""
    found = next((one for one in list_rights(session) if one.key == key), None)
    if found is None:
        raise NotFound("right_unknown")
    return found


def list_type_lists(session: Session, day: date) -> list[NamedList]:
    """Every group of mandate types, in the order of the catalogue."""
    return _lists(list_all_groups(session), day)


def get_type_list(session: Session, key: str, day: date) -> NamedList:
    """The group under this key; NotFound when there is none."""
    found = next((one for one in list_type_lists(session, day) if one.group.key == key), None)
    if found is None:
        raise NotFound("group_unknown")
    return found


def list_right_lists(session: Session, day: date) -> list[NamedList]:
    """Every group of rights, in the order of the catalogue."""
    return _lists(list_all_right_groups(session), day)


def get_right_list(session: Session, key: str, day: date) -> NamedList:
    """The group under this key; NotFound when there is none."""
    found = next((one for one in list_right_lists(session, day) if one.group.key == key), None)
    if found is None:
        raise NotFound("right_group_unknown")
    return found


def _fits(one: MandateType | RightType, domain_key: str | None, offered_on: date | None) -> bool:
    offered = offered_on is None or one.withdrawn_from is None or one.withdrawn_from > offered_on
    return offered and domain_key in (None, one.domain_key)


def _lists(versions: Iterable[GroupVersion], day: date) -> list[NamedList]:
    found = []
    for _, same in groupby(versions, key=lambda one: one.group_key):
        mine = list(same)
        group: NamedGroup = mine[0].group  # type: ignore[attr-defined] - each sort of version has its own
        gone = group.withdrawn_from is not None and group.withdrawn_from <= day
        begun = [one.number for one in mine if one.from_day <= day and not gone]
        found.append(NamedList(group, mine, max(begun, default=None)))
    return found
