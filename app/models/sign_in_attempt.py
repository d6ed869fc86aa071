"""Tries to sign in, counted so that guessing takes too long."""

import uuid
from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id


class SignInAttempt(Base):
    """One try. Name and source are kept as digests: people type their password in the wrong box."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "username_digest", "at"), Index(None, "source_digest", "at"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    username_digest: Mapped[str] = mapped_column(String(64))
    source_digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
