"""A mandate: one party lets another act in its name. Its status is derived from dated facts, never stored."""

import uuid
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime, new_id
from app.models.line import Line
from app.models.mandate_group import MandateGroupVersion
from app.models.party import Party
from app.models.suspension import Suspension


class Side(StrEnum):
    """The two ends of a mandate."""

    GIVER = "giver"
    HOLDER = "holder"

    @property
    def other(self) -> "Side":
        """The opposite end."""
        return Side.HOLDER if self is Side.GIVER else Side.GIVER


class Status(StrEnum):
    """Where a mandate stands on a day. See docs/architecture.md for the drawing."""

    OFFERED = "offered"
    REQUESTED = "requested"
    TO_CONFIRM = "to_confirm"
    SCHEDULED = "scheduled"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    STOPPED = "stopped"
    EXPIRED = "expired"

    @property
    def is_final(self) -> bool:
        """Whether nothing can happen to the mandate any more."""
        return self in {Status.REFUSED, Status.WITHDRAWN, Status.LAPSED, Status.STOPPED, Status.EXPIRED}


class Mandate(Base):
    """The dated facts about one dossier.

    A side without an address in the register must give a second sign of life (`giver_must_confirm`,
    `holder_must_confirm`) before anything can start. `giver_posted_on` is the day the giver's first letter was posted
    or handed over: the cooling-off of high-risk lines counts from it.
    """

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("started_by IN ('giver', 'holder')", name="started_by"),
        CheckConstraint("giver_id <> holder_id", name="two_parties"),
        CheckConstraint("accepted_on IS NULL OR refused_on IS NULL", name="one_answer"),
        CheckConstraint("accepted_on IS NULL OR withdrawn_on IS NULL", name="withdrawn_before_the_answer"),
        Index(None, "giver_id", "holder_id"),
        Index(None, "holder_id"),
        Index(None, "answer_by"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    dossier_number: Mapped[str] = mapped_column(String(12), unique=True)
    giver_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    holder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    started_by: Mapped[str] = mapped_column(String(10))
    group_version_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mandate_group_version.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_on: Mapped[date]
    answer_by: Mapped[date]
    accepted_on: Mapped[date | None]
    refused_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    giver_must_confirm: Mapped[bool] = mapped_column(default=False)
    giver_confirmed_on: Mapped[date | None]
    holder_must_confirm: Mapped[bool] = mapped_column(default=False)
    holder_confirmed_on: Mapped[date | None]
    giver_posted_on: Mapped[date | None]

    giver: Mapped[Party] = relationship(foreign_keys=[giver_id], lazy="raise")
    holder: Mapped[Party] = relationship(foreign_keys=[holder_id], lazy="raise")
    group_version: Mapped[MandateGroupVersion | None] = relationship(lazy="raise")
    lines: Mapped[list[Line]] = relationship(lazy="raise", order_by=Line.type_key)
    suspensions: Mapped[list[Suspension]] = relationship(lazy="raise", order_by=Suspension.first_day)

    def side_of(self, party_id: uuid.UUID | None) -> Side | None:
        """The side on which the party stands, or None for a stranger."""
        return {self.giver_id: Side.GIVER, self.holder_id: Side.HOLDER}.get(party_id) if party_id else None

    def party_on(self, side: Side) -> Party:
        """The party on that side."""
        return self.giver if side is Side.GIVER else self.holder

    @property
    def agreed_on(self) -> date | None:
        """The day on which everybody had agreed and confirmed; None until then."""
        days = [self.accepted_on]
        days += [self.giver_confirmed_on] if self.giver_must_confirm else []
        days += [self.holder_confirmed_on] if self.holder_must_confirm else []
        known = [day for day in days if day is not None]
        return max(known) if len(known) == len(days) else None

    @property
    def lapses_after(self) -> date:
        """The last day on which the mandate can still be accepted: it lapses the day after."""
        ends = [line.over_from for line in self.lines]
        if any(end is None for end in ends):
            return self.answer_by
        return min(self.answer_by, max(end for end in ends if end) - timedelta(days=1))

    def undecided_contest(self, day: date) -> Suspension | None:
        """The contest that nobody decided in time, seen from `day`."""
        return next((one for one in self.suspensions if one.is_past_deciding(day)), None)

    def is_suspended(self, day: date) -> bool:
        """Whether the mandate stands still on `day`."""
        return any(one.holds_on(day) for one in self.suspensions)

    def line_holds_on(self, line: Line, day: date) -> bool:
        """Whether the holder may use this line on `day`."""
        start = line.starts_on(self.agreed_on, self.giver_posted_on)
        return start is not None and start <= day and self.status_on(day) is Status.ACTIVE and not line.is_over(day)

    def status_on(self, day: date) -> Status:
        """Where the mandate stood at the end of `day`; for a day before it was started, as on its first day."""
        ended = self._ended(day)
        if ended:
            return ended
        if self.is_suspended(day):
            return Status.SUSPENDED
        if self.accepted_on is None or self.accepted_on > day:
            return Status.OFFERED if self.started_by == Side.GIVER else Status.REQUESTED
        if self.agreed_on is None or self.agreed_on > day:
            return Status.TO_CONFIRM
        starts = [line.starts_on(self.agreed_on, self.giver_posted_on) for line in self.lines if not line.is_over(day)]
        return Status.ACTIVE if any(start and start <= day for start in starts) else Status.SCHEDULED

    def _ended(self, day: date) -> Status | None:
        if self.withdrawn_on and self.withdrawn_on <= day:
            return Status.WITHDRAWN
        if self.refused_on and self.refused_on <= day:
            return Status.REFUSED
        if self.undecided_contest(day):
            return Status.STOPPED
        over = all(line.is_over(day) for line in self.lines)
        if over and all(line.was_stopped for line in self.lines):
            return Status.STOPPED
        if (self.accepted_on is None or self.accepted_on > day) and day > self.lapses_after:
            return Status.LAPSED
        return Status.EXPIRED if over else None
