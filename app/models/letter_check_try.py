"""Tries to look up whether a letter is real, counted so that guessing takes too long."""

import uuid
from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id


class LetterCheckTry(Base):
    """One try: against the dossier number as typed, whether it exists or not, and against where it came from.

    Apart from the tries with a code: who checks a letter must not use up the tries of who answers it.
    """

    __tablename__ = "letter_check_try"
    __table_args__ = (Index(None, "dossier_number", "at"), Index(None, "source", "at"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    dossier_number: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
