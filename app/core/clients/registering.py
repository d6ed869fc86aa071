"""Which applications may call: added, changed, revoked by an administrator, or by a command."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.core.actor import Actor
from app.core.clients.addresses import check_address
from app.core.clients.scopes import SCOPES, Scope
from app.core.errors import Conflict, Invalid, NotFound
from app.core.journal import record
from app.core.people.roles import require_administrator, require_fresh_administrator
from app.models.api_client import LONGEST_NAME, ApiClient
from app.models.journal import Channel, Ground
from app.models.mandate_type import Domain, Entity

LONGEST_KEY = 60
LONGEST_AUDIENCE = 255
MOST_ADDRESSES = 20


@dataclass(frozen=True)
class ClientPlan:
    """What is said of an application. `key` is what it calls itself when it asks a token, and never changes.

    `entity_key` names the entity whose application it is: then `domains` are some of that entity's own.
    """

    key: str
    name: str
    entity_key: str | None
    domains: tuple[str, ...]
    scopes: tuple[str, ...]
    return_addresses: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()


def add_client(session: Session, actor: Actor, plan: ClientPlan, *, now: datetime) -> ApiClient:
    """A new application, which can do nothing before it has a key. Raises Invalid, or Conflict for a taken name."""
    ground = permit_clients(session, actor, now=now)
    _check_key(session, plan.key)
    plan = _checked(session, plan, None)
    client = ApiClient(key=plan.key, created_at=now)
    _fill(client, plan)
    session.add(client)
    session.flush()
    record(session, actor, "client_added", now=now, ground=ground, client=client.key, scope=_scope(plan).text)
    return client


def change_client(session: Session, actor: Actor, key: str, plan: ClientPlan, *, now: datetime) -> None:
    """Change what holds of an application.

    What is taken from it, the tokens that it has lose at their very next call (`find_caller`); what is added only a new
    token has. Its entity stays: what it started would otherwise be accepted by applications of the same hand.
    """
    ground = permit_clients(session, actor, now=now)
    client = get_client(session, key, lock=True)
    if plan.entity_key != client.entity_key:
        raise Conflict("client_entity_stays")
    _fill(client, _checked(session, plan, client.id))
    session.flush()
    record(session, actor, "client_changed", now=now, ground=ground, client=client.key, scope=_scope(plan).text)


def revoke_client(session: Session, actor: Actor, key: str, *, now: datetime) -> None:
    """Shut an application out for good; its tokens open nothing from the next call on."""
    ground = permit_clients(session, actor, now=now)
    client = get_client(session, key, lock=True)
    client.revoked_at = now
    session.flush()
    record(session, actor, "client_revoked", now=now, ground=ground, client=client.key)


def list_clients(session: Session, actor: Actor) -> Sequence[ApiClient]:
    """Every application with its keys, those that were revoked last."""
    _may_look(session, actor)
    query = select(ApiClient).options(selectinload(ApiClient.keys), selectinload(ApiClient.entity))
    return session.scalars(query.order_by(ApiClient.revoked_at.is_not(None), ApiClient.name)).all()


def view_client(session: Session, actor: Actor, key: str) -> ApiClient:
    """One application with its keys, also when it was revoked. Raises NotFound."""
    found = next((one for one in list_clients(session, actor) if one.key == key), None)
    if found is None:
        raise NotFound("client_unknown")
    return found


def get_client(session: Session, key: str, *, lock: bool = False) -> ApiClient:
    """The application under this key, with its keys, for whoever checked who asks; NotFound once it was revoked."""
    query = select(ApiClient).where(ApiClient.key == key).options(selectinload(ApiClient.keys))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None or found.revoked_at is not None:
        raise NotFound("client_unknown")
    return found


def permit_clients(session: Session, actor: Actor, *, now: datetime) -> Ground:
    """On what ground somebody decides who may call: by a command at the machine, or as an administrator, fresh."""
    if actor.channel is Channel.JOB:
        return Ground.RULE
    require_fresh_administrator(session, actor, now=now)
    return Ground.STAFF_DUTY


def _may_look(session: Session, actor: Actor) -> None:
    if actor.channel is not Channel.JOB:
        require_administrator(session, actor)


def _check_key(session: Session, key: str) -> None:
    plain = key.isascii() and key.replace("-", "").replace("_", "").isalnum() and key == key.lower()
    if not plain or len(key) > LONGEST_KEY:
        raise Invalid("client_key_wrong", field="key")
    if session.scalar(select(ApiClient.id).where(ApiClient.key == key)) is not None:
        raise Conflict("client_key_taken")


def _checked(session: Session, plan: ClientPlan, own_id: uuid.UUID | None) -> ClientPlan:
    name = plan.name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid("client_name", field="name")
    taken = session.scalar(select(ApiClient.id).where(ApiClient.name == name))
    if taken is not None and taken != own_id:
        raise Conflict("client_name_taken")
    if not plan.scopes or not set(plan.scopes) <= set(SCOPES):
        raise Invalid("client_scopes", field="scopes")
    _check_domains(session, plan)
    if len(plan.return_addresses) > MOST_ADDRESSES or len(plan.audiences) > MOST_ADDRESSES:
        raise Invalid("client_addresses", field="return_addresses", most=MOST_ADDRESSES)
    for address in plan.return_addresses:
        check_address(address)
    if any(not one.isprintable() or len(one) > LONGEST_AUDIENCE for one in plan.audiences):
        raise Invalid("client_audience", field="audiences")
    return replace(plan, name=name)


def _check_domains(session: Session, plan: ClientPlan) -> None:
    if plan.entity_key is not None and session.get(Entity, plan.entity_key) is None:
        raise Invalid("entity_unknown", field="entity_key")
    query = select(Domain.key)
    if plan.entity_key is not None:
        query = query.where(Domain.entity_key == plan.entity_key)
    if not plan.domains or not set(plan.domains) <= set(session.scalars(query)):
        raise Invalid("client_domains", field="domains")


def _fill(client: ApiClient, plan: ClientPlan) -> None:
    client.name, client.entity_key = plan.name, plan.entity_key
    client.domains, client.scopes = sorted(set(plan.domains)), [one for one in SCOPES if one in plan.scopes]
    client.return_addresses, client.audiences = list(plan.return_addresses), list(plan.audiences)


def _scope(plan: ClientPlan) -> Scope:
    return Scope.of(plan.scopes, plan.domains)
