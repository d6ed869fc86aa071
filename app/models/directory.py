"""What the directory of staff says by SCIM: users, groups, who is in which one, and the tokens that open that door."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id

LONGEST_TEXT = 255  # of whatever the directory says


class DirectoryUser(Base):
    """Somebody in the directory. Kept is only what says who may work here; the rest of what is sent is dropped.

    `user_key` is the user name as it is compared. `person_id` is the person whom the directory means, once it said
    enough to know him. `version` rises at every change.
    """

    __tablename__ = "directory_user"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    external_id: Mapped[str | None] = mapped_column(String(LONGEST_TEXT), unique=True)
    user_name: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    user_key: Mapped[str] = mapped_column(String(LONGEST_TEXT), unique=True)
    active: Mapped[bool]
    given_name: Mapped[str | None] = mapped_column(String(LONGEST_TEXT))
    family_name: Mapped[str | None] = mapped_column(String(LONGEST_TEXT))
    display_name: Mapped[str | None] = mapped_column(String(LONGEST_TEXT))
    number: Mapped[str | None] = mapped_column(String(LONGEST_TEXT))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DirectoryGroup(Base):
    """A group of the directory; the settings say which of them give a desk."""

    __tablename__ = "directory_group"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    external_id: Mapped[str | None] = mapped_column(String(LONGEST_TEXT), unique=True)
    display_name: Mapped[str] = mapped_column(String(LONGEST_TEXT), index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DirectoryMembership(Base):
    """That a user is in a group."""

    __tablename__ = "directory_membership"

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("directory_group.id"), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("directory_user.id"), primary_key=True, index=True)


class DirectoryToken(Base):
    """What the directory shows to be let in. Only a keyed hash is kept: who reads this table can open nothing."""

    __tablename__ = "directory_token"
    __table_args__ = (UniqueConstraint("digest"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
