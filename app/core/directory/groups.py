"""Groups of the directory and who is in them. A change is settled at once for all whom it touches."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.directory.standing import settle
from app.core.directory.users import Keeper, as_id, check_text, check_version
from app.core.errors import Conflict, Invalid, NotFound
from app.models.directory import DirectoryGroup, DirectoryMembership, DirectoryUser

AT_ONCE = 500  # values in one statement


@dataclass(frozen=True)
class GroupFacts:
    """What the directory says of a group; `members` are the ids of its users, each once."""

    display_name: str
    external_id: str | None = None
    members: frozenset[str] = frozenset()


def get_group(session: Session, group_id: str, *, lock: bool = False) -> DirectoryGroup:
    """The group with this id; NotFound when there is none, or when it cannot be an id."""
    group = session.get(DirectoryGroup, as_id(group_id), with_for_update=lock)
    if group is None:
        raise NotFound("directory_group_unknown")
    return group


def find_groups(session: Session, column: str | None = None, value: str | None = None) -> Sequence[DirectoryGroup]:
    """All groups, or those of which this column is exactly `value`; the oldest first."""
    query = select(DirectoryGroup).order_by(DirectoryGroup.created_at, DirectoryGroup.id)
    if column and value is not None:
        if not value.isprintable():
            return []
        query = query.where(getattr(DirectoryGroup, column) == (as_id(value) if column == "id" else value))
    return session.scalars(query).all()


def members_of_all(session: Session, group_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """The ids of the users in each of these groups."""
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    query = select(DirectoryMembership.group_id, DirectoryMembership.user_id).order_by(DirectoryMembership.user_id)
    if len(group_ids) == 1:
        query = query.where(DirectoryMembership.group_id == group_ids[0])
    for group_id, user_id in session.execute(query):
        found[group_id].append(user_id)
    return found


def create_group(session: Session, facts: GroupFacts, keeper: Keeper) -> DirectoryGroup:
    """A new group; raises Conflict when the external id is taken, Invalid for a member that is no user."""
    _check(session, facts, None)
    group = DirectoryGroup(
        external_id=facts.external_id or None, display_name=facts.display_name, created_at=keeper.now,
        changed_at=keeper.now,
    )  # fmt: skip
    session.add(group)
    session.flush()
    _change_members(session, group.id, facts.members, keeper, renamed=False)
    return group


def change_group(
    session: Session, group_id: str, facts: GroupFacts, keeper: Keeper, *, seen: int | None
) -> DirectoryGroup:
    """The group as the directory says that it is now; see `change_user`."""
    group = get_group(session, group_id, lock=True)
    check_version(group.version, seen)
    _check(session, facts, group.id)
    renamed = (group.external_id, group.display_name) != (facts.external_id or None, facts.display_name)
    group.external_id, group.display_name = facts.external_id or None, facts.display_name
    group.version, group.changed_at = group.version + 1, keeper.now
    session.flush()
    _change_members(session, group.id, facts.members, keeper, renamed=renamed)
    return group


def delete_group(session: Session, group_id: str, keeper: Keeper, *, seen: int | None) -> None:
    """Forget a group: who had his desk from it alone, has none any more."""
    group = get_group(session, group_id, lock=True)
    check_version(group.version, seen)
    _change_members(session, group.id, frozenset(), keeper, renamed=False)
    session.delete(group)
    session.flush()


def _change_members(
    session: Session, group_id: uuid.UUID, members: frozenset[str], keeper: Keeper, *, renamed: bool
) -> None:
    had = set(members_of_all(session, [group_id])[group_id])
    wanted = {as_id(one) for one in members}
    # Locked before they are read, so that nobody leaves meanwhile, and in one order, so that nobody waits for ever.
    touched = _locked(session, (had ^ wanted) | (had if renamed else set()))
    if not wanted - had <= {user.id for user in touched}:
        raise Invalid("directory_member_unknown", field="members")
    for some in _portions(had - wanted):
        leaving = delete(DirectoryMembership).where(DirectoryMembership.group_id == group_id)
        session.execute(leaving.where(DirectoryMembership.user_id.in_(some)))
    session.add_all(DirectoryMembership(group_id=group_id, user_id=one) for one in sorted(wanted - had))
    settle(session, touched, keeper.rules, policy=keeper.policy, now=keeper.now)


def _locked(session: Session, user_ids: set[uuid.UUID]) -> list[DirectoryUser]:
    found: list[DirectoryUser] = []
    for some in _portions(user_ids):
        query = select(DirectoryUser).where(DirectoryUser.id.in_(some)).order_by(DirectoryUser.id)
        # What was read before the lock may be old.
        found += session.scalars(query.with_for_update().execution_options(populate_existing=True))
    return found


def _portions(ids: Iterable[uuid.UUID]) -> list[list[uuid.UUID]]:
    ordered = sorted(ids)
    return [ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE)]


def _check(session: Session, facts: GroupFacts, own_id: uuid.UUID | None) -> None:
    check_text(facts.external_id, "external_id")
    check_text(facts.display_name, "display_name")
    if not facts.display_name.strip():
        raise Invalid("directory_text_wrong", field="display_name")
    if facts.external_id:
        other = select(DirectoryGroup.id).where(DirectoryGroup.external_id == facts.external_id)
        if any(found != own_id for found in session.scalars(other)):
            raise Conflict("directory_taken")
