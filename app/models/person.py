"""A person: someone who signs in, stands at the counter, or is named as executor."""

import uuid

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, new_id


class Person(Base):
    """Known by the subject id of the sign-in and a name; the national number is never needed.

    Names live here and nowhere else, so that the journal can stay as it is when a person must be forgotten.
    """

    __tablename__ = "person"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    subject: Mapped[str | None] = mapped_column(String(255), unique=True)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))

    @property
    def name(self) -> str:
        """First and last name, as written on screens and letters."""
        return f"{self.first_name} {self.last_name}"
