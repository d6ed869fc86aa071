"""The people who work for the service, and the counters where they do so."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime, new_id
from app.models.person import Person


class Office(Base):
    """A counter where customers are helped, until `closed_at`.

    `hours` maps a day of the week in English to the periods in which it is open, as [["09:00", "12:00"], ...].
    `networks` are those from which its clerks work; empty leaves that to the settings.
    """

    __tablename__ = "office"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    town: Mapped[str] = mapped_column(String(100))
    street: Mapped[str] = mapped_column(String(200), default="")
    zipcode: Mapped[str] = mapped_column(String(4), default="")
    hours: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    networks: Mapped[list[str]] = mapped_column(JSON, default=list)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Staff(Base):
    """A member of staff, known to customers by a number; `office_id` is set for who serves at a counter."""

    __tablename__ = "staff"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(10), unique=True)
    office_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("office.id"))

    person: Mapped[Person] = relationship(lazy="raise")
    office: Mapped[Office | None] = relationship(lazy="raise")
