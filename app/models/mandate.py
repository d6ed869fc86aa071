"""A mandate: one party lets another act in its name. Its status is derived from dated facts, never stored."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime, new_id
from app.models.extension import Extension
from app.models.lifecycle import Lifecycle, Side
from app.models.line import Line
from app.models.mandate_group import MandateGroupVersion
from app.models.mandate_type import Part
from app.models.party import Party
from app.models.signature import Signature
from app.models.suspension import Suspension


class Mandate(Lifecycle, Base):
    """The dated facts about one dossier.

    A side without an address in the register must give a second sign of life (`giver_must_confirm`,
    `holder_must_confirm`) before anything can start. With `second_must_sign` a second representative of the side that
    starts has to sign before the other side hears of it; `answer_by` is then the last day to sign, and moves on the day
    it is signed. `giver_posted_on` is the day the giver's first letter was posted
    or handed over: the cooling-off of high-risk lines counts from it. `reason` is what a holder who asks writes to the
    giver.
    """

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("started_by IN ('giver', 'holder')", name="started_by"),
        CheckConstraint("giver_id <> holder_id", name="two_parties"),
        CheckConstraint("accepted_on IS NULL OR refused_on IS NULL", name="one_answer"),
        CheckConstraint("accepted_on IS NULL OR withdrawn_on IS NULL", name="withdrawn_before_the_answer"),
        CheckConstraint("second_must_sign OR second_signed_on IS NULL", name="signed_when_asked"),
        # All that a check asks of a mandate, so that SQLite need not fetch its row (tests/core/test_check_plans.py).
        # The holder comes first: he is the one with thousands of givers, who are then found beside each other.
        Index(
            "ix_mandate_checked", "holder_id", "giver_id", "id", "started_at", "started_on", "accepted_on",
            "refused_on", "withdrawn_on", "second_must_sign", "second_signed_on", "giver_must_confirm",
            "giver_confirmed_on", "holder_must_confirm", "holder_confirmed_on", "giver_posted_on",
        ),
        Index(None, "giver_id"),
        Index(None, "answer_by"),
        Index(None, "group_version_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    dossier_number: Mapped[str] = mapped_column(String(12), unique=True)
    giver_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    holder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    started_by: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(300))
    group_version_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mandate_group_version.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_on: Mapped[date]
    answer_by: Mapped[date]
    accepted_on: Mapped[date | None]
    refused_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    second_must_sign: Mapped[bool] = mapped_column(default=False, server_default=false())
    second_signed_on: Mapped[date | None]
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
    extensions: Mapped[list[Extension]] = relationship(lazy="raise", order_by=Extension.proposed_at)
    signatures: Mapped[list[Signature]] = relationship(lazy="raise", order_by=Signature.number)

    @property
    def was_asked(self) -> bool:
        """Whether the holder asked for it; else the giver gave it."""
        return self.started_by == Side.HOLDER

    @property
    def takes_over(self) -> bool:
        """Whether the giver asked the holder to take over what another holder does."""
        return any(line.takeover is not None for line in self.lines)

    @property
    def kept_lines(self) -> list[Line]:
        """The lines that both sides agreed about, or still can: without those that were asked and not given."""
        return [line for line in self.lines if line.refused_on is None]

    def parts_left(self, day: date) -> set[Part]:
        """The parts that are not over on `day`."""
        return {line.mandate_type.part for line in self.kept_lines if not line.is_over(day)}

    @property
    def passer(self) -> Party | None:
        """The holder who passed it on to this one; None for what the giver himself gave."""
        return self.source.holder if isinstance(self.source, Mandate) else None

    @property
    def starter(self) -> Party:
        """Who put it before the other side: a side of it, or the holder who passed it on."""
        return self.passer or self.party_on(Side(self.started_by))

    def side_of(self, party_id: uuid.UUID | None) -> Side | None:
        """The side on which the party stands, or None for a stranger."""
        return {self.giver_id: Side.GIVER, self.holder_id: Side.HOLDER}.get(party_id) if party_id else None

    def is_hidden_from(self, side: Side) -> bool:
        """Whether that side may not know that it exists: what was never signed by two was never sent to it."""
        return side != self.started_by and not self.was_sent

    def party_on(self, side: Side) -> Party:
        """The party on that side."""
        return self.giver if side is Side.GIVER else self.holder
