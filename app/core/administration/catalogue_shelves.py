"""The catalogue as who looks after it sees it: per entity what there is, and one thing of it to read or to change."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.administration.catalogue_contents import content_ahead, content_now, last_planned
from app.core.administration.catalogue_sorts import (
    COLLEAGUES,
    MANDATES,
    Sort,
    Thing,
    Version,
    of_others,
    sort_of,
    that_decide,
    that_end,
)
from app.core.administration.catalogue_views import ChangeCard, entities_seen, list_open
from app.core.errors import NotFound
from app.core.mandates.catalogue import list_all_types
from app.core.people.rights import list_right_types
from app.core.people.roles import entities_managed_by
from app.models.catalogue_change import ChangeKind
from app.models.mandate_type import Domain, Entity, MandateType
from app.models.right_type import RightType


@dataclass(frozen=True)
class DomainShelf:
    """One domain with what is offered in it."""

    domain: Domain
    types: Sequence[MandateType]
    rights: Sequence[RightType]


@dataclass(frozen=True)
class EntityShelf:
    """What one entity offers: its domains, the groups that hold something of these, what is proposed or planned.

    `own` says whether this actor manages its domains, and so may propose.
    """

    key: str
    name: str
    own: bool
    domains: Sequence[DomainShelf]
    groups: Sequence[Version]
    right_groups: Sequence[Version]
    changes: Sequence[ChangeCard]

    def things(self, kind: ChangeKind) -> dict[str, Thing]:
        """The types, or the rights, of its domains by key."""
        found: list[Thing] = []
        for one in self.domains:
            found += one.rights if kind.of_rights else one.types
        return {one.key: one for one in found}

    def versions(self, kind: ChangeKind) -> dict[str, Version]:
        """The newest version of each of its groups by key."""
        return {one.group_key: one for one in (self.right_groups if kind.of_rights else self.groups)}


@dataclass(frozen=True)
class Choices:
    """What can stand in a group, as key and name: what this entity chooses from, and what stays whatever it chooses."""

    offered: Sequence[tuple[str, str]]
    kept: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ThingView:
    """One type, right or group: as it is now (`content`, empty for what only is planned), as it will be once all that
    was approved holds (`ahead`), the day from which that is, and the day from which nobody is offered it any more.

    `names` are those of everything of its sort by key: the key of what another entity has is nobody else's business.
    """

    shelf: EntityShelf
    kind: ChangeKind
    key: str
    content: Mapping[str, Any]
    ahead: Mapping[str, Any]
    planned_from: date | None
    ends: date | None
    names: Mapping[str, str]


def list_shelves(session: Session, actor: Actor) -> list[EntityShelf]:
    """The entities whose domains this actor manages; an administrator sees every one."""
    own = entities_seen(session, actor)
    types, rights = list_all_types(session), list_right_types(session)
    groups, right_groups = _newest(session, MANDATES), _newest(session, COLLEAGUES)
    managed = entities_managed_by(session, actor.actor_id) if actor.actor_id else ()
    domains = session.scalars(select(Domain).order_by(Domain.name)).all()
    waiting = list_open(session, actor)
    shelves = []
    for entity in session.scalars(select(Entity).order_by(Entity.name)):
        if own is not None and entity.key not in own:
            continue
        filled = [
            DomainShelf(one, [it for it in types if it.domain_key == one.key],
                        [it for it in rights if it.domain_key == one.key])
            for one in domains if one.entity_key == entity.key
        ]  # fmt: skip
        keys = {it.key for one in filled for it in one.types}
        right_keys = {it.key for one in filled for it in one.rights}
        shelves.append(EntityShelf(
            entity.key, entity.name, entity.key in managed, filled,
            [one for one in groups if keys & set(one.type_keys)],
            [one for one in right_groups if right_keys & set(one.type_keys)],
            [one for one in waiting if one.change.entity_key == entity.key],
        ))  # fmt: skip
    return shelves


def view_thing(session: Session, actor: Actor, kind: ChangeKind, key: str) -> ThingView:
    """One type, right or group on a shelf that this actor sees, also what is new and only planned; one that he manages
    comes first, for a group can stand on more than one. NotFound when there is none."""
    shelves = sorted(list_shelves(session, actor), key=lambda one: not one.own)
    shelf = next((one for one in shelves if key in (one.versions(kind) if kind.is_group else one.things(kind))), None)
    planned, ends = last_planned(session, kind, key), None
    if shelf is not None:
        stored = shelf.versions(kind)[key].group if kind.is_group else shelf.things(kind)[key]
        ends = stored.withdrawn_from
    elif planned is not None:
        shelf = next((one for one in shelves if one.key == planned.entity_key), None)
    if shelf is None:
        raise NotFound("catalogue_unknown")
    return ThingView(
        shelf, kind, key, content_now(session, kind, key), content_ahead(session, kind, key),
        planned.from_day if planned else None, ends, list_names(session, kind),
    )  # fmt: skip


def list_names(session: Session, kind: ChangeKind) -> dict[str, str]:
    """The name of every type, or of every right, by key."""
    thing = sort_of(kind).thing
    return {row.key: row.name for row in session.execute(select(thing.key, thing.name))}


def list_domain_names(session: Session) -> dict[str, str]:
    """The name of every domain by key, with that key where two have one name."""
    rows = session.execute(select(Domain.key, Domain.name)).all()
    counted = Counter(row.name for row in rows)
    return {row.key: row.name if counted[row.name] == 1 else f"{row.name} ({row.key})" for row in rows}


def list_labels(session: Session, shelf: EntityShelf, kind: ChangeKind) -> tuple[dict[str, str], dict[str, str]]:
    """How things of this sort are called where somebody writes about them: the label of each key, and the key of each
    label. That is a name, with its domain where two have one name; what is its own has its key too."""
    thing = sort_of(kind).thing
    query = select(thing.key, thing.name, Domain.name.label("domain"))
    rows = session.execute(query.outerjoin(Domain, Domain.key == thing.domain_key)).all()
    counted = Counter(row.name for row in rows)
    labels = {row.key: row.name if counted[row.name] == 1 else f"{row.name} ({row.domain or row.key})" for row in rows}
    return labels, {label: key for key, label in labels.items()} | {key: key for key in shelf.things(kind)}


def list_choices(session: Session, shelf: EntityShelf, kind: ChangeKind, before: Mapping[str, Any]) -> Choices:
    """What can stand in a group of this entity that now holds what `before` says."""
    sort, names = sort_of(kind), list_names(session, kind)
    own = [key for key, one in shelf.things(kind).items() if one.withdrawn_from is None]
    if kind.of_rights:
        free = [one for one in list_right_types(session) if one.domain_key is None and not one.decides]
        own += [one.key for one in free if one.withdrawn_from is None]
    held = list(before.get(sort.shelf.listed, []))
    fixed = {**of_others(session, sort, shelf.key, held), **that_decide(session, sort, held)}
    kept = [key for key in held if key in fixed and key not in that_end(session, sort, held)]
    return Choices([(key, names[key]) for key in own], [(key, names[key]) for key in kept])


def _newest(session: Session, sort: Sort) -> list[Version]:
    return list({one.group_key: one for one in sort.versions(session)}.values())
