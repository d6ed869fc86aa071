"""The account behind glass: an administrator's, for the day on which nobody else can come in."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime


class BreakGlass(Base):
    """That an account is behind glass since `sealed_at`. `broken_at` is its first use: soon after, it is of no use."""

    __tablename__ = "break_glass"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    broken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
