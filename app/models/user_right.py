"""Dated rights of a person inside an organisation: the lines of a work relation."""

import uuid
from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, new_id
from app.models.lifecycle import LineDays
from app.models.mandate_group import MandateGroupVersion
from app.models.mandate_type import AccessLevel, Part
from app.models.right_type import RightType

if TYPE_CHECKING:
    from app.models.work_relation import WorkRelation


class RightKind(StrEnum):
    """The two right types that every organisation has; the catalogue file can bring others."""

    EXECUTOR = "executor"
    MANAGER = "manager"


class RightDays(LineDays):
    """What a right lets somebody do, and when.

    Narrowed by `mandate_id` or by the mandate types in `listed`, by `level`, and by its type to a domain.
    """

    cooling_off_days = 0
    mandate_id: uuid.UUID | None
    listed: Collection[str] | None
    level: str
    manages: bool
    appoints: bool
    domain_key: str | None
    highest_level: str

    @property
    def works(self) -> bool:
        """Whether the right is to work with mandates, and not to decide for the organisation."""
        return not (self.manages or self.appoints)

    def executes(self, mandate_id: uuid.UUID, part: Part) -> bool:
        """Whether the right is to work with this part of this mandate, at whatever level."""
        return self.works_with(mandate_id) and self.takes(part)

    def works_with(self, mandate_id: uuid.UUID) -> bool:
        """Whether the right is to work with some part of this mandate, if there is one that it takes."""
        return self.works and self.mandate_id in (None, mandate_id)

    def takes(self, part: Part) -> bool:
        """Whether such a part is one for this right, in whichever mandate that it works with."""
        in_list = self.listed is None or part.type_key in self.listed
        return in_list and self.domain_key in (None, part.domain_key)

    def reaches(self, level: AccessLevel) -> bool:
        """Whether both the right and its type go as far as `level`."""
        return AccessLevel(self.level).includes(level) and AccessLevel(self.highest_level).includes(level)


class UserRight(RightDays, Base):
    """One right. `last_day` still counts, and is empty when it runs until somebody ends it; `stop_day` is the first day
    on which it no longer holds because somebody did.

    Who executes some mandates has one row for each of them, and who executes some mandate groups one for each of these:
    `mandate_group_version_id` is the version that was shown when it was given, and what that listed is what the right
    is for. `group_version_id` is the list of rights with which it was given: it stands with the right and not with the
    relation, because a relation gathers what is given later.
    `declined_version_id` is the newest version of that list of which it was said that he does not get what is new, and
    `declined_mandate_group_version_id` the newest version of the mandate group of which that was said.
    """

    __tablename__ = "user_right"
    __table_args__ = (
        CheckConstraint("level IN ('view', 'manage')", name="level"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("mandate_id IS NULL OR mandate_group_version_id IS NULL", name="one_narrowing"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    relation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("work_relation.id"), index=True)
    kind: Mapped[str] = mapped_column(ForeignKey("right_type.key"))
    level: Mapped[str] = mapped_column(String(10), default=AccessLevel.MANAGE, server_default="manage")
    mandate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mandate.id"), index=True)
    mandate_group_version_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mandate_group_version.id"))
    group_version_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("right_group_version.id"))
    declined_version_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("right_group_version.id"))
    declined_mandate_group_version_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mandate_group_version.id"))
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    stop_day: Mapped[date | None]

    relation: Mapped["WorkRelation"] = relationship(back_populates="rights", lazy="raise_on_sql")
    right_type: Mapped[RightType] = relationship(lazy="raise_on_sql")
    mandate_group: Mapped[MandateGroupVersion | None] = relationship(
        foreign_keys=[mandate_group_version_id], lazy="raise_on_sql"
    )

    @property
    def person_id(self) -> uuid.UUID:
        """Whose right it is."""
        return self.relation.person_id

    @property
    def party_id(self) -> uuid.UUID:
        """Inside which organisation."""
        return self.relation.party_id

    @property
    def listed(self) -> Collection[str] | None:
        """The mandate types of its mandate group, or None for all."""
        return self.mandate_group.type_keys if self.mandate_group is not None else None

    @property
    def manages(self) -> bool:
        """Whether its type lets somebody decide for the organisation."""
        return self.right_type.manages

    @property
    def appoints(self) -> bool:
        """Whether its type lets somebody appoint colleagues, and nothing more."""
        return self.right_type.appoints

    @property
    def domain_key(self) -> str | None:
        """The one domain of its type, or None for all."""
        return self.right_type.domain_key

    @property
    def highest_level(self) -> str:
        """As far as its type goes."""
        return self.right_type.access_level
