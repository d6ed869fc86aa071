"""Applications that call us: which ones, with which keys they prove who they are, and the tokens that they hold."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime, new_id
from app.models.mandate_type import Entity

LONGEST_NAME = 100
LONGEST_KID = 100


class ApiClient(Base):
    """One application, until `revoked_at`. `key` is what it calls itself when it asks a token, and never changes.

    `entity_key` names the entity whose application it is; without one it belongs to nobody in particular. `domains`
    and `scopes` are the most that a token of it can have. `return_addresses` are those to which a hand-off may send
    people back, `audiences` those of the provider's ID tokens that it may exchange.
    """

    __tablename__ = "api_client"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    entity_key: Mapped[str | None] = mapped_column(ForeignKey("entity.key"))
    domains: Mapped[list[str]] = mapped_column(JSON, default=list)
    scopes: Mapped[list[str]] = mapped_column(JSON, default=list)
    return_addresses: Mapped[list[str]] = mapped_column(JSON, default=list)
    audiences: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    entity: Mapped[Entity | None] = relationship(lazy="raise")
    keys: Mapped[list["ApiKey"]] = relationship(back_populates="client", lazy="raise", order_by="ApiKey.valid_from")


class ApiKey(Base):
    """How an application proves that it is itself: a public key, or the keyed hash of a secret (for a demo only).

    `kid` is what its assertions call the key. It opens from `valid_from` until `valid_until`; what was given out before
    that end runs on. Revoked, it closes at once, and so does every token that it opened.
    """

    __tablename__ = "api_key"
    __table_args__ = (
        CheckConstraint("(public_jwk IS NULL) <> (secret_digest IS NULL)", name="a_key_or_a_secret"),
        CheckConstraint("valid_until > valid_from", name="ends_after_it_begins"),
        UniqueConstraint("client_id", "kid"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    client_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("api_client.id"))
    kid: Mapped[str] = mapped_column(String(LONGEST_KID))
    public_jwk: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    secret_digest: Mapped[str | None] = mapped_column(String(64))
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    client: Mapped[ApiClient] = relationship(back_populates="keys", lazy="raise")


class ApiToken(Base):
    """A token of at most ten minutes. Only its keyed hash is kept: who reads or writes this table can open nothing.

    `scope` holds what it may, between spaces, and its domains as `domain:<key>`. `person_id` and `party_id` are of the
    user for whom the application calls, in the capacity in which he signed in there; empty when it calls for itself.
    """

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("party_id IS NULL OR person_id IS NOT NULL", name="a_party_has_a_person"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    key_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("api_key.id"), index=True)
    scope: Mapped[str] = mapped_column(Text)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    party_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("party.id"))
    occasion: Mapped[str] = mapped_column(String(80))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
