"""User rights inside an organisation: who manages its mandates and who executes them."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models.person import Person
from app.models.user_right import RightKind, UserRight


def holds_right(session: Session, person_id: uuid.UUID, party_id: uuid.UUID, kind: RightKind, day: date) -> bool:
    """Whether the person has this right for the whole party on `day`."""
    return (
        session.scalar(
            select(UserRight.id)
            .where(UserRight.person_id == person_id, UserRight.party_id == party_id, UserRight.kind == kind)
            .where(UserRight.mandate_id.is_(None), *_on(day))
            .limit(1)
        )
        is not None
    )


def list_rights_of(session: Session, person_id: uuid.UUID, day: date) -> Sequence[UserRight]:
    """Every right of the person on `day`, in a fixed order."""
    query = select(UserRight).where(UserRight.person_id == person_id, *_on(day))
    return session.scalars(query.order_by(UserRight.party_id, UserRight.kind, UserRight.id)).all()


def list_rights_in(session: Session, party_id: uuid.UUID, day: date) -> Sequence[UserRight]:
    """Every right inside the party on `day`, in a fixed order."""
    query = select(UserRight).where(UserRight.party_id == party_id, *_on(day))
    return session.scalars(query.order_by(UserRight.kind, UserRight.id)).all()


def list_colleagues(session: Session, party_id: uuid.UUID, day: date) -> Sequence[Person]:
    """Everybody with a right inside the party on `day`, by name: those who can be made executor of a mandate."""
    query = select(Person).where(
        Person.id.in_(select(UserRight.person_id).where(UserRight.party_id == party_id, *_on(day)))
    )
    return session.scalars(query.order_by(Person.last_name, Person.first_name, Person.id)).all()


def list_managers(session: Session, party_id: uuid.UUID, day: date) -> Sequence[Person]:
    """Who may give, accept and stop for the party on `day`, by name."""
    rights = select(UserRight.person_id).where(
        UserRight.party_id == party_id, UserRight.kind == RightKind.MANAGER, *_on(day)
    )
    query = select(Person).where(Person.id.in_(rights))
    return session.scalars(query.order_by(Person.last_name, Person.first_name, Person.id)).all()


def list_executors(session: Session, party_id: uuid.UUID, mandate_id: uuid.UUID, day: date) -> Sequence[Person]:
    """Who may execute this mandate for the party on `day`: for all its mandates, or for this one."""
    mine = or_(UserRight.mandate_id.is_(None), UserRight.mandate_id == mandate_id)
    rights = select(UserRight.person_id).where(
        UserRight.party_id == party_id, UserRight.kind == RightKind.EXECUTOR, mine, *_on(day)
    )
    query = select(Person).where(Person.id.in_(rights))
    return session.scalars(query.order_by(Person.last_name, Person.first_name, Person.id)).all()


def grant_right(
    session: Session,
    person_id: uuid.UUID,
    party_id: uuid.UUID,
    kind: RightKind,
    *,
    first_day: date,
    mandate_id: uuid.UUID | None = None,
) -> UserRight:
    """Give a person a right from `first_day` on; the caller writes it in the journal."""
    right = UserRight(
        person_id=person_id, party_id=party_id, kind=kind, mandate_id=mandate_id, first_day=first_day, last_day=None
    )
    session.add(right)
    session.flush()
    return right


def colleagues_among(
    session: Session, party_id: uuid.UUID, person_ids: Iterable[uuid.UUID], day: date
) -> set[uuid.UUID]:
    """Which of these persons have a right inside the party on `day`."""
    query = select(UserRight.person_id).where(UserRight.party_id == party_id, UserRight.person_id.in_(list(person_ids)))
    return set(session.scalars(query.where(*_on(day))))


def _on(day: date) -> tuple[object, ...]:
    return UserRight.first_day <= day, or_(UserRight.last_day.is_(None), UserRight.last_day >= day)
