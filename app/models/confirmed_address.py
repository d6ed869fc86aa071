"""An address that was confirmed with evidence at an earlier visit, for a party that has none in the register."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id


class ConfirmedAddress(Base):
    """Used for letters from the next visit on, never in the visit in which it was given."""

    __tablename__ = "confirmed_address"
    __table_args__ = (Index(None, "party_id", "confirmed_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    visit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visit.id"))
    street: Mapped[str] = mapped_column(String(200))
    box: Mapped[str | None] = mapped_column(String(20))
    zipcode: Mapped[str] = mapped_column(String(10))
    town: Mapped[str] = mapped_column(String(100))
    evidence: Mapped[str] = mapped_column(String(60))
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
