"""Dated rights of a person inside an organisation."""

import uuid
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, new_id


class RightKind(StrEnum):
    """What the right lets the person do for the organisation."""

    EXECUTOR = "executor"
    MANAGER = "manager"


class UserRight(Base):
    """An executor acts with the mandates of the party; a manager gives, accepts and stops them.

    An executor's right can be narrowed to one mandate. It holds from `first_day`; `last_day` is the last day on which
    it still holds, and empty as long as nobody ended it.
    """

    __tablename__ = "user_right"
    __table_args__ = (
        CheckConstraint("kind IN ('executor', 'manager')", name="kind"),
        CheckConstraint("kind = 'executor' OR mandate_id IS NULL", name="only_executors_per_mandate"),
        Index(None, "person_id", "party_id", "kind"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    kind: Mapped[str] = mapped_column(String(10))
    mandate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mandate.id"))
    first_day: Mapped[date]
    last_day: Mapped[date | None]

    def holds_on(self, day: date) -> bool:
        """Whether the right holds on `day`."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)
