"""The call that staff owes after a contest: who took it on, how often nobody answered, how it ended."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime


class ContestCall(Base):
    """Made when a clerk takes the call on; the contest itself says by when it is due.

    `tries` counts the times that nobody answered. `outcome` is a code, set with `done_at` when no more call is owed.
    """

    __tablename__ = "contest_call"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (done_at IS NULL)", name="done_with_an_outcome"),
        CheckConstraint("tries >= 0", name="tries"),
    )

    suspension_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("suspension.id"), primary_key=True)
    clerk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.person_id"))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None] = mapped_column(String(20))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
