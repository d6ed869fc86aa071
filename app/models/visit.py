"""A visit to the counter: who was helped, by whom, and how the clerk knew who it was."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime, new_id
from app.models.mandate_type import Risk
from app.models.party import Party
from app.models.person import Person


class IdentityMethod(StrEnum):
    """How the clerk saw who the customer is."""

    EID_READ = "eid_read"
    CARD_CHECKED = "card_checked"
    PASSPORT_CHECKED = "passport_checked"
    KNOWN_BY_TWO = "known_by_two"
    VOUCHED_FOR = "vouched_for"
    NONE = "none"

    @property
    def highest_risk(self) -> Risk | None:
        """The riskiest type that may be given on this evidence; None means: prepare only."""
        return {
            IdentityMethod.EID_READ: Risk.HIGH,
            IdentityMethod.CARD_CHECKED: Risk.HIGH,
            IdentityMethod.PASSPORT_CHECKED: Risk.HIGH,
            IdentityMethod.KNOWN_BY_TWO: Risk.MEDIUM,
            IdentityMethod.VOUCHED_FOR: Risk.LOW,
            IdentityMethod.NONE: None,
        }[self]


class Capacity(StrEnum):
    """Why the customer may decide for the enterprise."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    OWNER = "owner"
    MANAGER = "manager"
    NONE = "none"


class Visit(Base):
    """One customer at one counter. No copy or image of a document is kept: method, kind, last four signs, result.

    `consented_at` is set when the consent script was read aloud and the customer agreed, to what `consent_about` says.
    `spoke_alone` is what came of the questions asked to the customer alone, `understood` what came of the question to
    tell it in his own words, about the wish that `understood_about` names. `holder_is_close` is what the clerk says
    when the customer consents: that the holder is family of his, or somebody he works with. `beside_id` is the visit
    of the customer who is still there while a second representative signs, with a proof of identity of his own.
    `ended_at` and `exit_reason` are set by the hand-over to the next customer.
    """

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (exit_reason IS NULL)", name="ended_with_a_reason"),
        Index(None, "clerk_id", "started_at"),
        Index(None, "office_id", "started_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    clerk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.person_id"))
    office_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("office.id"))
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    function_id: Mapped[uuid.UUID | None]
    capacity: Mapped[str | None] = mapped_column(String(30))
    identity_method: Mapped[str | None] = mapped_column(String(30))
    document_kind: Mapped[str | None] = mapped_column(String(30))
    document_last_four: Mapped[str | None] = mapped_column(String(4))
    identity_result: Mapped[str | None] = mapped_column(String(10))
    second_clerk_number: Mapped[str | None] = mapped_column(String(10))
    identified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    consent_about: Mapped[str | None] = mapped_column(String(80))
    spoke_alone: Mapped[str | None] = mapped_column(String(20))
    understood: Mapped[str | None] = mapped_column(String(20))
    understood_about: Mapped[str | None] = mapped_column(String(80))
    holder_is_close: Mapped[bool] = mapped_column(default=False, server_default=false())
    beside_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visit.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    exit_reason: Mapped[str | None] = mapped_column(String(40))
    exit_note: Mapped[str | None] = mapped_column(Text)

    party: Mapped[Party] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="raise")
