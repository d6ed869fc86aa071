"""Where applications are told of events: addresses, and the secrets with which the tellings are signed."""

import base64
import secrets
import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from app.core import outbox
from app.core.actor import Actor
from app.core.clients.registering import get_client, permit_clients
from app.core.errors import Conflict, Invalid, NotFound
from app.core.events.feed import give_places, last_place
from app.core.journal import TELL_EVENTS, record
from app.core.vault import Vault
from app.models.api_client import ApiClient
from app.models.journal import Ground
from app.models.webhook import LONGEST_ADDRESS, DeliveryState, Webhook, WebhookDelivery
from app.translations.formats import moment_text

SECRET_BYTES = 32
LOOK_AGAIN_AFTER = timedelta(minutes=1)  # at what was being done while an address was added
OVERLAP = timedelta(days=7)  # in which what is sent is signed with the old secret too
MOST = 5  # addresses of one application
EVENTS = "events"  # the scope without which nobody is told
ENDED = "ended"  # why what waited for an address that ended was not told
PREFIX = "whsec_"  # how the standard writes a secret


def add_webhook(
    session: Session, actor: Actor, client_key: str, address: str, vault: Vault, *, demo: bool, now: datetime
) -> tuple[Webhook, str]:
    """A new address, told of what happens from now on, and its secret, which only this answer ever shows.

    Raises Invalid for an address that is not https, or names a machine of our own network (a demo may); Conflict for an
    application that may not be told, and for one address too many.
    """
    ground = permit_clients(session, actor, now=now)
    client = get_client(session, client_key, lock=True)
    check_webhook_address(address, demo=demo)
    if not may_be_told(client):
        raise Conflict("webhook_not_for", scope=EVENTS)
    open_ones = list_webhooks(session, client.id)
    if len(open_ones) >= MOST:
        raise Conflict("webhooks_enough", n=MOST)
    if any(one.address == address for one in open_ones):
        raise Conflict("webhook_known")
    made = Webhook(id=uuid.uuid4(), client_id=client.id, address=address, created_at=now, client=client)
    # What happened before must have its place, or it would be told as new.
    while give_places(session):
        pass
    made.from_position = last_place(session)
    secret = _new_secret()
    made.sealed_secret = vault.seal(secret, about_webhook(made))
    session.add(made)
    session.flush()
    # Who acts at this moment sees no address yet, and wakes nobody for it.
    outbox.put(session, TELL_EVENTS, f"{TELL_EVENTS}:{made.id}", {}, now=now, due=now + LOOK_AGAIN_AFTER)
    note(session, actor, made, "added", ground, now)
    return made, _written(secret)


def renew_secret(session: Session, actor: Actor, webhook_id: uuid.UUID, vault: Vault, *, now: datetime) -> str:
    """A new secret, given back this one time; the old one signs beside it for seven days.

    Raises Conflict in those seven days: a third one would silence the one with which the application still checks.
    """
    ground = permit_clients(session, actor, now=now)
    webhook = get_webhook(session, webhook_id, lock=True)
    if webhook.previous_until is not None and now < webhook.previous_until:
        raise Conflict("webhook_renewed", until=moment_text(webhook.previous_until))
    secret = _new_secret()
    webhook.sealed_previous, webhook.previous_until = webhook.sealed_secret, now + OVERLAP
    webhook.sealed_secret = vault.seal(secret, about_webhook(webhook))
    session.flush()
    note(session, actor, webhook, "renewed", ground, now)
    return _written(secret)


def end_webhook(session: Session, actor: Actor, webhook_id: uuid.UUID, *, now: datetime) -> None:
    """Tell this address nothing more; what still waits for it is not sent, and is dead."""
    _end(session, actor, webhook_id, "ended", now)


def end_gone_webhook(session: Session, webhook_id: uuid.UUID, *, now: datetime) -> None:
    """The same for an address that asks it itself (status 410), unless it ended meanwhile."""
    with suppress(NotFound):
        _end(session, Actor.job(), webhook_id, "gone", now)


def _end(session: Session, actor: Actor, webhook_id: uuid.UUID, what: str, now: datetime) -> None:
    ground = permit_clients(session, actor, now=now)
    webhook = get_webhook(session, webhook_id, lock=True)
    webhook.ended_at = now
    session.flush()
    waits = (WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.state == DeliveryState.WAITING)
    # What a worker has in hand it says itself; to wait for it here could hold both up.
    free = select(WebhookDelivery.id).where(*waits).with_for_update(skip_locked=True)
    for delivery_id in session.scalars(free).all():
        dead = update(WebhookDelivery).where(WebhookDelivery.id == delivery_id)
        session.execute(dead.values(state=DeliveryState.DEAD, last_error=ENDED))
    note(session, actor, webhook, what, ground, now)


