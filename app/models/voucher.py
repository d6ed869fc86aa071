"""Somebody who vouched for a customer at the counter: evidence of one visit, for staff only."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id


class VoucherRelation(StrEnum):
    """What the voucher is to the customer; never family."""

    SOCIAL_WORKER = "social_worker"
    DOCTOR = "doctor"
    NEIGHBOUR = "neighbour"
    EMPLOYER = "employer"
    OTHER = "other"


class Voucher(Base):
    """Who vouched in this visit, and which document he showed: kind and last four signs, never a copy.

    A row of its own, so that the name can be erased without the visit. `closed_at` is when another proof took over:
    one at a time counts, and those of before stay for what was done on their word.
    """

    __tablename__ = "voucher"
    __table_args__ = (
        CheckConstraint("relation IN ('social_worker', 'doctor', 'neighbour', 'employer', 'other')", name="relation"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    relation: Mapped[str] = mapped_column(String(20))
    document_kind: Mapped[str] = mapped_column(String(30))
    document_last_four: Mapped[str] = mapped_column(String(4))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def name(self) -> str:
        """ "Nadia Claes"."""
        return f"{self.first_name} {self.last_name}"
