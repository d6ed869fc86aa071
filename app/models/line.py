"""A line: one mandate type within a mandate, with its own days."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, new_id
from app.models.lifecycle import LineDays
from app.models.mandate_type import MandateType
from app.models.takeover import Takeover

if TYPE_CHECKING:
    from app.models.mandate import Mandate


class Line(LineDays, Base):
    """`last_day` still counts, and is empty when the line runs until somebody stops it.

    `stop_day` is the first day on which the line no longer holds, because somebody stopped it; `refused_on` the day on
    which the giver gave the other lines of what was asked, and not this one. `cooling_off_days` is
    the wait after the giver's letter was posted, as the policy was on the day the mandate was given. `source_line_id`
    is the line of the holder who passed it on (docs/decisions/2026-11-28-passing-on.md).
    """

    __tablename__ = "line"
    __table_args__ = (
        UniqueConstraint("mandate_id", "type_key"),
        # All that a check asks of a line, so that SQLite need not fetch its row (tests/core/test_check_plans.py).
        Index(
            "ix_line_checked", "mandate_id", "type_key", "first_day", "last_day", "stop_day", "refused_on",
            "cooling_off_days", "source_line_id",
        ),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("cooling_off_days >= 0", name="cooling_off_days"),
        CheckConstraint("source_line_id <> id", name="another_source"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    mandate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mandate.id"))
    type_key: Mapped[str] = mapped_column(ForeignKey("mandate_type.key"))
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    stop_day: Mapped[date | None]
    refused_on: Mapped[date | None]
    cooling_off_days: Mapped[int] = mapped_column(default=0)
    source_line_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("line.id"), index=True)

    mandate_type: Mapped[MandateType] = relationship(lazy="raise")
    mandate: Mapped["Mandate"] = relationship(viewonly=True, lazy="raise")
    source: Mapped["Line | None"] = relationship(remote_side=[id], lazy="raise_on_sql")
    takeover: Mapped[Takeover | None] = relationship(foreign_keys=[Takeover.line_id], uselist=False, lazy="raise")
