"""How a deployment reads its directory: which attribute names the person, and which group gives which desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from app.core.people.roles import Role, RoleKind
from app.models.directory import DirectoryGroup, DirectoryUser

# The attributes that a setting may name, and where we keep them.
COLUMNS = {
    "externalId": "external_id", "userName": "user_name", "employeeNumber": "number", "displayName": "display_name",
}  # fmt: skip
LONGEST_NUMBER = 10
LONGEST_SUBJECT = 255


class DeskOfGroup(Protocol):
    """Where who is in this group works: at a counter, or at none when `office` is empty."""

    @property
    def group(self) -> str: ...
    @property
    def office(self) -> str | None: ...
    @property
    def town(self) -> str | None: ...


class RoleOfGroup(Protocol):
    """What who is in this group looks after; a domain manager has an entity."""

    @property
    def group(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def entity(self) -> str | None: ...


@dataclass(frozen=True)
class Place:
    """What the directory gives somebody: the number under which customers know him, a counter or none, and roles."""

    number: str
    office: tuple[str, str] | None
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True)
class DirectoryRules:
    """`issuer` is the provider of staff. The other texts name the attribute (a column of ours) that says it.

    `known_only` refuses a sign-in of who is not in the directory. The first desk of which
    somebody has the group is his.
    """

    issuer: str
    subject: str = "external_id"
    number: str = "number"
    group: str = "external_id"
    known_only: bool = True
    desks: tuple[DeskOfGroup, ...] = ()
    roles: tuple[RoleOfGroup, ...] = ()

    def subject_of(self, user: DirectoryUser) -> str | None:
        """How a sign-in at the provider of staff would name this user; None when the directory does not say enough."""
        said = getattr(user, self.subject)
        subject = f"{self.issuer} {said}"
        return subject if said and len(subject) <= LONGEST_SUBJECT and subject.isprintable() else None

    def number_of(self, user: DirectoryUser) -> str | None:
        """His staff number; None when there is none that can be one."""
        said = (getattr(user, self.number) or "").strip()
        return said if said and len(said) <= LONGEST_NUMBER and said.isprintable() else None

    def desk_of(self, groups: Iterable[DirectoryGroup]) -> DeskOfGroup | None:
        """The desk of who is in these groups, None when none of them gives one."""
        names = self._names(groups)
        return next((desk for desk in self.desks if desk.group in names), None)

    def roles_of(self, groups: Iterable[DirectoryGroup]) -> tuple[Role, ...]:
        """Every role of who is in these groups."""
        names = self._names(groups)
        given = (Role(RoleKind(one.role), one.entity) for one in self.roles if one.group in names)
        return tuple(dict.fromkeys(given))

    def _names(self, groups: Iterable[DirectoryGroup]) -> set[str | None]:
        return {getattr(group, self.group) for group in groups}
