"""What every named, versioned list of the catalogue is made of, whether it lists mandate types or rights."""

import uuid
from datetime import date

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, new_id


class NamedGroup(Base):
    """A list that belongs together for people. Nobody is offered it from `withdrawn_from` on."""

    __abstract__ = True

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    withdrawn_from: Mapped[date | None]


class GroupVersion(Base):
    """What the list held from a day on; `type_keys` are the keys of what it lists. What was given with it keeps it."""

    __abstract__ = True

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_key: Mapped[str]
    number: Mapped[int]
    from_day: Mapped[date]
    hint: Mapped[str] = mapped_column(String(400))
    sentences: Mapped[list[str]] = mapped_column(JSON)
    warning: Mapped[str | None] = mapped_column(String(400))
    type_keys: Mapped[list[str]] = mapped_column(JSON)
