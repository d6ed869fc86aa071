"""How a party wants to get news, besides the letters that always come."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime


class NoticePreference(Base):
    """The present choice of a party; without a row: letters of the usual size and no e-mail.

    The address stands here and nowhere else, so that it can be erased: the journal only says that there is one. The
    first mail to an address names `email_number`, a dossier number of its own; who gives it back read that mail, and
    that is `email_confirmed_at`. `email_failed_at` is when a mail server said that nobody can be reached there.
    """

    __tablename__ = "notice_preference"
    __table_args__ = (
        CheckConstraint("email <> ''", name="no_empty_address"),
        CheckConstraint("mail IN ('none', 'beside', 'instead')", name="mail"),
        CheckConstraint("(email IS NULL) = (mail = 'none')", name="mail_has_an_address"),
        CheckConstraint("(email IS NULL) = (email_number IS NULL)", name="address_has_a_number"),
    )

    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"), primary_key=True)
    large_print: Mapped[bool] = mapped_column(default=False)
    mail: Mapped[str] = mapped_column(String(10), default="none", server_default="none")
    email: Mapped[str | None] = mapped_column(String(254))
    email_number: Mapped[str | None] = mapped_column(String(12))
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    email_failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    chosen_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
