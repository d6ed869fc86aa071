"""Users and groups of the core, as the protocol asks for them and says how they must become."""

from collections.abc import Callable, Sequence
from typing import Any

from scim2_models import (
    InvalidValueException,
    NotFoundException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    SCIMException,
    SearchRequest,
    UniquenessException,
)
from scim2_server.storage import ScimStorage, SearchPage

from app.core.directory import groups, users
from app.core.directory.users import Keeper
from app.core.errors import Conflict, CoreError, NotFound
from app.db import Session
from app.web.scim.narrowing import mentions, narrowed
from app.web.scim.translating import (
    facts_of_group,
    facts_of_user,
    show_group,
    show_user,
    version_in,
)

Made = Callable[[], Any]


class DirectoryStorage(ScimStorage):
    """The directory as the core keeps it, within one transaction. Every refusal of the core becomes one of SCIM."""

    def __init__(self, session: Session, keeper: Keeper) -> None:
        self.session = session
        self.keeper = keeper

    def get(
        self, resource_type: ResourceType, resource_id: str, *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """One user or group."""
        found = _refused(lambda: self._one(resource_type, resource_id))
        return self._shown(resource_type, [found], _wants(response_parameters, "members"))[0]

    def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: object = None
    ) -> SearchPage:
        """A page of those for which the filter is true, the oldest first. Pages are numbered, so it has no position."""
        del position
        start, count = search_request.start_index_0 or 0, search_request.count
        page = slice(start, None if count is None else start + count)
        if search_request.filter is None:
            # Only the page itself is made into resources: that takes longer than reading the rows.
            rows = [(kind, row) for kind in resource_types for row in _finder(kind)(self.session)]
            members = _wants(search_request, "members")
            shown = [self._shown(kind, [row], members)[0] for kind, row in rows[page]]
            return SearchPage(total=len(rows), resources=shown)
        found = [one for kind in resource_types for one in self._matching(kind, search_request)]
        return SearchPage(total=len(found), resources=found[page])

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """A new user or group."""
        if resource_type.name == "User":
            made = _refused(lambda: users.create_user(self.session, facts_of_user(resource), self.keeper))
        else:
            made = _refused(lambda: groups.create_group(self.session, facts_of_group(resource), self.keeper))
        return self._shown(resource_type, [made])[0]

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        """What was said of a user or group, in place of what was said before."""
        seen, known = version_in(expected_version), resource.id or ""
        if resource_type.name == "User":
            said = facts_of_user(resource)
            made = _refused(lambda: users.change_user(self.session, known, said, self.keeper, seen=seen))
        else:
            group = facts_of_group(resource)
            made = _refused(lambda: groups.change_group(self.session, known, group, self.keeper, seen=seen))
        return self._shown(resource_type, [made])[0]

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        """Forget a user or group."""
        forget = users.delete_user if resource_type.name == "User" else groups.delete_group
        seen = version_in(expected_version)
        _refused(lambda: forget(self.session, resource_id, self.keeper, seen=seen))

    def _one(self, resource_type: ResourceType, resource_id: str) -> Any:  # noqa: ANN401 - a row of the core
        find = users.get_user if resource_type.name == "User" else groups.get_group
        return find(self.session, resource_id)

    def _matching(self, resource_type: ResourceType, search_request: SearchRequest[Any]) -> list[Resource[Any]]:
        asked = search_request.filter
        node = asked.ast if asked is not None else None
        column, value = narrowed(node)
        if column == "user_key" and resource_type.name != "User":
            return []
        rows = _finder(resource_type)(self.session, column, value)
        members = mentions(node, "members") or _wants(search_request, "members")
        shown = self._shown(resource_type, rows, members)
        return [one for one in shown if asked is None or asked.match(one)]

    def _shown(
        self, resource_type: ResourceType, rows: Sequence[Any], with_members: bool = True
    ) -> list[Resource[Any]]:
        ids = [row.id for row in rows]
        if resource_type.name == "User":
            of_user = users.groups_of_all(self.session, ids)
            return [show_user(row, of_user[row.id]) for row in rows]
        of_group = groups.members_of_all(self.session, ids) if with_members else {}
        return [show_group(row, of_group.get(row.id, [])) for row in rows]


def _finder(resource_type: ResourceType) -> Callable[..., Sequence[Any]]:
    return users.find_users if resource_type.name == "User" else groups.find_groups


def _wants(parameters: ResponseParameters[Any] | None, attribute: str) -> bool:
    """Whether the answer shows this attribute."""
    if parameters is None:
        return True
    named = [str(one).lower().rsplit(":", 1)[-1].split(".")[0] for one in parameters.attributes or ()]
    left_out = [str(one).lower().rsplit(":", 1)[-1] for one in parameters.excluded_attributes or ()]
    return (not named or attribute in named) and attribute not in left_out


def _refused(act: Made) -> Any:  # noqa: ANN401 - what the act gives
    """Do it; a refusal of the core is one of SCIM: its code says which, and no sentence of ours is for a machine."""
    try:
        return act()
    except CoreError as refusal:
        raise _in_scim(refusal) from refusal


def _in_scim(refusal: CoreError) -> SCIMException:
    if isinstance(refusal, NotFound):
        return NotFoundException(detail="There is no such resource.")
    if refusal.code == "directory_changed":
        return PreconditionFailedException(detail="The resource was changed meanwhile.")
    if isinstance(refusal, Conflict):
        return UniquenessException(detail="Another resource has this userName or externalId.")
    field = getattr(refusal, "field", "")
    return InvalidValueException(detail=f"{refusal.code}: {field}" if field else refusal.code)
