"""What an administrator reads of the webhooks of an application: what was told where, and what could not be."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clients.registering import view_client
from app.core.errors import NotFound
from app.core.events.delivering import count_deliveries, list_dead
from app.core.events.webhooks import list_gone, list_webhooks
from app.models.webhook import DeliveryState, Webhook, WebhookDelivery


@dataclass(frozen=True)
class WebhookCard:
    """One address: how many tellings arrived, wait, or were given up, and when the last one arrived (None: never).

    `dead` are those that were given up, the newest first; so many as fit on a page.
    """

    webhook: Webhook
    delivered: int
    waiting: int
    given_up: int
    last_at: datetime | None
    dead: Sequence[WebhookDelivery]


def list_cards(session: Session, actor: Actor, client_key: str) -> list[WebhookCard]:
    """The addresses of an application, the oldest first. NotFound when there is no such application; NotAllowed for who
    is no administrator."""
    client = view_client(session, actor, client_key)
    return [_card(session, one) for one in list_webhooks(session, client.id)]


def view_gone(session: Session, actor: Actor, client_key: str) -> Sequence[Webhook]:
    """Those that ended because they asked it themselves. Raises as `list_cards`."""
    return list_gone(session, view_client(session, actor, client_key).id)


def view_card(session: Session, actor: Actor, client_key: str, webhook_id: uuid.UUID) -> WebhookCard:
    """One of them. NotFound for one that is told nothing more, and for one of another application."""
    found = next((one for one in list_cards(session, actor, client_key) if one.webhook.id == webhook_id), None)
    if found is None:
        raise NotFound("webhook_unknown")
    return found


def _card(session: Session, webhook: Webhook) -> WebhookCard:
    counts = count_deliveries(session, webhook.id)
    mine = (WebhookDelivery.webhook_id == webhook.id) & (WebhookDelivery.state == DeliveryState.DELIVERED)
    last = session.scalar(
        select(WebhookDelivery.tried_at).where(mine).order_by(WebhookDelivery.tried_at.desc()).limit(1)
    )
    dead = list_dead(session, webhook.id) if counts[DeliveryState.DEAD] else []
    return WebhookCard(
        webhook, counts[DeliveryState.DELIVERED], counts[DeliveryState.WAITING], counts[DeliveryState.DEAD], last, dead
    )
