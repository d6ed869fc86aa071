"""Changing the catalogue on a screen: who manages the domains of an entity proposes, a second person approves.

Nothing in the catalogue changes before the approval; the approval reads the proposal as a catalogue file is read. A
type or a right whose day has still to come changes on that day, by the daily job.
"""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor, Channel
from app.core.administration.catalogue_checks import check_proposal
from app.core.administration.catalogue_contents import (
    Proposal,
    content_ahead,
    content_now,
    is_last_planned,
    put_into_force,
)
from app.core.administration.catalogue_sorts import of_others, sort_of
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
        before=content_ahead(session, wanted.kind, wanted.key), from_day=wanted.from_day, author_id=actor.actor_id,
        made_at=now, widened=[],
    )  # fmt: skip
    session.add(change)
    session.flush()
    _write(session, actor, "catalogue_drafted", change, now=now)
    return change


def revise(session: Session, actor: Actor, change_id: uuid.UUID, wanted: Proposal, *, now: datetime) -> CatalogueChange:
    """Write a draft anew, about the same type, right or group, on top of what is there now."""
    change = _own(session, actor, change_id, ChangeState.DRAFT)
    if (wanted.entity_key, wanted.kind, wanted.key) != (change.entity_key, change.kind, change.key):
        raise Invalid("key_wrong", field="key")
    check_proposal(session, wanted, brussels_day(now))
    change.content = dict(wanted.content)
    change.from_day = wanted.from_day or change.from_day  # the check refused an empty day
    change.before = content_ahead(session, wanted.kind, wanted.key)
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
    """A second person says yes, and it holds from its day on, or from today when that day went by while it waited.
    `seen` names everything that he confirms becomes wider.

    Raises Conflict when the catalogue changed since the proposal, Invalid when something widens that was not confirmed,
    and FreshSignInNeeded when more can be given by it and he did not prove a moment ago who he is.
    """
    count_edition(session)  # its row is the lock: of two changes of one thing, the second sees the first
    apply_planned(session, now=now)  # what is due today comes before what goes on from it
    change = _to_decide(session, actor, change_id)
    change.from_day = max(change.from_day, brussels_day(now))
    _check_still(session, change, brussels_day(now))
    if _ends_for_others(session, change):
        require_administrator(session, actor)
    widened = what_widens(change.before, change.content) if change.content else ()
    if not set(widened) <= set(seen):
        raise Invalid("catalogue_widening_unseen", field="seen")
    if widened or (change.content and not content_now(session, ChangeKind(change.kind), change.key)):
        check_fresh(actor.proven_at, OWN_SIGN_IN, now=now)
    change.approved_at, change.decided_by, change.widened = now, actor.actor_id, list(widened)
    if _bears_its_day(change) or change.from_day <= brussels_day(now):
        put_into_force(session, proposal_of(change))
        change.applied_at = now
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


def call_off(session: Session, actor: Actor, change_id: uuid.UUID, *, now: datetime) -> CatalogueChange:
    """Drop what was approved and waits for its day: on that day nothing changes. Any manager of the entity can.

    Raises Conflict when it does not wait any more, when more is planned on top of it, and when more would be allowed
    without it than with it: that takes a next proposal, and a second person who approves it.
    """
    count_edition(session)  # the lock of who approves, and of the daily job
    apply_planned(session, now=now)
    change = _locked(session, change_id)
    require_domain_manager(session, actor, change.entity_key)
    if change.state is not ChangeState.PLANNED:
        raise Conflict("catalogue_not_planned")
    if not is_last_planned(session, change):
        raise Conflict("catalogue_planned_on_top")
    if widens_without(change):
        raise Conflict("catalogue_calling_off_widens")
    change.called_off_at, change.called_off_by = now, actor.actor_id
    session.flush()
    _write(session, actor, "catalogue_called_off", change, now=now)
    return change


def is_planned_for(session: Session, day: date) -> bool:
    """Whether something that was approved changes on this day, or should have before."""
    query = select(CatalogueChange.id).where(CatalogueChange.is_planned(), CatalogueChange.from_day <= day)
    return session.scalar(query.limit(1)) is not None


def apply_planned(session: Session, *, now: datetime) -> int:
    """Change what was approved for today or before, in the order of the approvals; how many.

    What found something else than its approver saw changes nothing, and is kept as overtaken.
    """
    day = brussels_day(now)
    if not is_planned_for(session, day):
        return 0
    count_edition(session)  # the lock of who approves too, and taken first as he does
    query = select(CatalogueChange).where(CatalogueChange.is_planned(), CatalogueChange.from_day <= day)
    due = session.scalars(query.order_by(CatalogueChange.approved_at, CatalogueChange.id).with_for_update()).all()
    for change in due:
        if content_now(session, ChangeKind(change.kind), change.key) == change.before:
            put_into_force(session, proposal_of(change))
            change.applied_at = now
        else:
            change.overtaken_at = now
        kind = "catalogue_applied" if change.applied_at else "catalogue_overtaken"
        session.flush()
        _write(session, Actor(Channel.JOB, person_id=change.decided_by), kind, change, now=now, ground=Ground.RULE)
    return len(due)


def proposal_of(change: CatalogueChange) -> Proposal:
    """What the proposal wants, for whoever checks it again."""
    return Proposal(change.entity_key, ChangeKind(change.kind), change.key, change.content, change.from_day)


def widens_without(change: CatalogueChange) -> bool:
    """Whether more is allowed without this planned change than with it; what would be new allows nothing before."""
    return bool(change.before) and bool(what_widens(change.content, change.before))


def may_decide(session: Session, actor: Actor, change: CatalogueChange) -> bool:
    """Whether this actor is the second person: an administrator or a manager of the entity, and not the author."""
    held = roles_of(session, actor.actor_id) if actor.actor_id else ()
    fits = any(one.kind == ADMINISTRATOR or one.entity_key == change.entity_key for one in held)
    return fits and actor.actor_id != change.author_id


def may_approve(session: Session, actor: Actor, change: CatalogueChange) -> bool:
    """Whether this second person can say yes too, and not only no: of some ends only an administrator can."""
    held = roles_of(session, actor.actor_id) if actor.actor_id else ()
    knows_all = any(one.kind == ADMINISTRATOR for one in held)
    return may_decide(session, actor, change) and (knows_all or not _ends_for_others(session, change))


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
    if content_ahead(session, ChangeKind(change.kind), change.key) != change.before:
        raise Conflict("catalogue_meanwhile")
    check_proposal(session, proposal_of(change), day)


def _bears_its_day(change: CatalogueChange) -> bool:
    """Whether the catalogue itself keeps the day, of a version and of an end; a type and a right stand there once."""
    kind = ChangeKind(change.kind)
    return kind.is_group or kind.ends


def _ends_for_others(session: Session, change: CatalogueChange) -> bool:
    """Whether a group ends that holds something of another entity too: neither entity decides that alone."""
    kind = ChangeKind(change.kind)
    if not (kind.is_group and kind.ends):
        return False
    sort = sort_of(kind)
    return bool(of_others(session, sort, change.entity_key, change.before[sort.shelf.listed]))


def _write(
    session: Session, actor: Actor, kind: str, change: CatalogueChange, *, now: datetime,
    ground: Ground = Ground.STAFF_DUTY,
) -> None:  # fmt: skip
    about = {"change": str(change.id), "entity": change.entity_key, "what": change.kind, "key": change.key}
    widened = {"widened": change.widened} if change.widened else {}
    record(session, actor, kind, now=now, ground=ground, **about, **widened)
