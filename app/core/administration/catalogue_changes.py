"""Changing the catalogue on a screen: who manages the domains of an entity proposes, a second person approves.

Nothing in the catalogue changes before the approval; the approval reads the proposal as a catalogue file is read.
"""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.administration.catalogue_contents import (
    Proposal,
    check_proposal,
    content_now,
    foreign_types,
    put_into_force,
)
from app.core.administration.catalogue_widening import what_widens
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import record
from app.core.mandates.catalogue import count_edition
from app.core.people.fresh import OWN_SIGN_IN, check_fresh
from app.core.people.roles import ADMINISTRATOR, require_administrator, require_domain_manager, roles_of
from app.models.catalogue_change import CatalogueChange, ChangeKind, ChangeState
from app.models.journal import Ground

LONGEST_REASON = 300


def propose(session: Session, actor: Actor, wanted: Proposal, *, now: datetime) -> CatalogueChange:
    """Keep a draft that only its author goes on with. Raises what `check_proposal` raises."""
    require_domain_manager(session, actor, wanted.entity_key)
    check_proposal(session, wanted, brussels_day(now))
    change = CatalogueChange(
        entity_key=wanted.entity_key, kind=wanted.kind, key=wanted.key, content=dict(wanted.content),
        before=content_now(session, wanted.kind, wanted.key), from_day=wanted.from_day, author_id=actor.actor_id,
        made_at=now, widened=[],
    )  # fmt: skip
    session.add(change)
    session.flush()
    _write(session, actor, "catalogue_drafted", change, now=now)
    return change


def revise(session: Session, actor: Actor, change_id: uuid.UUID, wanted: Proposal, *, now: datetime) -> CatalogueChange:
    """Write a draft anew, about the same type or group, on top of what is there now."""
    change = _own(session, actor, change_id, ChangeState.DRAFT)
    if (wanted.entity_key, wanted.kind, wanted.key) != (change.entity_key, change.kind, change.key):
        raise Invalid("key_wrong", field="key")
    check_proposal(session, wanted, brussels_day(now))
    change.content, change.from_day = dict(wanted.content), wanted.from_day
    change.before = content_now(session, wanted.kind, wanted.key)
    session.flush()
    _write(session, actor, "catalogue_drafted", change, now=now)
    return change


def offer(session: Session, actor: Actor, change_id: uuid.UUID, *, now: datetime) -> CatalogueChange:
    """Put a draft before a second person; from now on it stays as it is."""
    change = _own(session, actor, change_id, ChangeState.DRAFT)
    _check_still(session, change, brussels_day(now))
    change.offered_at = now
    session.flush()
    _write(session, actor, "catalogue_offered", change, now=now)
    return change


def take_back(session: Session, actor: Actor, change_id: uuid.UUID, *, now: datetime) -> CatalogueChange:
    """The author drops it, also when it waits for an answer."""
    change = _own(session, actor, change_id, ChangeState.DRAFT, ChangeState.OFFERED)
    change.taken_back_at = now
    session.flush()
    _write(session, actor, "catalogue_taken_back", change, now=now)
    return change


def approve(
    session: Session, actor: Actor, change_id: uuid.UUID, seen: Collection[str], *, now: datetime
) -> CatalogueChange:
    """A second person says yes, and it is in force. `seen` names everything that he confirms becomes wider.

    Raises Conflict when the catalogue changed since the proposal, Invalid when something widens that was not confirmed,
    and FreshSignInNeeded when more can be given by it and he did not prove a moment ago who he is.
    """
    count_edition(session)  # its row is the lock: of two changes of one thing, the second sees the first
    change = _to_decide(session, actor, change_id)
    _check_still(session, change, brussels_day(now))
    if _ends_for_others(session, change):
        require_administrator(session, actor)
    widened = what_widens(change.before, change.content) if change.content else ()
    if not set(widened) <= set(seen):
        raise Invalid("catalogue_widening_unseen", field="seen")
    if widened or (change.content and not change.before):
        check_fresh(actor.proven_at, OWN_SIGN_IN, now=now)
    put_into_force(session, proposal_of(change))
    change.approved_at, change.decided_by, change.widened = now, actor.actor_id, list(widened)
    session.flush()
    _write(session, actor, "catalogue_approved", change, now=now)
    return change


def refuse(session: Session, actor: Actor, change_id: uuid.UUID, reason: str, *, now: datetime) -> CatalogueChange:
    """A second person says no, and why."""
    change = _to_decide(session, actor, change_id)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Invalid("catalogue_refusal_reason", field="reason")
    change.refused_at, change.decided_by, change.reason = now, actor.actor_id, reason.strip()
    session.flush()
    _write(session, actor, "catalogue_refused", change, now=now)
    return change


def proposal_of(change: CatalogueChange) -> Proposal:
    """What the proposal wants, for whoever checks it again."""
    return Proposal(change.entity_key, ChangeKind(change.kind), change.key, change.content, change.from_day)


def may_decide(session: Session, actor: Actor, change: CatalogueChange) -> bool:
    """Whether this actor is the second person: an administrator or a manager of the entity, and not the author."""
    held = roles_of(session, actor.actor_id) if actor.actor_id else ()
    fits = any(one.kind == ADMINISTRATOR or one.entity_key == change.entity_key for one in held)
    return fits and actor.actor_id != change.author_id


def _own(session: Session, actor: Actor, change_id: uuid.UUID, *states: ChangeState) -> CatalogueChange:
    change = _locked(session, change_id)
    require_domain_manager(session, actor, change.entity_key)
    if change.author_id != actor.actor_id:
        raise NotAllowed("catalogue_not_yours")
    if change.state not in states:
        raise Conflict("catalogue_not_open")
    return change


def _to_decide(session: Session, actor: Actor, change_id: uuid.UUID) -> CatalogueChange:
    change = _locked(session, change_id)
    if change.author_id == actor.actor_id:
        raise NotAllowed("catalogue_own")
    if not may_decide(session, actor, change):
        raise NotAllowed("domain_manager_only")
    if change.state is ChangeState.DRAFT:
        raise Conflict("catalogue_not_offered")
    if change.state is not ChangeState.OFFERED:
        raise Conflict("catalogue_not_open")
    return change


def _locked(session: Session, change_id: uuid.UUID) -> CatalogueChange:
    change = session.get(CatalogueChange, change_id, with_for_update=True)
    if change is None:
        raise NotFound("catalogue_change_unknown")
    return change


def _check_still(session: Session, change: CatalogueChange, day: date) -> None:
    """What the two people looked at must be what is there."""
    if content_now(session, ChangeKind(change.kind), change.key) != change.before:
        raise Conflict("catalogue_meanwhile")
    check_proposal(session, proposal_of(change), day)


def _ends_for_others(session: Session, change: CatalogueChange) -> bool:
    """Whether a group ends that holds types of another entity too: neither entity decides that alone."""
    types = set(change.before.get("types", [])) if change.kind == ChangeKind.GROUP_END else set()
    return bool(foreign_types(session, change.entity_key, types))


def _write(session: Session, actor: Actor, kind: str, change: CatalogueChange, *, now: datetime) -> None:
    about = {"change": str(change.id), "entity": change.entity_key, "what": change.kind, "key": change.key}
    widened = {"widened": change.widened} if change.widened else {}
    record(session, actor, kind, now=now, ground=Ground.STAFF_DUTY, **about, **widened)
