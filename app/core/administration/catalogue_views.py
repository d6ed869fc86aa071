"""What is proposed for the catalogue, as who looks after it sees it: what waits, one of them, what was decided."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.administration.catalogue_changes import may_approve, may_decide, widens_without
from app.core.administration.catalogue_contents import is_last_planned
from app.core.administration.catalogue_widening import what_widens
from app.core.errors import NotAllowed, NotFound
from app.core.people.roles import ADMINISTRATOR, entities_managed_by, roles_of
from app.models.catalogue_change import CatalogueChange, ChangeState
from app.models.person import Person

PAGE = 20


@dataclass(frozen=True)
class ChangeCard:
    """A proposal with who made it and who decided; `widens` names what becomes wider by it.

    `may_approve` is less than `may_decide`: of some ends a manager can only say no. `may_correct` says that its day has
    still to come, that nothing was approved on top of it, and that this actor can propose what takes its place.
    `caller_off` is who called it off before that day.
    """

    change: CatalogueChange
    author: str
    decider: str | None
    is_own: bool
    may_decide: bool
    may_approve: bool
    may_correct: bool
    caller_off: str | None

    @property
    def may_call_off(self) -> bool:
        """Whether who may correct it can also drop it alone: nothing becomes wider by that."""
        return self.may_correct and not widens_without(self.change)

    @property
    def name(self) -> str:
        """What the type or group is called, or will be."""
        return str((self.change.content or self.change.before)["name"])

    @property
    def ended_at(self) -> datetime | None:
        """When it was approved, refused, taken back or called off."""
        one = self.change
        return one.called_off_at or one.approved_at or one.refused_at or one.taken_back_at

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


def list_open(session: Session, actor: Actor) -> list[ChangeCard]:
    """What waits for an answer or for its day; a draft only for its author. Of the entities that this actor sees."""
    own, one = entities_seen(session, actor), CatalogueChange
    waits = one.approved_at.is_(None) & one.refused_at.is_(None) & one.taken_back_at.is_(None)
    query = select(one).where(waits | one.is_planned()).order_by(one.made_at.desc(), one.id.desc())
    found = [each for each in session.scalars(query) if own is None or each.entity_key in own]
    return _cards(session, actor, [each for each in found if each.offered_at or each.author_id == actor.actor_id])


def count_to_decide(session: Session, actor: Actor) -> int:
    """How many proposals wait for the yes of this actor; none for whoever may decide nothing."""
    one = CatalogueChange
    waits = one.offered_at.is_not(None) & one.approved_at.is_(None) & one.refused_at.is_(None)
    found = session.scalars(select(one).where(waits & one.taken_back_at.is_(None))).all()
    return sum(may_approve(session, actor, each) for each in found)


def view_change(session: Session, actor: Actor, change_id: uuid.UUID) -> ChangeCard:
    """One proposal, for who manages that entity and for administrators. A draft is its author's alone."""
    change = session.get(CatalogueChange, change_id)
    own = entities_seen(session, actor)
    if change is None or (own is not None and change.entity_key not in own):
        raise NotFound("catalogue_change_unknown")
    if change.offered_at is None and change.author_id != actor.actor_id:
        raise NotAllowed("catalogue_not_yours")
    return _cards(session, actor, [change])[0]


def list_decided(session: Session, actor: Actor, number: int) -> DecidedPage:
    """What was approved, refused or taken back for the entities that this actor sees; the nearest page when there is no
    page `number`. What was never put before anybody is its author's alone."""
    own, one = entities_seen(session, actor), CatalogueChange
    ended = func.coalesce(one.called_off_at, one.approved_at, one.refused_at, one.taken_back_at)
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


def entities_seen(session: Session, actor: Actor) -> set[str] | None:
    """The entities that this actor sees; None for all of them. Raises NotAllowed for who has no role."""
    held = roles_of(session, actor.actor_id) if actor.actor_id else ()
    if not held:
        raise NotAllowed("domain_manager_only")
    if any(one.kind == ADMINISTRATOR for one in held):
        return None
    return {one.entity_key for one in held if one.entity_key}


def _cards(session: Session, actor: Actor, changes: Sequence[CatalogueChange]) -> list[ChangeCard]:
    people = {who for one in changes for who in (one.author_id, one.decided_by, one.called_off_by) if who}
    names = {
        one.id: f"{one.first_name} {one.last_name}"
        for one in session.scalars(select(Person).where(Person.id.in_(people)))
    }
    managed = entities_managed_by(session, actor.actor_id) if actor.actor_id else ()
    return [
        ChangeCard(
            one, names[one.author_id], names[one.decided_by] if one.decided_by else None,
            one.author_id == actor.actor_id, one.state is ChangeState.OFFERED and may_decide(session, actor, one),
            one.state is ChangeState.OFFERED and may_approve(session, actor, one),
            one.entity_key in managed and is_last_planned(session, one),
            names[one.called_off_by] if one.called_off_by else None,
        )
        for one in changes
    ]  # fmt: skip
