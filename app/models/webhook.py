"""Webhooks: where an application is told of events, and what became of each telling."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.api_client import ApiClient
from app.models.base import Base, UtcDateTime, new_id
from app.models.event import Event

LONGEST_ADDRESS = 500


class DeliveryState(StrEnum):
    """`dead` was tried for days, or may not be told now, and goes no further; somebody can send it again."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


class Webhook(Base):
    """One address of an application, until `ended_at`. It hears of events after `from_position`.

    Nothing is posted there before `quiet_until`, because nobody answered. Secrets are sealed. What is sent is signed
    with the old secret too until `previous_until`, so that the application can change over when it suits it.
    """

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("(sealed_previous IS NULL) = (previous_until IS NULL)", name="an_old_secret_ends"),
        Index(None, "client_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    client_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("api_client.id"))
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_previous: Mapped[bytes | None] = mapped_column(LargeBinary)
    previous_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    from_position: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    quiet_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    client: Mapped[ApiClient] = relationship(lazy="raise")


class WebhookDelivery(Base):
    """Telling one event to one webhook. `last_error` is a code: what the other side answers is not kept."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'delivered', 'dead')", name="state"),
        UniqueConstraint("webhook_id", "event_id"),
        Index(None, "webhook_id", "state"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    webhook_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("webhook.id"))
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=DeliveryState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_status: Mapped[int | None]
    last_error: Mapped[str | None] = mapped_column(String(40))

    webhook: Mapped[Webhook] = relationship(lazy="raise")
    event: Mapped[Event] = relationship(lazy="raise")
