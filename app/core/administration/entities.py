"""The entities and their domains, and who manages them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Conflict, Invalid, NotFound
from app.core.journal import record
from app.core.mandates.catalogue import count_edition
from app.core.people.roles import require_administrator
from app.models.journal import Ground
from app.models.mandate_type import Domain, Entity, MandateType
from app.models.person import Person
from app.models.staff import Staff
from app.models.staff_role import RoleKind, StaffRole

LONGEST_KEY, LONGEST_NAME = 60, 200


@dataclass(frozen=True)
class DomainCard:
    """A domain, and how many mandate types it has."""

    key: str
    name: str
    types: int


@dataclass(frozen=True)
class EntityCard:
    """An entity with its domains, and who manages them: name and number."""

    key: str
    name: str
    domains: tuple[DomainCard, ...]
    managers: tuple[tuple[str, str], ...]


def list_entities(session: Session, actor: Actor) -> list[EntityCard]:
    """Every entity, by name."""
    require_administrator(session, actor)
    domains, managers = _domains(session), _managers(session)
    entities = session.scalars(select(Entity).order_by(Entity.name))
    return [EntityCard(one.key, one.name, tuple(domains[one.key]), tuple(managers[one.key])) for one in entities]


def view_entity(session: Session, actor: Actor, key: str) -> EntityCard:
    """One entity. Raises NotFound."""
    found = next((one for one in list_entities(session, actor) if one.key == key), None)
    if found is None:
        raise NotFound("entity_unknown")
    return found


def add_entity(session: Session, actor: Actor, key: str, name: str, *, now: datetime) -> None:
    """A new entity. Its key stands in catalogue files and never changes. Raises Invalid or Conflict."""
    require_administrator(session, actor)
    _check(key, name)
    if session.get(Entity, key) is not None:
        raise Conflict("key_taken")
    session.add(Entity(key=key, name=name, named_by=actor.actor_id))
    session.flush()
    record(session, actor, "entity_added", now=now, ground=Ground.STAFF_DUTY, entity=key)


def rename_entity(session: Session, actor: Actor, key: str, name: str, *, now: datetime) -> None:
    """Another name for an entity, as it then stands on pages; letters that were printed keep the old one."""
    require_administrator(session, actor)
    entity = _get(session, key)
    _check(key, name)
    entity.name, entity.named_by = name, actor.actor_id
    session.flush()
    count_edition(session)
    record(session, actor, "entity_renamed", now=now, ground=Ground.STAFF_DUTY, entity=key)


def add_domain(session: Session, actor: Actor, entity_key: str, key: str, name: str, *, now: datetime) -> None:
    """A new domain of an entity; its types are made by who manages that entity's domains."""
    require_administrator(session, actor)
    _get(session, entity_key)
    _check(key, name)
    if session.get(Domain, key) is not None:
        raise Conflict("key_taken")
    session.add(Domain(key=key, name=name, entity_key=entity_key, named_by=actor.actor_id))
    session.flush()
    count_edition(session)
    record(session, actor, "domain_added", now=now, ground=Ground.STAFF_DUTY, entity=entity_key, domain=key)


def _get(session: Session, key: str) -> Entity:
    entity = session.get(Entity, key, with_for_update=True)
    if entity is None:
        raise NotFound("entity_unknown")
    return entity


def _check(key: str, name: str) -> None:
    plain = key.isascii() and key.replace("-", "").replace("_", "").isalnum() and key == key.lower()
    if not plain or len(key) > LONGEST_KEY:
        raise Invalid("key_wrong", field="key")
    if not name.strip() or len(name) > LONGEST_NAME:
        raise Invalid("entity_name", field="name")


def _domains(session: Session) -> dict[str, list[DomainCard]]:
    counts = (
        select(Domain.entity_key, Domain.key, Domain.name, func.count(MandateType.key))
        .outerjoin(MandateType, MandateType.domain_key == Domain.key)
        .group_by(Domain.entity_key, Domain.key, Domain.name)
        .order_by(Domain.name)
    )
    found: dict[str, list[DomainCard]] = defaultdict(list)
    for entity_key, *card in session.execute(counts):
        found[entity_key].append(DomainCard(*card))
    return found


def _managers(session: Session) -> dict[str, list[tuple[str, str]]]:
    query = (
        select(StaffRole.entity_key, Person.first_name, Person.last_name, Staff.number)
        .join(Staff, Staff.person_id == StaffRole.person_id)
        .join(Person, Person.id == StaffRole.person_id)
        .where(StaffRole.kind == RoleKind.DOMAIN_MANAGER, StaffRole.ended_at.is_(None))
        .order_by(Staff.number)
    )
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entity_key, first_name, last_name, number in session.execute(query):
        found[str(entity_key)].append((f"{first_name} {last_name}", number))
    return found
