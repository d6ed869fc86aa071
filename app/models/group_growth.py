"""That a group of mandate types grew after a mandate was given with it: who was told, and what he answered."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.lifecycle import Side
from app.models.mandate_group import MandateGroupVersion


class GroupGrowth(Base):
    """One newer version of the group of one mandate: the database holds that nobody is told of it twice.

    `noted_on` is the day on which the job came to it; `entry_id` is the journal entry with the letters behind it, empty
    when there was nothing to tell. `declined_on` is the day on which the giver said that it stays as it is,
    `holder_declined_on` that on which the holder said that he does not ask for more.
    """

    __tablename__ = "group_growth"
    __table_args__ = (
        CheckConstraint("declined_on IS NULL OR entry_id IS NOT NULL", name="declined_what_was_told"),
        CheckConstraint("holder_declined_on IS NULL OR entry_id IS NOT NULL", name="holder_declined_what_was_told"),
    )

    mandate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mandate.id"), primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mandate_group_version.id"), primary_key=True)
    noted_on: Mapped[date]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))
    declined_on: Mapped[date | None]
    holder_declined_on: Mapped[date | None]

    version: Mapped[MandateGroupVersion] = relationship(lazy="joined")

    def is_declined_by(self, side: Side) -> bool:
        """Whether this side hears no more of it: a giver's no is for both, a holder's for him alone."""
        return self.declined_on is not None or (side is Side.HOLDER and self.holder_declined_on is not None)
