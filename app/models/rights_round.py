"""The yearly question of an organisation: may everybody still do what he may?"""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id


class RightsRound(Base):
    """One round. `due_on` is the anniversary that it is about; `entry_id` the journal entry with which it was asked.

    Its letters bear `dossier_number`. `done_by_id` is who said that the list is right, on `done_on`; a round that
    nobody does stops nothing.
    """

    __tablename__ = "rights_round"
    __table_args__ = (
        UniqueConstraint("party_id", "due_on"),
        CheckConstraint("(done_on IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
        CheckConstraint("reminded_on >= asked_on", name="reminded_after_asking"),
        CheckConstraint("done_on >= asked_on", name="done_after_asking"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    due_on: Mapped[date]
    dossier_number: Mapped[str] = mapped_column(String(12), unique=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    asked_on: Mapped[date]
    reminded_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


class RightsSeen(Base):
    """That somebody's rights were said to be right in a round; `mark` is of those rights, and others ask anew.

    `seen_by_id` is who said so; None for what was said before that was kept.
    """

    __tablename__ = "rights_seen"

    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rights_round.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
