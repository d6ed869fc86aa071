"""A change of the catalogue that somebody proposes on a screen: it holds only when a second person approves it."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id


class ChangeKind(StrEnum):
    """What is proposed: a mandate type or a right as it will be, a new version of a group, or that one of them ends."""

    TYPE = "type"
    GROUP = "group"
    TYPE_END = "type_end"
    GROUP_END = "group_end"
    RIGHT = "right"
    RIGHT_GROUP = "right_group"
    RIGHT_END = "right_end"
    RIGHT_GROUP_END = "right_group_end"

    @property
    def ends(self) -> bool:
        """Whether it says from when something is offered no more."""
        return self.value.endswith("_end")

    @property
    def is_group(self) -> bool:
        """Whether it is about a group, of either sort."""
        return "group" in self.value

    @property
    def of_rights(self) -> bool:
        """Whether it is about rights inside an organisation, and not about mandates."""
        return self.value.startswith("right")

    @property
    def end(self) -> "ChangeKind":
        """The kind that ends what this one is about."""
        return self if self.ends else ChangeKind(f"{self.value}_end")


class ChangeState(StrEnum):
    """Where a proposal stands; derived from its moments, never stored."""

    DRAFT = "draft"
    OFFERED = "offered"
    PLANNED = "planned"
    APPROVED = "approved"
    OVERTAKEN = "overtaken"
    CALLED_OFF = "called_off"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class CatalogueChange(Base):
    """One proposal of one entity, about the type, right or group under `key`.

    `content` is what will be, in the shape of the catalogue file without days and numbers; `before` is what was there
    when it was written, empty for what is new. `from_day` is the first day on which it holds, or from which nobody is
    offered it any more. `widened` names what the approver saw become wider. `applied_at` is when the catalogue got it:
    a version and an end bear their own day and stand there from the approval on, a type or a right changes on its day.
    One that then found something else than `before` is overtaken, and changed nothing. What waits for its day can be
    called off before it, and changes nothing either.
    """

    __tablename__ = "catalogue_change"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('type', 'group', 'type_end', 'group_end', "
            "'right', 'right_group', 'right_end', 'right_group_end')",
            name="kind",
        ),
        CheckConstraint("applied_at IS NULL OR approved_at IS NOT NULL", name="approved_first"),
        CheckConstraint(
            "overtaken_at IS NULL OR (approved_at IS NOT NULL AND applied_at IS NULL)", name="applied_or_overtaken"
        ),
        CheckConstraint(
            "called_off_at IS NULL OR (approved_at IS NOT NULL AND applied_at IS NULL AND overtaken_at IS NULL)",
            name="called_off_while_planned",
        ),
        CheckConstraint("(called_off_by IS NOT NULL) = (called_off_at IS NOT NULL)", name="somebody_calls_off"),
        CheckConstraint("decided_by <> author_id", name="two_people"),
        CheckConstraint(
            "(decided_by IS NOT NULL) = (approved_at IS NOT NULL OR refused_at IS NOT NULL)", name="somebody_decides"
        ),
        CheckConstraint("approved_at IS NULL OR refused_at IS NULL", name="one_answer"),
        CheckConstraint(
            "decided_by IS NULL OR (offered_at IS NOT NULL AND taken_back_at IS NULL)", name="offered_first"
        ),
        CheckConstraint("(reason IS NOT NULL) = (refused_at IS NOT NULL)", name="refused_with_a_reason"),
        Index(None, "entity_key", "made_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    entity_key: Mapped[str] = mapped_column(ForeignKey("entity.key"))
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(60))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    from_day: Mapped[date]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.person_id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.person_id"))
    reason: Mapped[str | None] = mapped_column(String(300))
    widened: Mapped[list[str]] = mapped_column(JSON)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    overtaken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    called_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    called_off_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.person_id"))

    @classmethod
    def is_planned(cls) -> ColumnElement[bool]:
        """For a query: whether it was approved, and its day has still to come."""
        waits = cls.approved_at.is_not(None) & cls.applied_at.is_(None)
        return waits & cls.overtaken_at.is_(None) & cls.called_off_at.is_(None)

    @property
    def state(self) -> ChangeState:
        """Where it stands now."""
        ends = {
            ChangeState.OVERTAKEN: self.overtaken_at, ChangeState.CALLED_OFF: self.called_off_at,
            ChangeState.APPROVED: self.applied_at, ChangeState.PLANNED: self.approved_at,
            ChangeState.REFUSED: self.refused_at, ChangeState.TAKEN_BACK: self.taken_back_at,
            ChangeState.OFFERED: self.offered_at,
        }  # fmt: skip
        return next((state for state, at in ends.items() if at is not None), ChangeState.DRAFT)
