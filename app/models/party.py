"""A party: an enterprise or a person that gives or receives mandates."""

import uuid
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, new_id


class PartyKind(StrEnum):
    """Which of the two a party is."""

    ENTERPRISE = "enterprise"
    PERSON = "person"


class Party(Base):
    """One row per enterprise or person that ever took part in a mandate or a right.

    The name of an enterprise comes from the register. `name` keeps the last one we saw, for the day on which the
    register no longer knows it.
    """

    __tablename__ = "party"
    __table_args__ = (CheckConstraint("(enterprise_number IS NULL) <> (person_id IS NULL)", name="one_of_two"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    enterprise_number: Mapped[str | None] = mapped_column(String(10), unique=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), unique=True)
    name: Mapped[str] = mapped_column(String(320))

    @property
    def kind(self) -> PartyKind:
        """Enterprise or person."""
        return PartyKind.PERSON if self.enterprise_number is None else PartyKind.ENTERPRISE
