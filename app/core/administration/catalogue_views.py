"""The catalogue as who looks after it sees it: per entity what there is, and what is proposed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.administration.catalogue_changes import may_decide
from app.core.administration.catalogue_contents import content_now
from app.core.administration.catalogue_widening import what_widens
from app.core.errors import NotAllowed, NotFound
from app.core.mandates.catalogue import list_all_groups, list_all_types
from app.core.people.roles import ADMINISTRATOR, entities_managed_by, roles_of
from app.models.catalogue_change import CatalogueChange, ChangeKind, ChangeState
from app.models.mandate_group import MandateGroupVersion
from app.models.mandate_type import Domain, Entity, MandateType
from app.models.person import Person

OPEN = (ChangeState.DRAFT, ChangeState.OFFERED)
PAGE = 20


@dataclass(frozen=True)
class ChangeCard:
    """A proposal with who made it and who decided; `widens` names what becomes wider by it."""

    change: CatalogueChange
    author: str
    decider: str | None
    is_own: bool
    may_decide: bool

    @property
    def name(self) -> str:
        """What the type or group is called, or will be."""
        return str((self.change.content or self.change.before)["name"])

    @property
    def ended_at(self) -> datetime | None:
        """When it was approved, refused or taken back."""
        return self.change.approved_at or self.change.refused_at or self.change.taken_back_at

    @property
    def widens(self) -> tuple[str, ...]:
        """What becomes wider; nothing for an end."""
        return what_widens(self.change.before, self.change.content) if self.change.content else ()


@dataclass(frozen=True)
class DecidedPage:
    """A page of proposals that got an answer or were taken back, the newest end first; `number` counts from 1."""

    cards: Sequence[ChangeCard]
    total: int
    number: int
    pages: int


@dataclass(frozen=True)
class EntityShelf:
    """What one entity offers: its domains with their types, the groups that hold one of these, what is proposed.

    `own` says whether this actor manages its domains, and so may propose.
    """

    key: str
    name: str
    own: bool
    domains: Sequence[tuple[Domain, Sequence[MandateType]]]
    groups: Sequence[MandateGroupVersion]
    changes: Sequence[ChangeCard]


def list_shelves(session: Session, actor: Actor) -> list[EntityShelf]:
    """The entities whose domains this actor manages; an administrator sees every one."""
    own = _seen(session, actor)
    types, newest = list_all_types(session), _newest_groups(session)
    changes = session.scalars(select(CatalogueChange).order_by(CatalogueChange.made_at.desc())).all()
    shelves = []
    for entity in session.scalars(select(Entity).order_by(Entity.name)):
        if own is not None and entity.key not in own:
            continue
        domains = session.scalars(select(Domain).where(Domain.entity_key == entity.key).order_by(Domain.name)).all()
        filled = [(one, [kind for kind in types if kind.domain_key == one.key]) for one in domains]
        keys = {kind.key for _, kinds in filled for kind in kinds}
        waiting = [one for one in changes if one.entity_key == entity.key and one.state in OPEN]
        cards = _cards(session, actor, waiting)
        groups = [one for one in newest if keys & set(one.type_keys)]
        managed = entity.key in entities_managed_by(session, actor.actor_id) if actor.actor_id else False
        shelves.append(EntityShelf(entity.key, entity.name, managed, filled, groups, cards))
    return shelves


def view_shelf(session: Session, actor: Actor, sort: ChangeKind, key: str) -> EntityShelf:
    """The shelf on which a type or a group stands; one that this actor manages comes first, for a group can
    stand on more than one. NotFound when there is none."""
    shelves = sorted(list_shelves(session, actor), key=lambda one: not one.own)
    for one in shelves:
        keys = {kind.key for _, kinds in one.domains for kind in kinds}
        if key in (keys if sort == ChangeKind.TYPE else {group.group_key for group in one.groups}):
            return one
    raise NotFound("catalogue_unknown")


def view_content(session: Session, sort: ChangeKind, key: str) -> dict[str, object]:
    """The type or group as it stands now; empty when there is none."""
    return content_now(session, sort, key)


def view_change(session: Session, actor: Actor, change_id: uuid.UUID) -> ChangeCard:
    """One proposal, for who manages that entity and for administrators. A draft is its author's alone."""
    change = session.get(CatalogueChange, change_id)
    own = _seen(session, actor)
    if change is None or (own is not None and change.entity_key not in own):
        raise NotFound("catalogue_change_unknown")
    if change.offered_at is None and change.author_id != actor.actor_id:
        raise NotAllowed("catalogue_not_yours")
    return _cards(session, actor, [change])[0]


def list_decided(session: Session, actor: Actor, number: int) -> DecidedPage:
    """What was approved, refused or taken back for the entities that this actor sees; the nearest page when there is no
    page `number`. What was never put before anybody is its author's alone."""
    own, one = _seen(session, actor), CatalogueChange
    ended = func.coalesce(one.approved_at, one.refused_at, one.taken_back_at)
    where: list[ColumnElement[bool]] = [
        ended.is_not(None), or_(one.offered_at.is_not(None), one.author_id == actor.actor_id)
    ]  # fmt: skip
    if own is not None:
        where.append(one.entity_key.in_(own))
    total = session.scalar(select(func.count()).select_from(one).where(*where)) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(number, 1), pages)
    query = select(one).where(*where).order_by(ended.desc(), one.id.desc())
    found = session.scalars(query.limit(PAGE).offset((number - 1) * PAGE)).all()
    return DecidedPage(_cards(session, actor, found), total, number, pages)


def _seen(session: Session, actor: Actor) -> set[str] | None:
    """The entities that this actor sees; None for all of them."""
    held = roles_of(session, actor.actor_id) if actor.actor_id else ()
    if not held:
        raise NotAllowed("domain_manager_only")
    if any(one.kind == ADMINISTRATOR for one in held):
        return None
    return {one.entity_key for one in held if one.entity_key}


def _newest_groups(session: Session) -> list[MandateGroupVersion]:
    return list({one.group_key: one for one in list_all_groups(session)}.values())


def _cards(session: Session, actor: Actor, changes: Sequence[CatalogueChange]) -> list[ChangeCard]:
    people = {who for one in changes for who in (one.author_id, one.decided_by) if who is not None}
    names = {
        one.id: f"{one.first_name} {one.last_name}"
        for one in session.scalars(select(Person).where(Person.id.in_(people)))
    }
    return [
        ChangeCard(
            one, names[one.author_id], names[one.decided_by] if one.decided_by else None,
            one.author_id == actor.actor_id, one.state is ChangeState.OFFERED and may_decide(session, actor, one),
        )
        for one in changes
    ]  # fmt: skip
