"""A pause of a mandate: because somebody contested it, or because the register says a party stopped."""

import uuid
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, new_id
from app.models.lifecycle import Pause


class SuspensionKind(StrEnum):
    """Why the mandate was paused."""

    CONTEST = "contest"
    REGISTER = "register"


class Suspension(Pause, Base):
    """Holds from `first_day`; `ended_on` is the first day on which it no longer holds.

    A contest must be decided by `decide_by`; the day after it, an undecided contest stops the mandate. `call_by` is the
    last day on which staff calls who contested. The reason is a code: what somebody says under pressure is never
    printed on a letter.
    """

    __tablename__ = "suspension"
    __table_args__ = (
        CheckConstraint("kind IN ('contest', 'register')", name="kind"),
        CheckConstraint("(kind = 'contest') = (decide_by IS NOT NULL)", name="contests_have_a_deadline"),
        Index(None, "mandate_id"),
        Index(None, "ended_on", "decide_by"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    mandate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mandate.id"))
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(40))
    first_day: Mapped[date]
    decide_by: Mapped[date | None]
    call_by: Mapped[date | None]
    ended_on: Mapped[date | None]
