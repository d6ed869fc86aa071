"""A second look: a colleague reads the facts of what a clerk is about to send, and says what he finds."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id


class Outcome(StrEnum):
    """What the colleague says; only the first lets the act be sent, the second leaves it waiting."""

    AGREES = "agrees"
    DOUBTS = "doubts"
    REFUSES = "refuses"


class SecondLook(Base):
    """The dated facts of one look that was asked for; where it stands follows from them.

    `reasons` are the codes for which it was asked, `facts` the act and its parts with their days as they were
    planned. `fingerprint` marks exactly what is looked at: whoever changes an answer, the customer or his proof has
    to ask anew. `mandate_id` is empty for what is not started yet. A look at who the customer is has his party
    on both sides; so has one at a right inside an organisation, of which `facts` names who gets it. `dropped_at` is
    set when another look took its place. `note` is for colleagues only; it is in no journal.
    """

    __tablename__ = "second_look"
    __table_args__ = (
        CheckConstraint("outcome IN ('agrees', 'doubts', 'refuses')", name="outcome"),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided_on_a_moment"),
        CheckConstraint("(outcome IS NULL) = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("decided_by <> asked_by", name="two_clerks"),
        Index(None, "visit_id"),
        Index(None, "office_id", "asked_at"),
        Index(None, "asked_by", "decided_at"),
        Index(None, "fingerprint"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    office_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("office.id"))
    giver_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    holder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    mandate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mandate.id"))
    reasons: Mapped[list[str]] = mapped_column(JSON)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64))
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.person_id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.person_id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def appointed_id(self) -> uuid.UUID | None:
        """Who would get a right inside the party; None for who never worked there, and for anything else."""
        person = self.facts.get("appointed", {}).get("person")
        return uuid.UUID(person) if person else None

    @property
    def waits(self) -> bool:
        """Whether a colleague still has to say yes or no: nobody looked, or somebody looked and doubts."""
        return self.dropped_at is None and self.outcome in {None, Outcome.DOUBTS}
