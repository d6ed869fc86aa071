"""A second signature: what one representative signed, and another representative of the same party must sign too."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime, new_id
from app.models.function import Function
from app.models.party import Party


class SigningWay(StrEnum):
    """How the second representative is expected to sign; any other door that is open to him stays open."""

    COUNTER = "counter"
    ONLINE = "online"
    LETTER = "letter"


class Signature(Base):
    """The dated facts of one signature that was asked for; where it stands follows from them.

    `number` counts the signatures of a mandate. `act` is what was signed first for the party on `side`; `facts` is what
    the act needs to be carried out later, and `fingerprint` marks exactly what was shown. Who signed first is
    `first_person_id`, with the row of the register `first_function_id`, which is empty for a manager.
    `second_function_id` is who is asked; `sign_by` is the last day. `third_id` is to whom the holder passes a part on:
    that waits as a signature of the mandate that he holds, because until it is set there is no other. `ended_on` is the
    day on which it was refused or taken back or something else was asked in its stead, or the first day after the last
    one, written down by the daily job.
    """

    __tablename__ = "signature"
    __table_args__ = (
        CheckConstraint("side IN ('giver', 'holder')", name="side"),
        CheckConstraint("way IN ('counter', 'online', 'letter')", name="way"),
        CheckConstraint(
            "act IN ('give', 'request', 'accept', 'confirm', 'resume', 'extend', 'accept_extension', 'pass_on')",
            name="act",
        ),
        CheckConstraint("(act = 'pass_on') = (third_id IS NOT NULL)", name="passed_on_to_somebody"),
        CheckConstraint("signed_on IS NULL OR ended_on IS NULL", name="signed_or_ended"),
        CheckConstraint("(signed_on IS NULL) = (second_person_id IS NULL)", name="signed_by_somebody"),
        CheckConstraint("second_person_id <> first_person_id", name="two_people"),
        UniqueConstraint("mandate_id", "number"),
        Index(None, "sign_by"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    mandate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mandate.id"))
    number: Mapped[int]
    side: Mapped[str] = mapped_column(String(10))
    act: Mapped[str] = mapped_column(String(20))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    fingerprint: Mapped[str] = mapped_column(String(64))
    first_person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    first_function_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("function.id"))
    second_function_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("function.id"))
    third_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("party.id", name="fk_signature_third_id"))
    way: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_on: Mapped[date]
    sign_by: Mapped[date]
    signed_on: Mapped[date | None]
    second_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_on: Mapped[date | None]

    second: Mapped[Function] = relationship(foreign_keys=[second_function_id], lazy="raise")
    third: Mapped[Party | None] = relationship(foreign_keys=[third_id], lazy="raise")

    def waits_on(self, day: date) -> bool:
        """Whether it is asked and not signed, refused or too late on `day`."""
        done = [one for one in (self.signed_on, self.ended_on) if one is not None and one <= day]
        return not done and self.asked_on <= day <= self.sign_by
