"""An answer that came back on paper, keyed by a clerk: what stands on it, and a picture of the page if there is one."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id


class PaperSheet(Base):
    """The answer sheet of `letter_id`, as a clerk keyed it.

    `act` is the box that is ticked, `dated_on` the date that somebody wrote on it (empty when there is none),
    `received_on` the day it came in. Nothing happens until the clerk looked again; then it has an `outcome`.
    """

    __tablename__ = "paper_sheet"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (done_at IS NULL)", name="done_with_an_outcome"),
        Index(None, "mandate_id"),
        Index(None, "letter_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    mandate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mandate.id"))
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"))
    clerk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.person_id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[str] = mapped_column(String(30))
    act: Mapped[str] = mapped_column(String(20))
    signed: Mapped[bool]
    dated_on: Mapped[date | None]
    received_on: Mapped[date]
    keyed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(20))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SheetPage(Base):
    """A picture of a page, made anew from what was sent in and encrypted; apart, so that lists stay light."""

    __tablename__ = "sheet_page"
    __table_args__ = (CheckConstraint("media IN ('image/png', 'image/jpeg')", name="media"),)

    sheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paper_sheet.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    media: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
