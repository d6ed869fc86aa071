"""Tellings that wait and can never be sent any more: they are called dead, with the reason, so that somebody sees them.

Whoever ends an address ends what waits for it, and each failure asks for the next try. So these are what earlier
versions left, or what somebody took out of the outbox by hand.
"""

import uuid

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from app.core.events.delivering import DELIVER
from app.core.events.webhooks import ENDED, may_be_told
from app.models.outbox import OutboxItem
from app.models.webhook import DeliveryState, Webhook, WebhookDelivery

NOT_ALLOWED = "not_allowed"  # as a try says it
LOST = "lost"  # nothing in the outbox asks for it any more; somebody can send it again


def give_up_stuck(session: Session) -> int:
    """Call dead what waits for an address that ended, or for nobody who would post it; how many."""
    waiting = select(WebhookDelivery).where(WebhookDelivery.state == DeliveryState.WAITING)
    found = session.scalars(waiting.options(joinedload(WebhookDelivery.webhook).joinedload(Webhook.client))).all()
    asked = _asked_for(session) if found else set()
    by_reason: dict[str, list[uuid.UUID]] = {}
    for one in found:
        if one.webhook.ended_at is not None:
            by_reason.setdefault(ENDED, []).append(one.id)
        elif one.id not in asked:
            by_reason.setdefault(LOST if may_be_told(one.webhook.client) else NOT_ALLOWED, []).append(one.id)
    return sum(_give_up(session, reason, one) for reason, ids in by_reason.items() for one in ids)


def _asked_for(session: Session) -> set[uuid.UUID]:
    items = select(OutboxItem.payload).where(OutboxItem.kind == DELIVER, OutboxItem.done_at.is_(None))
    return {uuid.UUID(payload["delivery_id"]) for payload in session.scalars(items)}


def _give_up(session: Session, reason: str, delivery_id: uuid.UUID) -> int:
    # Only what still waits: a worker can have told it since it was read.
    mine = (WebhookDelivery.id == delivery_id, WebhookDelivery.state == DeliveryState.WAITING)
    dead = update(WebhookDelivery).where(*mine).values(state=DeliveryState.DEAD, last_error=reason, last_status=None)
    return session.execute(dead).rowcount  # type: ignore[attr-defined, no-any-return]
