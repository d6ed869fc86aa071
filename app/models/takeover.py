"""A takeover: a line of a new mandate that takes the place of a line of an old one, when a giver changes holders."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base

if TYPE_CHECKING:
    from app.models.line import Line


class Takeover(Base):
    """Which old line ends when the new one can be used, and when that is (docs/decisions/2026-11-28-transfers.md).

    `ends_old_on` is the first day on which the new line holds and the old one no longer does; it stands with the old
    line too, as its stop day. It is empty until that day is known, and again when the new line is stopped or contested
    before it. `previous_stop_day` is the stop day that the old line had before, if any.
    """

    __tablename__ = "takeover"
    __table_args__ = (CheckConstraint("line_id <> old_line_id", name="two_lines"),)

    line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("line.id"), primary_key=True)
    old_line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("line.id"), index=True)
    ends_old_on: Mapped[date | None]
    previous_stop_day: Mapped[date | None]

    old_line: Mapped["Line"] = relationship(foreign_keys=[old_line_id], lazy="raise")
