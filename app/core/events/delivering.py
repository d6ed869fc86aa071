"""Telling webhooks of events: once for each, tried again for three days, and kept when that did not help."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from app.core import outbox
from app.core.actor import Actor
from app.core.clients.registering import permit_clients
from app.core.errors import Conflict, NotFound
from app.core.events.feed import WITH_DOMAINS, Told, tell, with_mandate
from app.core.events.webhooks import ENDED, end_gone_webhook, may_be_told, note, secrets_of
from app.core.vault import Vault
from app.models.event import Event
from app.models.webhook import DeliveryState, Webhook, WebhookDelivery

DELIVER = "deliver_event"
DEAD = DeliveryState.DEAD.value
# After each failure so long; after the last one it is dead. Together three days, as the standard advises.
WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
LONGEST_ERROR = 40
PAGE = 50
# For so long nothing is posted where nobody answered; what waits counts as tried.
QUIET_FOR = timedelta(minutes=2)


@dataclass(frozen=True)
class Telling:
    """What is posted where, and with what it is signed; the id is the same each time it is tried."""

    id: uuid.UUID
    address: str
    secrets: tuple[bytes, ...]
    event: Told


@dataclass(frozen=True)
class Outcome:
    """What became of one try: the status that was answered, or a code for why nothing was."""

    status: int | None = None
    error: str | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the application has it now."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_away(self) -> bool:
        """Whether nobody was there to take anything, rather than that this was not wanted."""
        return self not in (QUIET, NOT_ALLOWED, OVER) and (self.status is None or self.status >= 500)

    @property
    def is_gone(self) -> bool:
        """Whether it asks never to be told again, as the standard lets it."""
        return self.status == HTTPStatus.GONE


# Not even tried: so that an application that hangs does not hold up letters and mails.
QUIET = Outcome(error="quiet")
# Not tried either, and not by itself later: the application may not hear of events now. Somebody can send it again.
NOT_ALLOWED = Outcome(error="not_allowed")
# Nor this, ever: the address ended.
OVER = Outcome(error=ENDED)


def lay_out(session: Session, *, now: datetime) -> int:
    """Ask for the telling of what got a place since the last time; how many tellings. Who lays out has the lock."""
    made = 0
    for webhook in session.scalars(_open().with_for_update(of=Webhook)):
        events = session.scalars(with_mandate().where(Event.position > webhook.from_position)).all()
        for event in events:
            known = event.mandate.was_sent and may_be_told(webhook.client)
            if known and tell(event, webhook.client.domains).domains:
                delivery = WebhookDelivery(
                    id=uuid.uuid4(), webhook_id=webhook.id, event_id=event.id, attempts=0, made_at=now,
                    state=DeliveryState.WAITING,
                )  # fmt: skip
                session.add(delivery)
                _ask(session, delivery, now, now)
                made += 1
            webhook.from_position = event.position
    session.flush()
    return made


def take_delivery(session: Session, delivery_id: uuid.UUID, vault: Vault, *, now: datetime) -> Telling | Outcome | None:
    """What to post now; None when that is no longer wanted, QUIET while nobody answers there.

    NOT_ALLOWED while the application may not hear of events, or not of any domain that this one touches; OVER for an
    address that ended.
    """
    delivery = _get(session, delivery_id)
    webhook = delivery.webhook
    if delivery.state != DeliveryState.WAITING:
        return None
    if webhook.ended_at is not None:
        return OVER
    event = tell(delivery.event, webhook.client.domains)
    if not may_be_told(webhook.client) or not event.domains:
        return NOT_ALLOWED
    if webhook.quiet_until is not None and now < webhook.quiet_until:
        return QUIET
    return Telling(delivery.event_id, webhook.address, secrets_of(webhook, vault, now=now), event)


def store_outcome(session: Session, delivery_id: uuid.UUID, outcome: Outcome, *, now: datetime) -> None:
    """Keep what became of a try; ask for the next one after a pause, or call it dead after the last.

    An address that asks never to be told again ends. What was told while its address ended is told all the same: no row
    is locked while a worker posts, so who ended it thought that it waited.
    """
    delivery = _get(session, delivery_id, lock=True)
    told_meanwhile = outcome.is_taken and (delivery.state, delivery.last_error) == (DeliveryState.DEAD, ENDED)
    if delivery.state != DeliveryState.WAITING and not told_meanwhile:
        return
    delivery.attempts += 1
    delivery.tried_at = now
    delivery.last_status = outcome.status
    delivery.last_error = outcome.error[:LONGEST_ERROR] if outcome.error else None
    if outcome.is_away:
        delivery.webhook.quiet_until = now + QUIET_FOR
    if outcome.is_taken:
        delivery.state = DeliveryState.DELIVERED
    elif outcome in (NOT_ALLOWED, OVER) or outcome.is_gone or delivery.attempts > len(WAITS):
        delivery.state = DeliveryState.DEAD
    else:
        _ask(session, delivery, now + WAITS[delivery.attempts - 1], now)
    session.flush()
    if outcome.is_gone:
        end_gone_webhook(session, delivery.webhook_id, now=now)


def list_dead(session: Session, webhook_id: uuid.UUID) -> Sequence[WebhookDelivery]:
    """What could not be told, the newest first; so many as fit on a page."""
    query = _whole().where(WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state == DeliveryState.DEAD)
    return session.scalars(query.order_by(WebhookDelivery.made_at.desc(), WebhookDelivery.id).limit(PAGE)).all()


def count_deliveries(session: Session, webhook_id: uuid.UUID) -> dict[str, int]:
    """How many tellings of a webhook are in each state."""
    query = select(WebhookDelivery.state, func.count()).where(WebhookDelivery.webhook_id == webhook_id)
    found = dict(session.execute(query.group_by(WebhookDelivery.state)).all())
    return {state.value: found.get(state.value, 0) for state in DeliveryState}


def send_again(session: Session, actor: Actor, delivery_id: uuid.UUID, *, now: datetime) -> None:
    """Try once more what was dead, from the first pause on. Raises NotFound, or Conflict for what is not dead."""
    ground = permit_clients(session, actor, now=now)
    delivery = _get(session, delivery_id, lock=True)
    if delivery.state != DeliveryState.DEAD or delivery.webhook.ended_at is not None:
        raise Conflict("delivery_not_dead")
    delivery.state, delivery.attempts = DeliveryState.WAITING, 0
    _ask(session, delivery, now, now)
    session.flush()
    note(session, actor, delivery.webhook, "sent_again", ground, now)


def _ask(session: Session, delivery: WebhookDelivery, due: datetime, now: datetime) -> None:
    key = f"{DELIVER}:{delivery.id}:{due.isoformat()}"
    outbox.put(session, DELIVER, key, {"delivery_id": str(delivery.id)}, now=now, due=due)


def _open() -> Select[tuple[Webhook]]:
    return (
        select(Webhook).where(Webhook.ended_at.is_(None)).options(joinedload(Webhook.client)).order_by(Webhook.id)
    )


def _get(session: Session, delivery_id: uuid.UUID, *, lock: bool = False) -> WebhookDelivery:
    query = _whole().where(WebhookDelivery.id == delivery_id)
    if lock:
        query = query.with_for_update(of=WebhookDelivery).execution_options(populate_existing=True)
    found = session.scalars(query).first()
    if found is None:
        raise NotFound("delivery_unknown")
    return found


def _whole() -> Select[tuple[WebhookDelivery]]:
    return select(WebhookDelivery).options(
        joinedload(WebhookDelivery.webhook).joinedload(Webhook.client),
        joinedload(WebhookDelivery.event).options(*WITH_DOMAINS),
    )
