"""Seals on the journal: each is a digest over all entries up to a day, so that a change behind our back shows."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.append_only import make_append_only
from app.models.base import Base, UtcDateTime


class JournalSeal(Base):
    """One day's seal. `digest` is the SHA-256 of the chain up to and including entry `last_id`, in hexadecimals.

    `entries` counts those that this seal added. `day` is the Brussels day before which everything is sealed.
    """

    __tablename__ = "journal_seal"
    __table_args__ = (
        CheckConstraint("entries > 0", name="seals_something"),
        CheckConstraint("length(digest) = 64", name="whole_digest"),
    )

    last_id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    day: Mapped[date]
    entries: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)


make_append_only(JournalSeal.__table__, "last_id", "a seal stays as it is")
