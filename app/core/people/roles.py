"""The roles of staff: who is administrator, who manages the domains of an entity. Asked anew at every request."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.core.actor import Actor
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import record
from app.core.people.fresh import OWN_SIGN_IN, check_fresh
from app.core.people.sealed import people_behind_glass, refuse_to_disarm
from app.db import Reader
from app.models.journal import Channel, Ground
from app.models.mandate_type import Entity
from app.models.staff import Staff
from app.models.staff_role import RoleKind, StaffRole

ADMINISTRATOR, DOMAIN_MANAGER = RoleKind.ADMINISTRATOR, RoleKind.DOMAIN_MANAGER


@dataclass(frozen=True)
class Role:
    """A kind of role and, for a domain manager, the entity whose domains he manages."""

    kind: RoleKind
    entity_key: str | None = None


@dataclass(frozen=True)
class HeldRole:
    """A role that somebody has now; one `from_directory` ends only there."""

    id: uuid.UUID
    kind: RoleKind
    entity_key: str | None
    entity_name: str | None
    from_directory: bool
    given_at: datetime


def roles_of(session: Reader, person_id: uuid.UUID) -> tuple[HeldRole, ...]:
    """The roles that a person has now, administrator first."""
    rows = session.execute(
        select(StaffRole.__table__, Entity.__table__.c.name.label("entity_name"))
        .outerjoin(Entity.__table__, Entity.__table__.c.key == StaffRole.entity_key)
        .where(StaffRole.person_id == person_id, StaffRole.ended_at.is_(None))
        .order_by(StaffRole.kind, StaffRole.entity_key)
    )
    return tuple(
        HeldRole(row.id, RoleKind(row.kind), row.entity_key, row.entity_name, row.from_directory, row.given_at)
        for row in rows
    )


def require_administrator(session: Session, actor: Actor) -> None:
    """Refuse whoever is not an administrator at this moment."""
    _require(session, actor, Role(ADMINISTRATOR), "administrator_only")


def require_fresh_administrator(session: Session, actor: Actor, *, now: datetime) -> None:
    """The same for what opens doors to others: he also proved a moment ago that it is he. Else FreshSignInNeeded."""
    require_administrator(session, actor)
    check_fresh(actor.proven_at, OWN_SIGN_IN, now=now)


def require_domain_manager(session: Session, actor: Actor, entity_key: str) -> None:
    """Refuse whoever does not manage the domains of this entity at this moment."""
    _require(session, actor, Role(DOMAIN_MANAGER, entity_key), "domain_manager_only")


def entities_managed_by(session: Reader, person_id: uuid.UUID) -> tuple[str, ...]:
    """The keys of the entities whose domains this person manages now."""
    return tuple(one.entity_key for one in roles_of(session, person_id) if one.entity_key is not None)


def give_role(session: Session, actor: Actor, person_id: uuid.UUID, role: Role, *, now: datetime) -> StaffRole:
    """Give a member of staff a role. An administrator does this, for others: nobody gives himself more.

    Raises NotFound for who is no staff, Invalid for an entity that does not exist, Conflict when he has it already and
    for the account for emergencies, which is administrator and nothing else.
    """
    require_fresh_administrator(session, actor, now=now)
    if person_id == actor.actor_id:
        raise NotAllowed("own_role")
    refuse_to_disarm(session, person_id)
    return _give(session, actor, person_id, role, from_directory=False, now=now)


def end_role(session: Session, actor: Actor, role_id: uuid.UUID, *, now: datetime) -> None:
    """End a role at once. What the directory gives, ends there; one administrator always stays, and the one for
    emergencies besides."""
    require_fresh_administrator(session, actor, now=now)
    row = session.get(StaffRole, role_id, with_for_update=True)
    if row is None:
        raise NotFound("role_unknown")
    if row.ended_at is not None:
        return
    refuse_to_disarm(session, row.person_id)
    if row.from_directory:
        raise Conflict("role_of_the_directory")
    if row.kind == ADMINISTRATOR and not _others(session, row.person_id):
        raise Conflict("last_administrator")
    _end(session, actor, row, now=now)


def give_first_role(session: Session, number: str, role: Role, *, now: datetime) -> None:
    """What the operator of the machine does: the first administrator has nobody to ask. By the number of the staff."""
    person_id = session.scalar(select(Staff.person_id).where(Staff.number == number))
    if person_id is None:
        raise NotFound("staff_unknown")
    _give(session, Actor(Channel.JOB, person_id=person_id), person_id, role, from_directory=False, now=now)


def follow_directory(session: Session, person_id: uuid.UUID, wanted: Collection[Role], *, now: datetime) -> None:
    """Bring the roles that the directory gives in line with its groups of now; what was given here stays."""
    by_directory = Actor(Channel.JOB, person_id=person_id)
    held = _held(session, person_id)
    for role in set(wanted) - {_role(row) for row in held}:
        _give(session, by_directory, person_id, role, from_directory=True, now=now)
    for row in held:
        if row.from_directory and _role(row) not in wanted:
            _end(session, by_directory, row, now=now)


def end_roles_of(session: Session, person_id: uuid.UUID, *, now: datetime) -> None:
    """End every role of who does not work here any more, also what was given here: coming back is no new trust."""
    for row in _held(session, person_id):
        _end(session, Actor(Channel.JOB, person_id=person_id), row, now=now)


def _require(session: Session, actor: Actor, role: Role, code: str) -> None:
    held = _held(session, actor.actor_id) if actor.actor_id else []
    if role not in {_role(row) for row in held}:
        raise NotAllowed(code)


def _held(session: Session, person_id: uuid.UUID) -> Sequence[StaffRole]:
    query = select(StaffRole).where(StaffRole.person_id == person_id, StaffRole.ended_at.is_(None))
    return session.scalars(query.options(joinedload(StaffRole.entity))).all()


def _role(row: StaffRole) -> Role:
    return Role(RoleKind(row.kind), row.entity_key)


def _give(
    session: Session, actor: Actor, person_id: uuid.UUID, role: Role, *, from_directory: bool, now: datetime
) -> StaffRole:
    # The row of the member of staff is the lock: two administrators press one after the other.
    if session.get(Staff, person_id, with_for_update=True) is None:
        raise NotFound("staff_unknown")
    if (role.kind == DOMAIN_MANAGER) != (role.entity_key is not None) or (
        role.entity_key is not None and session.get(Entity, role.entity_key) is None
    ):
        raise Invalid("entity_unknown", field="entity")
    if role in {_role(row) for row in _held(session, person_id)}:
        raise Conflict("role_already")
    row = StaffRole(
        person_id=person_id, kind=role.kind, entity_key=role.entity_key, from_directory=from_directory, given_at=now,
        ended_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _write(session, actor, "role_given", row, now=now)
    return row


def _end(session: Session, actor: Actor, row: StaffRole, *, now: datetime) -> None:
    row.ended_at = now
    session.flush()
    _write(session, actor, "role_ended", row, now=now)


def _write(session: Session, actor: Actor, kind: str, row: StaffRole, *, now: datetime) -> None:
    entity = {"entity": row.entity_key} if row.entity_key else {}
    record(
        session, actor, kind, now=now, ground=Ground.STAFF_DUTY, staff=str(row.person_id), role=row.kind, **entity
    )


def _others(session: Session, person_id: uuid.UUID) -> bool:
    """Whether somebody else is administrator too; the rows are locked, so the last two do not end each other.

    Who is behind glass does not count: that account is used up by its first use.
    """
    query = select(StaffRole.person_id).where(StaffRole.kind == ADMINISTRATOR, StaffRole.ended_at.is_(None))
    query = query.where(StaffRole.person_id.not_in(people_behind_glass()))
    return any(one != person_id for one in session.scalars(query.with_for_update()))
