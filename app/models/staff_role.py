"""What a member of staff may do besides serving customers, and from when to when."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime, new_id
from app.models.mandate_type import Entity


class RoleKind(StrEnum):
    """An administrator looks after staff, counters and entities; a domain manager after what one entity offers."""

    ADMINISTRATOR = "administrator"
    DOMAIN_MANAGER = "domain_manager"


class StaffRole(Base):
    """One role of one member of staff. It holds until `ended_at`, and rows stay: who could do what is always known.

    `from_directory` says that a group of the directory gives it, and that only the directory takes it away.
    """

    __tablename__ = "staff_role"
    __table_args__ = (
        CheckConstraint("kind IN ('administrator', 'domain_manager')", name="kind"),
        CheckConstraint("(kind = 'domain_manager') = (entity_key IS NOT NULL)", name="a_domain_manager_has_an_entity"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.person_id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    entity_key: Mapped[str | None] = mapped_column(ForeignKey("entity.key"))
    from_directory: Mapped[bool]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    entity: Mapped[Entity | None] = relationship(lazy="raise")


# Nobody has a role twice at a time, whatever two administrators do in the same moment.
_OF_ENTITY = StaffRole.ended_at.is_(None) & StaffRole.entity_key.is_not(None)
_WITHOUT = StaffRole.ended_at.is_(None) & StaffRole.entity_key.is_(None)
Index(
    "uq_staff_role_of_entity", StaffRole.person_id, StaffRole.kind, StaffRole.entity_key, unique=True,
    sqlite_where=_OF_ENTITY, postgresql_where=_OF_ENTITY,
)  # fmt: skip
Index(
    "uq_staff_role_without_entity", StaffRole.person_id, StaffRole.kind, unique=True,
    sqlite_where=_WITHOUT, postgresql_where=_WITHOUT,
)  # fmt: skip
