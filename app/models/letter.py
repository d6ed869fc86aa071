"""A letter: what was promised, what was printed, when it was posted. The exact bytes are kept, encrypted."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime, new_id
from app.models.party import Party


class Letter(Base):
    """Ordered in the transaction of the act, printed after it by the worker, posted by people.

    It is about one mandate, whose dossier number it bears; or about a party as a whole, under a `dossier_number` of
    its own, or of what was prepared for it: that is told again when it changed. `cause_id` is the journal entry that
    asked for it: the same cause never asks for the same letter twice. `data` is what the dated `template` was filled
    with, without the code. `address_lines` is empty when the party has no address we may write to; the letter is then
    handed over.

    When its bytes cannot be read any more another letter about the same is made: `remade_on` is when, and that one
    `replaces_id` this one, or the first of several.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("cause_id", "kind", "party_id"),
        CheckConstraint("(mandate_id IS NULL) = (dossier_number IS NOT NULL)", name="about_a_mandate_or_a_party"),
        CheckConstraint("(printed_at IS NULL) = (sha256 IS NULL)", name="printed_with_a_digest"),
        CheckConstraint("posted_on IS NULL OR printed_at IS NOT NULL", name="posted_after_printing"),
        Index(None, "mandate_id"),
        Index(None, "dossier_number"),
        Index(None, "posted_on", "printed_at"),
        Index(None, "replaces_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    mandate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mandate.id"))
    dossier_number: Mapped[str | None] = mapped_column(String(12))
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    cause_id: Mapped[int] = mapped_column(ForeignKey("journal.id", use_alter=True))
    kind: Mapped[str] = mapped_column(String(30))
    template: Mapped[str] = mapped_column(String(60))
    dated: Mapped[date]
    address_lines: Mapped[list[str]] = mapped_column(JSON)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    promised_by: Mapped[date]
    printed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sha256: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int | None]
    posted_on: Mapped[date | None]
    handed_over: Mapped[bool] = mapped_column(default=False)
    remade_on: Mapped[date | None]
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("letter.id"))

    party: Mapped[Party] = relationship(lazy="raise")

    @property
    def listed(self) -> list[str]:
        """The dossier numbers of the mandates in an overview, in the order of the letter; empty for other letters."""
        return [one["dossier_number"] for one in self.data.get("mandates", ())]

    @property
    def colleagues(self) -> dict[str, dict[str, Any]]:
        """Who stands in a yearly list, by the number before his name; empty for letters without boxes to tick."""
        people = self.data.get("people", ())
        return {str(place): one for place, one in enumerate(people, start=1) if one.get("held")}


class LetterContent(Base):
    """The encrypted bytes of a letter, apart so that lists of letters stay light.

    `part` is "pdf", "text" or "page-1", "page-2", ...
    """

    __tablename__ = "letter_content"

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(10), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class LetterCode(Base):
    """The code printed on a letter, as a keyed hash. It is made when the letter is printed and is nowhere else.

    `voided_at` is set after too many wrong tries, `used_at` by the act it was used for.
    """

    __tablename__ = "letter_code"

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CodeAttempt(Base):
    """A wrong try: against the dossier number as typed, whether it exists or not, and against where it came from.

    `by_person` is for who said to have no enterprise number: that counts against the codes of persons alone.
    """

    __tablename__ = "code_attempt"
    __table_args__ = (Index(None, "dossier_number", "at"), Index(None, "source", "at"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    dossier_number: Mapped[str] = mapped_column(String(12))
    party_was_right: Mapped[bool]
    by_person: Mapped[bool] = mapped_column(default=False, server_default=false())
    source: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
