"""Entries of the journal that were blanked because their term was over: what the chain of seals needs to go on."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.append_only import make_append_only
from app.models.base import Base

_NUMBER = BigInteger().with_variant(Integer, "sqlite")


class GoneEntry(Base):
    """Where the chain of digests stood before and after entry `id`, while it still said something.

    `run_id` is the entry that tells of the blanking, and holds a digest over all that went with it: nobody adds or
    changes one here without breaking the seal on that entry. Never a digest of the entry alone: of something so short
    that could be guessed.
    """

    __tablename__ = "journal_gone"
    __table_args__ = (CheckConstraint("length(chain_before) = 64 AND length(chain_after) = 64", name="whole_digests"),)

    id: Mapped[int] = mapped_column(_NUMBER, ForeignKey("journal.id"), primary_key=True, autoincrement=False)
    run_id: Mapped[int] = mapped_column(_NUMBER, ForeignKey("journal.id"), index=True)
    chain_before: Mapped[str] = mapped_column(String(64))
    chain_after: Mapped[str] = mapped_column(String(64))


make_append_only(GoneEntry.__table__, "id", "what is gone stays gone")
