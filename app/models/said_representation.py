"""What a sign-in said: that somebody represents an enterprise by law."""

import uuid
from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, new_id


class SaidRepresentation(Base):
    """The word of a provider for a person and an enterprise, from `from_day` up to and including `until_day`.

    It is no row of the register: nobody knows which function it is about. It lasts as long as the sign-in can, and the
    next sign-in says it again or takes it back. A last day before the first one means that it was taken back at once.
    """

    __tablename__ = "said_representation"
    __table_args__ = (Index(None, "person_id", "enterprise_number", "until_day"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    enterprise_number: Mapped[str] = mapped_column(String(10))
    from_day: Mapped[date]
    until_day: Mapped[date]
