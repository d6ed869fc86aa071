"""Named sets of user rights across domains, in versions, as mandate groups are of mandate types."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.named_group import GroupVersion, NamedGroup


class RightGroup(NamedGroup):
    """A set of rights that belongs together for people: "Dossierbeheerder". Not offered from `withdrawn_from` on."""

    __tablename__ = "right_group"


class RightGroupVersion(GroupVersion):
    """What the group held from a day on. A running right keeps the version with which it was given."""

    __tablename__ = "right_group_version"
    __table_args__ = (UniqueConstraint("group_key", "number"),)

    group_key: Mapped[str] = mapped_column(ForeignKey("right_group.key"))

    group: Mapped[RightGroup] = relationship(lazy="raise")
