"""An extension: one side proposes a later end for lines of a mandate, the other side answers."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime, new_id
from app.models.line import Line


class ExtensionStatus(StrEnum):
    """Where a proposal stands. `fallen` means that its lines were stopped before anybody answered."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    FALLEN = "fallen"


class ExtensionLine(Base):
    """The later end of one line, and the end it had when that was proposed: what was agreed before stays readable."""

    __tablename__ = "extension_line"
    __table_args__ = (CheckConstraint("last_day > previous_last_day", name="a_later_end"),)

    extension_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("extension.id"), primary_key=True)
    line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("line.id"), primary_key=True, index=True)
    previous_last_day: Mapped[date]
    last_day: Mapped[date]

    # The lines come with their mandate; whoever has it needs no question to the database.
    line: Mapped[Line] = relationship(lazy="raise_on_sql")

    def is_open_on(self, day: date) -> bool:
        """Whether the line can still get its later end on `day`: nobody stopped it and it is not over."""
        return self.line.stop_day is None and not self.line.is_over(day)


class Extension(Base):
    """The dated facts of one proposal; its status follows from them. Nothing changes until the other side accepts."""

    __tablename__ = "extension"
    __table_args__ = (
        CheckConstraint("proposed_by IN ('giver', 'holder')", name="proposed_by"),
        CheckConstraint("accepted_on IS NULL OR (refused_on IS NULL AND withdrawn_on IS NULL)", name="one_answer"),
        Index(None, "mandate_id"),
        Index(None, "answer_by"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    mandate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mandate.id"))
    proposed_by: Mapped[str] = mapped_column(String(10))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_on: Mapped[date]
    answer_by: Mapped[date]
    accepted_on: Mapped[date | None]
    refused_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]

    lines: Mapped[list[ExtensionLine]] = relationship(lazy="raise", order_by=ExtensionLine.line_id)

    @property
    def lapses_after(self) -> date:
        """The last day for an answer: a line that is over gets no later end any more."""
        ends = [one.previous_last_day for one in self.lines if one.line.stop_day is None]
        return min(self.answer_by, max(ends, default=self.answer_by))

    @property
    def last_day(self) -> date:
        """The latest of the ends that are proposed."""
        return max(one.last_day for one in self.lines)

    def open_lines(self, day: date) -> Sequence[ExtensionLine]:
        """The lines that would get their later end if somebody accepted on `day`."""
        return [one for one in self.lines if one.is_open_on(day)]

    def status_on(self, day: date) -> ExtensionStatus:
        """Where the proposal stands on `day`, with the lines as they are now."""
        if self.accepted_on is not None and self.accepted_on <= day:
            return ExtensionStatus.ACCEPTED
        if self.refused_on is not None and self.refused_on <= day:
            return ExtensionStatus.REFUSED
        if self.withdrawn_on is not None and self.withdrawn_on <= day:
            return ExtensionStatus.WITHDRAWN
        if all(one.line.stop_day is not None for one in self.lines):
            return ExtensionStatus.FALLEN
        return ExtensionStatus.LAPSED if day > self.lapses_after else ExtensionStatus.PROPOSED
