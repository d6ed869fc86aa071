"""A function: somebody who may speak for an enterprise by law."""

import uuid
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, new_id


class Signing(StrEnum):
    """Whether one signature binds the enterprise, or two are needed."""

    ALONE = "alone"
    TWO = "two"


class Function(Base):
    """A legal representative of an enterprise, from `from_day` up to and including `until_day`.

    A last day before the first one means that the function was never held: a file named it too early.

    `subject` is the sign-in's identifier of the person. It is empty until a sign-in claim or an administrator ties it:
    two people can have the same name.
    """

    __tablename__ = "function"
    __table_args__ = (
        UniqueConstraint("enterprise_number", "first_name", "last_name", "function", "from_day"),
        CheckConstraint("signs IN ('alone', 'two')", name="signs"),
        Index(None, "subject"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    enterprise_number: Mapped[str] = mapped_column(String(10))
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    function: Mapped[str] = mapped_column(String(100))
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    signs: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str | None] = mapped_column(String(255))

    @property
    def name(self) -> str:
        """First and last name, as written on screens and letters."""
        return f"{self.first_name} {self.last_name}"

    def holds_on(self, day: date) -> bool:
        """Whether the function is held on `day`."""
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)
