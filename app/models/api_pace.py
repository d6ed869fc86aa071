"""How many calls each application made in this minute, over all processes together."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class ApiPace(Base):
    """`taken` calls were handed out to processes in `minute`, which counts from 1970. One row for each application."""

    __tablename__ = "api_pace"
    __table_args__ = (CheckConstraint("taken >= 0", name="taken"),)

    client_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("api_client.id"), primary_key=True)
    minute: Mapped[int]
    taken: Mapped[int]