def list_webhooks(session: Session, client_id: uuid.UUID) -> Sequence[Webhook]:
    """The addresses of an application that are told of events, the oldest first."""
    query = select(Webhook).where(Webhook.client_id == client_id, Webhook.ended_at.is_(None))
    return session.scalars(query.order_by(Webhook.created_at, Webhook.id)).all()


def list_ended(session: Session, client_id: uuid.UUID) -> Sequence[Webhook]:
    """The addresses of an application that are told nothing more, and were not told all; the oldest first."""
    dead = select(WebhookDelivery.id).where(
        WebhookDelivery.webhook_id == Webhook.id, WebhookDelivery.state == DeliveryState.DEAD
    )
    query = select(Webhook).where(Webhook.client_id == client_id, Webhook.ended_at.is_not(None), dead.exists())
    return session.scalars(query.order_by(Webhook.created_at, Webhook.id)).all()


def list_gone(session: Session, client_id: uuid.UUID) -> Sequence[Webhook]:
    """The addresses of an application that asked themselves to be told nothing more; the oldest first."""
    asked = select(WebhookDelivery.id).where(
        WebhookDelivery.webhook_id == Webhook.id, WebhookDelivery.last_status == HTTPStatus.GONE
    )
    query = select(Webhook).where(Webhook.client_id == client_id, Webhook.ended_at.is_not(None), asked.exists())
    return session.scalars(query.order_by(Webhook.created_at, Webhook.id)).all()


def get_webhook(session: Session, webhook_id: uuid.UUID, *, lock: bool = False) -> Webhook:
    """The address with this id, while it is told of events. Raises NotFound."""
    query = select(Webhook).where(Webhook.id == webhook_id, Webhook.ended_at.is_(None))
    query = query.options(joinedload(Webhook.client))
    query = query.with_for_update(of=Webhook).execution_options(populate_existing=True) if lock else query
    webhook = session.scalars(query).first()
    if webhook is None:
        raise NotFound("webhook_unknown")
    return webhook


def secrets_of(webhook: Webhook, vault: Vault, *, now: datetime) -> tuple[bytes, ...]:
    """With what a telling is signed: the secret, and the one before it for as long as that still counts."""
    sealed = [webhook.sealed_secret]
    if webhook.sealed_previous is not None and webhook.previous_until is not None and now < webhook.previous_until:
        sealed.append(webhook.sealed_previous)
    return tuple(vault.unseal(one, about_webhook(webhook)) for one in sealed)


def note(session: Session, actor: Actor, webhook: Webhook, what: str, ground: Ground, now: datetime) -> None:
    """Write down what was done about a webhook, as a change of its application."""
    about = {"client": webhook.client.key, "webhook": str(webhook.id), "what": what}
    record(session, actor, "client_changed", now=now, ground=ground, **about)


def may_be_told(client: ApiClient) -> bool:
    """Whether it may hear of events by itself: that of an entity, for as long as it has that scope."""
    return client.revoked_at is None and client.entity_key is not None and EVENTS in client.scopes


def check_webhook_address(address: str, *, demo: bool) -> None:
    """Raise Invalid unless it is a plain https address elsewhere; a demo may name this machine by http."""
    try:
        parts = urlsplit(address)
        _port, _name = parts.port, (parts.hostname or "").encode("idna")
    except ValueError as error:  # a port that is none, a name that no name server could be asked
        raise Invalid("webhook_address", field="address", n=LONGEST_ADDRESS) from error
    here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    odd = parts.username or parts.password or parts.fragment or not address.isascii() or not address.isprintable()
    if len(address) > LONGEST_ADDRESS or not parts.hostname or odd or " " in address:
        raise Invalid("webhook_address", field="address", n=LONGEST_ADDRESS)
    if demo and here and parts.scheme in {"http", "https"}:
        return
    if parts.scheme != "https" or here or _is_ours(parts.hostname):
        raise Invalid("webhook_address", field="address", n=LONGEST_ADDRESS)


def _is_ours(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False


def about_webhook(webhook: Webhook) -> str:
    """To what the secrets of an address are bound."""
    return f"webhook:{webhook.id}"


def _new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def _written(secret: bytes) -> str:
    return PREFIX + base64.b64encode(secret).decode()
