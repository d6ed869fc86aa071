"""A change of the catalogue that somebody proposes on a screen: it holds only when a second person approves it."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id


class ChangeKind(StrEnum):
    """What is proposed: a type as it will be, a new version of a group, or that one of them ends."""

    TYPE = "type"
    GROUP = "group"
    TYPE_END = "type_end"
    GROUP_END = "group_end"


class ChangeState(StrEnum):
    """Where a proposal stands; derived from its moments, never stored."""

    DRAFT = "draft"
    OFFERED = "offered"
    APPROVED = "approved"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class CatalogueChange(Base):
    """One proposal of one entity, about the type or group under `key`.

    `content` is what will be, in the shape of the catalogue file without days and numbers; `before` is what was there
    when it was written, empty for what is new. `from_day` is the first day of a version, or the day from which nobody
    is offered it any more; a type has none, because it holds from the approval on. `widened` names what the approver
    saw become wider.
    """

    __tablename__ = "catalogue_change"
    __table_args__ = (
        CheckConstraint("kind IN ('type', 'group', 'type_end', 'group_end')", name="kind"),
        CheckConstraint("(kind = 'type') = (from_day IS NULL)", name="a_day_for_all_but_types"),
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
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(60))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    from_day: Mapped[date | None]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.person_id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.person_id"))
    reason: Mapped[str | None] = mapped_column(String(300))
    widened: Mapped[list[str]] = mapped_column(JSON)

    @property
    def state(self) -> ChangeState:
        """Where it stands now."""
        ends = {
            ChangeState.APPROVED: self.approved_at, ChangeState.REFUSED: self.refused_at,
            ChangeState.TAKEN_BACK: self.taken_back_at, ChangeState.OFFERED: self.offered_at,
        }  # fmt: skip
        return next((state for state, at in ends.items() if at is not None), ChangeState.DRAFT)
