"""Rows of the core as resources of SCIM, and back."""

import uuid
from collections.abc import Sequence
from typing import Any, cast

from scim2_models import Meta, Resource

from app.core.directory.groups import GroupFacts
from app.core.directory.users import UserFacts
from app.web.scim.models import PROVIDER, EnterpriseUser, Group, GroupMember, GroupMembership, User, UserName

COMPOSED_USER = cast("type[User[Any]]", PROVIDER.model_for("User"))


def version_in(tag: str | None) -> int | None:
    """The version in an ETag of ours; None when there is none."""
    digits = (tag or "").removeprefix('W/"').removesuffix('"')
    return int(digits) if digits.isdecimal() else None


def facts_of_user(resource: Resource[Any]) -> UserFacts:
    """What a resource says of a user."""
    user = cast("User[EnterpriseUser]", resource)
    extra = user[EnterpriseUser]
    return UserFacts(
        user_name=user.user_name or "",
        active=bool(user.active),
        external_id=user.external_id,
        given_name=user.name.given_name if user.name else None,
        family_name=user.name.family_name if user.name else None,
        display_name=user.display_name,
        number=extra.employee_number if extra else None,
    )


def facts_of_group(resource: Resource[Any]) -> GroupFacts:
    """What a resource says of a group. The same member twice is in it once."""
    group = cast("Group", resource)
    members = frozenset(member.value or "" for member in group.members or ())
    return GroupFacts(group.display_name or "", group.external_id, members)


def show_user(row: Any, groups: Sequence[Any]) -> Resource[Any]:  # noqa: ANN401 - rows of the core
    """A user as a resource. Its references are relative; whoever publishes it knows the address."""
    name = UserName(given_name=row.given_name, family_name=row.family_name)
    user = COMPOSED_USER(
        id=str(row.id), external_id=row.external_id, user_name=row.user_name, active=row.active,
        display_name=row.display_name, meta=_meta(row, "User"),
        name=name if row.given_name or row.family_name else None,
        groups=[
            GroupMembership(value=str(one.id), ref=f"Groups/{one.id}", display=one.display_name) for one in groups
        ] or None,
    )  # fmt: skip
    if row.number:
        user[EnterpriseUser] = EnterpriseUser(employee_number=row.number)
    return user


def show_group(row: Any, members: Sequence[uuid.UUID]) -> Resource[Any]:  # noqa: ANN401 - a row of the core
    """A group as a resource."""
    return Group(
        id=str(row.id), external_id=row.external_id, display_name=row.display_name, meta=_meta(row, "Group"),
        members=[GroupMember(value=str(one), ref=f"Users/{one}", type="User") for one in members] or None,
    )  # fmt: skip


def _meta(row: Any, kind: str) -> Meta:  # noqa: ANN401 - a row of the core
    return Meta(
        resource_type=kind, created=row.created_at, last_modified=row.changed_at, version=f'W/"{row.version}"'
    )
