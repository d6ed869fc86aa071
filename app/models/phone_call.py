"""A call with somebody of whom the clerk knows who it is: how that was checked, for which mandate and side."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id

GOES_ON = text("ended_at IS NULL")


class CallerCheck(StrEnum):
    """How the clerk knows who is on the line."""

    LETTER_CODE = "letter_code"
    TWO_FACTS = "two_facts"
    CALL_BACK = "call_back"
    NONE = "none"


class PhoneCall(Base):
    """One call about one mandate, for one side of it; with the letter of an invitation, about that work relation.

    Of a caller who was not checked it is about neither, and for a party.

    `facts` names the facts that were right, never what was said. A call back is about one contest, on a `number` that
    the register had (`number_from` says whose), never one that the caller gave. Calls back of before the register's
    numbers were read have none, and another `number_from`.
    """

    __tablename__ = "phone_call"
    __table_args__ = (
        CheckConstraint("check_kind IN ('letter_code', 'two_facts', 'call_back', 'none')", name="check_kind"),
        CheckConstraint("(check_kind = 'letter_code') = (letter_id IS NOT NULL)", name="a_code_has_a_letter"),
        CheckConstraint("(check_kind = 'call_back') = (suspension_id IS NOT NULL)", name="a_call_back_has_a_contest"),
        CheckConstraint("(check_kind = 'call_back') = (number_from IS NOT NULL)", name="a_call_back_has_a_number"),
        CheckConstraint("number IS NULL OR check_kind = 'call_back'", name="only_a_call_back_keeps_a_number"),
        CheckConstraint(
            "(check_kind = 'none') = (mandate_id IS NULL AND relation_id IS NULL)", name="unchecked_is_about_no_mandate"
        ),
        CheckConstraint("mandate_id IS NULL OR relation_id IS NULL", name="about_one_thing"),
        Index(None, "clerk_id", "started_at"),
        # Every new call ends the forgotten ones: few calls go on, and all that ever were would be read.
        Index(None, "started_at", sqlite_where=GOES_ON, postgresql_where=GOES_ON),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    clerk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.person_id"))
    mandate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mandate.id"))
    relation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("work_relation.id"))
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    check_kind: Mapped[str] = mapped_column(String(20))
    facts: Mapped[list[Any]] = mapped_column(JSON)
    letter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("letter.id"))
    suspension_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("suspension.id"))
    number_from: Mapped[str | None] = mapped_column(String(20))
    number: Mapped[str | None] = mapped_column(String(16))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[str | None] = mapped_column(String(30))
    function_id: Mapped[uuid.UUID | None]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
