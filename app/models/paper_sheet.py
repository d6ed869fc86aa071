"""An answer that came back on paper, keyed by a clerk: what stands on it, and a picture of the page if there is one."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id


class Missing(StrEnum):
    """What a clerk can find missing on a sheet."""

    SIGNATURE = "signature"
    DATE = "date"
    NAME = "name"
    CHOICE = "choice"


class ListAnswer(StrEnum):
    """What the form of a yearly list of colleagues says of those who are not ticked: that it is right, or nothing."""

    REST_IS_RIGHT = "rest_is_right"
    STOPS_ONLY = "stops_only"


class PaperSheet(Base):
    """The answer sheet of `letter_id`, as a clerk keyed it.

    It is about one mandate, or about one invitation to work somewhere (`relation_id`); or, for an overview, about those
    mandates whose dossier numbers are `ticked`, for a yearly list of colleagues about those whose places in the letter
    are. `act` is the box that is ticked, for such a list a `ListAnswer`; `dated_on` the date that somebody wrote on it
    (empty when there is none), `received_on` the day it came in. `executor` is who may carry it out, as somebody wrote
    it: words on paper, that give nobody a right.
    Nothing happens until the clerk looked again; then it has an `outcome`.

    What a clerk found `missing` on it is asked with a letter (`asked_letter_id`) on which the rest is filled in. The
    sheet waits until another one, that hangs on that letter, completes it; at the latest on `answer_by`.
    """

    __tablename__ = "paper_sheet"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (done_at IS NULL)", name="done_with_an_outcome"),
        CheckConstraint(
            "(CASE WHEN mandate_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN relation_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN ticked IS NULL THEN 0 ELSE 1 END) = 1",
            name="about_one_thing",
        ),
        CheckConstraint(
            "missing IS NOT NULL OR (act IS NOT NULL AND person_id IS NOT NULL)",
            name="complete_or_says_what_is_missing",
        ),
        CheckConstraint("(asked_letter_id IS NULL) = (answer_by IS NULL)", name="asked_until_a_day"),
        Index(None, "mandate_id"),
        Index(None, "relation_id"),
        Index(None, "asked_letter_id"),
        Index(None, "letter_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    mandate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mandate.id"))
    relation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("work_relation.id"))
    ticked: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"))
    clerk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.person_id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[str] = mapped_column(String(30))
    act: Mapped[str | None] = mapped_column(String(20))
    missing: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    asked_letter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("letter.id"))
    answer_by: Mapped[date | None]
    signed: Mapped[bool]
    dated_on: Mapped[date | None]
    executor: Mapped[str | None] = mapped_column(String(100))
    received_on: Mapped[date]
    keyed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(20))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def waits(self) -> bool:
        """Whether we asked for what is missing and it did not come yet."""
        return self.asked_letter_id is not None and self.done_at is None


class SheetPage(Base):
    """A picture of a page, made anew from what was sent in and encrypted; apart, so that lists stay light.

    Beside it the bytes as they were `sent`, encrypted too, of the same kind: in one row, so they are kept and go
    together. Pages of before they were kept have none.
    """

    __tablename__ = "sheet_page"
    __table_args__ = (CheckConstraint("media IN ('image/png', 'image/jpeg')", name="media"),)

    sheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paper_sheet.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    media: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sent_sha256: Mapped[str | None] = mapped_column(String(64))
    sent: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
