"""The people who work for the service, and the counters where they do so."""

import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, new_id
from app.models.person import Person


class Office(Base):
    """A counter where customers are helped."""

    __tablename__ = "office"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    town: Mapped[str] = mapped_column(String(100))


class Staff(Base):
    """A member of staff, known to customers by a number; `office_id` is set for who serves at a counter."""

    __tablename__ = "staff"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(10), unique=True)
    office_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("office.id"))

    person: Mapped[Person] = relationship(lazy="raise")
    office: Mapped[Office | None] = relationship(lazy="raise")
