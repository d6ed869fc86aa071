"""What was counted of one day over all parties, so that nobody has to count it again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime


class DayFigures(Base):
    """The sums of one Brussels day, by the door through which people came in; they lead to nobody.

    Of each door: how many mandates were "started", "accepted" and "contested" that day, and under "days" how many of
    the started ones were active after so many days, as far as was known at `counted_at`.
    """

    __tablename__ = "day_figures"

    day: Mapped[date] = mapped_column(primary_key=True)
    doors: Mapped[dict[str, Any]] = mapped_column(JSON)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
