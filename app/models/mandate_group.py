"""Named sets of mandate types across domains, in versions."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.named_group import GroupVersion, NamedGroup


class MandateGroup(NamedGroup):
    """A set of types that belongs together for people: "Mijn boekhouder". Not offered from `withdrawn_from` on."""

    __tablename__ = "mandate_group"


class MandateGroupVersion(GroupVersion):
    """What the group held from a day on. A running mandate keeps the version with which it was given."""

    __tablename__ = "mandate_group_version"
    __table_args__ = (UniqueConstraint("group_key", "number"),)

    group_key: Mapped[str] = mapped_column(ForeignKey("mandate_group.key"))

    group: Mapped[MandateGroup] = relationship(lazy="raise")
