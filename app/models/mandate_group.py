"""Named sets of mandate types across domains, in versions."""

import uuid
from datetime import date

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, new_id


class MandateGroup(Base):
    """A set of types that belongs together for people: "Mijn boekhouder"."""

    __tablename__ = "mandate_group"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]


class MandateGroupVersion(Base):
    """What the group held from a day on. A running mandate keeps the version with which it was given."""

    __tablename__ = "mandate_group_version"
    __table_args__ = (UniqueConstraint("group_key", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_key: Mapped[str] = mapped_column(ForeignKey("mandate_group.key"))
    number: Mapped[int]
    from_day: Mapped[date]
    hint: Mapped[str] = mapped_column(String(400))
    sentences: Mapped[list[str]] = mapped_column(JSON)
    warning: Mapped[str | None] = mapped_column(String(400))
    type_keys: Mapped[list[str]] = mapped_column(JSON)

    group: Mapped[MandateGroup] = relationship(lazy="raise")
