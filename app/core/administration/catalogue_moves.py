"""Domains that a file moves to another entity: said before, done only when asked, and written down.

Who manages the domains of an entity decides about the types and rights in them, so a move gives that to other people.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor, Channel
from app.core.errors import Conflict, NotAllowed
from app.core.journal import record
from app.core.people.roles import ADMINISTRATOR, roles_of
from app.core.people.staffing import person_of_number
from app.models.api_client import ApiClient
from app.models.catalogue_change import CatalogueChange
from app.models.journal import Ground
from app.models.mandate_type import Domain


@dataclass(frozen=True)
class Owned:
    """What a domain is called, and the entity that owns it."""

    name: str
    entity_key: str


@dataclass(frozen=True)
class Move:
    """A domain (`key`) that was of one entity and is of another."""

    key: str
    name: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"domain {self.key} ({self.name}), from {self.before} to {self.after}"


def find_owned(session: Session) -> Mapping[str, Owned]:
    """Every domain by key as it stands, to compare with later."""
    columns = select(Domain.key, Domain.name, Domain.entity_key).order_by(Domain.key)
    return {key: Owned(name, entity) for key, name, entity in session.execute(columns)}


def find_moves(session: Session, before: Mapping[str, Owned]) -> list[Move]:
    """What is of another entity than it was."""
    now = {key: one.entity_key for key, one in find_owned(session).items()}
    pairs = [(key, one, now[key]) for key, one in before.items()]
    return [Move(key, one.name, one.entity_key, after) for key, one, after in pairs if one.entity_key != after]


def keep_moves(session: Session, moves: Sequence[Move], by_number: str | None, *, now: datetime) -> None:
    """Write the moves down, as decided by the administrator with this staff number.

    Conflict without a number, and while an application of the old entity works in such a domain, or a change that its
    people planned waits there for its day: either would go on for an entity of which the domain no longer is. NotFound
    for a number of nobody, NotAllowed for who is no administrator.
    """
    if not moves:
        return
    if by_number is None:
        raise Conflict("catalogue_moves_domain", what="; ".join(map(str, moves)))
    person_id = _administrator(session, by_number)
    held = list(_held(session, moves))
    if held:
        raise Conflict("domain_of_application", what="; ".join(held))
    planned = list(_planned(session, moves))
    if planned:
        raise Conflict("domain_of_planned", what="; ".join(planned))
    for one in moves:
        about = {"domain": one.key, "entity": one.after, "before": one.before}
        by = Actor(Channel.JOB, person_id=person_id)
        record(session, by, "domain_moved", now=now, ground=Ground.STAFF_DUTY, **about)


def _administrator(session: Session, number: str) -> uuid.UUID:
    person_id = person_of_number(session, number)
    if all(one.kind != ADMINISTRATOR for one in roles_of(session, person_id)):
        raise NotAllowed("administrator_only")
    return person_id


def _held(session: Session, moves: Sequence[Move]) -> Iterator[str]:
    clients = session.scalars(select(ApiClient).where(ApiClient.revoked_at.is_(None)).order_by(ApiClient.key)).all()
    for move in moves:
        for client in clients:
            if client.entity_key == move.before and move.key in client.domains:
                yield f"application {client.key} ({client.name}), in domain {move.key}"


def _planned(session: Session, moves: Sequence[Move]) -> Iterator[str]:
    query = select(CatalogueChange).where(CatalogueChange.is_planned())
    changes = session.scalars(query.order_by(CatalogueChange.from_day, CatalogueChange.key)).all()
    for move in moves:
        for change in changes:
            domains = {change.content.get("domain"), change.before.get("domain")}
            if change.entity_key == move.before and move.key in domains:
                name = change.content["name"]  # only types and rights wait for their day, and these have one
                yield f"{change.kind} {change.key} ({name}), planned for {change.from_day}, in domain {move.key}"
