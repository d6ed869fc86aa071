"""How a party wants to get news, besides the letters that always come."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime


class NoticePreference(Base):
    """The present choice of a party; without a row: letters of the usual size and no e-mail.

    The address stands here and nowhere else, so that it can be erased: the journal only says that there is one.
    """

    __tablename__ = "notice_preference"
    __table_args__ = (CheckConstraint("email <> ''", name="no_empty_address"),)

    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"), primary_key=True)
    large_print: Mapped[bool] = mapped_column(default=False)
    email: Mapped[str | None] = mapped_column(String(254))
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    chosen_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
