"""A way to sign in: with a name and a password of our own, or at a provider."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime, new_id
from app.models.person import Person


class Account(Base):
    """Belongs to one person. `provider` is "citizen" or "staff" for who signs in there; else there is a password.

    `left_at` is set while the directory of staff says that this person does not work here; `disabled_at` is ours.
    `used_at` is when somebody last signed in with it, or when we began to count. `dormant_at` is set for staff who did
    not sign in for months: it is off until somebody wakes it. `demo_note` says, in a demo only, what this person can
    show; such accounts are listed.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("(username IS NULL) = (password_hash IS NULL)", name="name_and_password"),
        CheckConstraint("(username IS NULL) = (provider IS NOT NULL)", name="password_or_provider"),
        UniqueConstraint("person_id", "provider"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    username: Mapped[str | None] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    provider: Mapped[str | None] = mapped_column(String(10))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dormant_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    demo_note: Mapped[str | None] = mapped_column(Text)

    person: Mapped[Person] = relationship(lazy="raise")
