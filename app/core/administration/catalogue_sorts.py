"""The two sorts of things that change on a screen, mandate types and rights, each with its groups."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.mandates import catalogue_file, catalogue_rights
from app.core.mandates.catalogue import list_all_groups, list_all_right_groups
from app.core.mandates.catalogue_file import read_type
from app.core.mandates.catalogue_groups import RIGHTS, TYPES, Shelf
from app.core.mandates.catalogue_rights import read_right
from app.models.catalogue_change import ChangeKind
from app.models.mandate_group import MandateGroupVersion
from app.models.mandate_type import Domain, MandateType
from app.models.right_group import RightGroupVersion
from app.models.right_type import RightType

Thing = MandateType | RightType
Version = MandateGroupVersion | RightGroupVersion
APART = {"domain", "withdrawn_from"}


@dataclass(frozen=True)
class Sort:
    """One sort: its table, its groups, who reads an item of the file, the parts of such an item besides its domain and
    its end, and those that what runs reads at every check: another value would change what somebody agreed to."""

    thing: type[MandateType] | type[RightType]
    shelf: Shelf
    read: Callable[[Mapping[str, Any], int, Collection[str]], Thing]
    parts: tuple[str, ...]
    lasting: tuple[str, ...]
    versions: Callable[[Session], Iterable[Version]]


def _parts(required: Mapping[str, Any], defaults: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(one for one in (*required, *defaults) if one not in APART)


MANDATES = Sort(
    MandateType, TYPES, read_type, _parts(catalogue_file.REQUIRED, catalogue_file.DEFAULTS),
    ("services", "access_level", "passing_on"), list_all_groups,
)  # fmt: skip
COLLEAGUES = Sort(
    RightType, RIGHTS, read_right, _parts(catalogue_rights.REQUIRED, catalogue_rights.DEFAULTS),
    ("manages", "appoints", "access_level"), list_all_right_groups,
)  # fmt: skip


def sort_of(kind: ChangeKind) -> Sort:
    """The sort that a proposal is about."""
    return COLLEAGUES if kind.of_rights else MANDATES


def newest_version(session: Session, sort: Sort, group_key: str) -> Version | None:
    """The last version that was made of a group, also when it begins later."""
    return next((one for one in reversed(list(sort.versions(session))) if one.group_key == group_key), None)


def group_holding(session: Session, sort: Sort, key: str, day: date) -> str | None:
    """The name of a group in which this stands on `day` or will stand later; None when there is none."""
    holds: dict[str, Version] = {}
    later: list[Version] = []
    for one in sort.versions(session):
        ends = one.group.withdrawn_from
        if ends is not None and ends <= day:
            continue
        if one.from_day <= day:
            holds[one.group_key] = one
        else:
            later.append(one)
    return next((one.group.name for one in (*holds.values(), *later) if key in one.type_keys), None)


def thing_content(sort: Sort, one: Thing) -> dict[str, Any]:
    """A type or a right in the shape of the catalogue file."""
    return {"domain": one.domain_key, **{name: getattr(one, name) for name in sort.parts}}


def group_content(sort: Sort, one: Version) -> dict[str, Any]:
    """A version of a group in the shape of the catalogue file, without its number and its day."""
    words = {"hint": one.hint, "sentences": one.sentences, "warning": one.warning}
    return {"key": one.group_key, "name": one.group.name, sort.shelf.listed: one.type_keys, **words}


def of_entity(session: Session, sort: Sort, entity_key: str, keys: Collection[str]) -> set[str]:
    """Those of these types or rights that stand in a domain of the entity."""
    query = select(sort.thing.key).join(Domain, Domain.key == sort.thing.domain_key)
    return set(session.scalars(query.where(sort.thing.key.in_(keys), Domain.entity_key == entity_key)))


def of_others(session: Session, sort: Sort, entity_key: str, keys: Collection[str]) -> dict[str, str]:
    """Those that stand in a domain of another entity, by key with their name."""
    query = select(sort.thing.key, sort.thing.name).join(Domain, Domain.key == sort.thing.domain_key)
    query = query.where(sort.thing.key.in_(keys), Domain.entity_key != entity_key)
    return {row.key: row.name for row in session.execute(query)}


def that_decide(session: Session, sort: Sort, keys: Collection[str]) -> dict[str, str]:
    """Those that decide for a whole organisation, by key with their name: of no domain, and so of no entity."""
    if sort is not COLLEAGUES:
        return {}
    decides = RightType.manages | RightType.appoints
    query = select(RightType.key, RightType.name).where(RightType.key.in_(keys), decides)
    return {row.key: row.name for row in session.execute(query)}


def that_end(session: Session, sort: Sort, keys: Collection[str]) -> dict[str, str]:
    """Those that end or ended, by key with their name."""
    query = select(sort.thing.key, sort.thing.name)
    query = query.where(sort.thing.key.in_(keys), sort.thing.withdrawn_from.is_not(None))
    return {row.key: row.name for row in session.execute(query)}
