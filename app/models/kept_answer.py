"""What an application got for an answer: sent again with the same key, a request gets the same, and changes nothing."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id

LONGEST_KEY = 100


class KeptAnswer(Base):
    """One Idempotency-Key of a client. `request_digest` is of the request and of whoever made it.

    `claim` belongs to the one who carries it out, from `claimed_at` on. What was answered is written in the same
    transaction as the act, encrypted: until `done_at` nothing happened.
    """

    __tablename__ = "kept_answer"
    __table_args__ = (
        UniqueConstraint("client_id", "key"),
        CheckConstraint("(done_at IS NULL) = (sealed IS NULL)", name="done_with_an_answer"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    client_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("api_client.id"))
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    request_digest: Mapped[str] = mapped_column(String(64))
    claim: Mapped[uuid.UUID]
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
