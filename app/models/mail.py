"""An e-mail: what it gathers, when it left and what it said. To which address is not kept; that can be erased."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime, new_id


class Mail(Base):
    """One e-mail to one party, about its mandates with `other_id`; None when it is about that party alone.

    What happens between these two before `due_at` is added to it. From `taken_at`, when a worker had it in hand, it
    gathers no more. `outcome` is what became of it at `ended_at`: "sent"; "dropped", nothing in it held any longer or
    nobody wanted it; "refused", the server does not know the address; "given_up", it could not be sent in time. Its
    words are `sealed`, the subject on the first line.
    """

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint("outcome IN ('sent', 'dropped', 'refused', 'given_up')", name="outcome"),
        CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ended_with_an_outcome"),
        CheckConstraint("(sealed IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'sent')", name="sent_with_words"),
        Index(None, "party_id", "other_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    other_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("party.id"))
    edition: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(10))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    parts: Mapped[list["MailPart"]] = relationship(lazy="raise", order_by="MailPart.place")


class MailPart(Base):
    """One thing that a mail tells, asked for by the journal entry `cause_id`: the same cause never asks twice.

    `kind` is that of the letter that says the same ("active.giver"), `data` its facts; `letter_id` is that letter, None
    where the mail is the only notice. `mandate_id` is None for what is about no mandate: it has a letter, or keeps the
    number of one in `data`, except "address", the first mail to an address. `told` says whether it still held when the
    mail left.
    """

    __tablename__ = "mail_part"
    __table_args__ = (UniqueConstraint("cause_id", "kind"), Index(None, "mandate_id"), Index(None, "mail_id"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    mail_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mail.id"))
    place: Mapped[int]
    mandate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mandate.id"))
    cause_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    kind: Mapped[str] = mapped_column(String(30))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    letter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("letter.id"))
    told: Mapped[bool] = mapped_column(default=False)
