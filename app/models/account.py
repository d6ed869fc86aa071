"""A way to sign in with a name and a password."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime, new_id
from app.models.person import Person


class Account(Base):
    """Belongs to one person. `demo_note` says, in a demo only, what this person can show; such accounts are listed."""

    __tablename__ = "account"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    demo_note: Mapped[str | None] = mapped_column(Text)

    person: Mapped[Person] = relationship(lazy="raise")
