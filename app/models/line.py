"""A line: one mandate type within a mandate, with its own days."""

import uuid
from datetime import date, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, new_id
from app.models.mandate_type import MandateType


class Line(Base):
    """`last_day` still counts, and is empty when the line runs until somebody stops it.

    `stop_day` is the first day on which the line no longer holds, because somebody stopped it. `cooling_off_days` is
    the wait after the giver's letter was posted, as the policy was on the day the mandate was given.
    """

    __tablename__ = "line"
    __table_args__ = (
        UniqueConstraint("mandate_id", "type_key"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("cooling_off_days >= 0", name="cooling_off_days"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    mandate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mandate.id"), index=True)
    type_key: Mapped[str] = mapped_column(ForeignKey("mandate_type.key"))
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    stop_day: Mapped[date | None]
    cooling_off_days: Mapped[int] = mapped_column(default=0)

    mandate_type: Mapped[MandateType] = relationship(lazy="raise")

    def starts_on(self, agreed_on: date | None, posted_on: date | None) -> date | None:
        """The first day on which the line can be used; None while that day is not known yet.

        `agreed_on` is the day on which both sides had agreed, `posted_on` the day the giver's letter was posted.
        """
        if agreed_on is None or (self.cooling_off_days and posted_on is None):
            return None
        wait = posted_on + timedelta(days=self.cooling_off_days) if self.cooling_off_days and posted_on else agreed_on
        return max(self.first_day, agreed_on, wait)

    @property
    def over_from(self) -> date | None:
        """The first day on which the line is over by stop or by its end; None when it has no end."""
        ends = [self.stop_day] if self.stop_day else []
        ends += [self.last_day + timedelta(days=1)] if self.last_day else []
        return min(ends, default=None)

    def is_over(self, day: date) -> bool:
        """Whether the line no longer holds on `day`."""
        return self.over_from is not None and day >= self.over_from

    @property
    def was_stopped(self) -> bool:
        """Whether a stop, and not the last day, ended the line."""
        return self.stop_day is not None and self.over_from == self.stop_day
