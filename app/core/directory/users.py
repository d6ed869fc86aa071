"""Users of the directory: made, changed, removed, found. Every change is settled in the same transaction."""

import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.directory.rules import DirectoryRules
from app.core.directory.standing import settle
from app.core.errors import Conflict, Invalid, NotFound
from app.core.policy import Policy
from app.models.directory import LONGEST_TEXT, DirectoryGroup, DirectoryMembership, DirectoryUser

TEXTS = ("user_name", "external_id", "given_name", "family_name", "display_name", "number")


@dataclass(frozen=True)
class UserFacts:
    """What the directory says of a user."""

    user_name: str
    active: bool
    external_id: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    display_name: str | None = None
    number: str | None = None


@dataclass(frozen=True)
class Keeper:
    """How whoever keeps the directory does so here: the rules and numbers of this deployment, and the moment."""

    rules: DirectoryRules
    policy: Policy
    now: datetime


def key_of(user_name: str) -> str:
    """A user name as it is compared: without capitals, each sign in one way of writing."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", user_name).lower())


def get_user(session: Session, user_id: str, *, lock: bool = False) -> DirectoryUser:
    """The user with this id; NotFound when there is none, or when it cannot be an id."""
    user = session.get(DirectoryUser, as_id(user_id), with_for_update=lock)
    if user is None:
        raise NotFound("directory_user_unknown")
    return user


def as_id(text: str) -> uuid.UUID:
    """The id in this text; one that nothing has when it cannot be an id."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def find_users(session: Session, column: str | None = None, value: str | None = None) -> Sequence[DirectoryUser]:
    """All users, or those of whom this column is exactly `value`; the oldest first."""
    query = select(DirectoryUser).order_by(DirectoryUser.created_at, DirectoryUser.id)
    if column and value is not None:
        if not value.isprintable():
            return []
        query = query.where(getattr(DirectoryUser, column) == (as_id(value) if column == "id" else value))
    return session.scalars(query).all()


def groups_of_all(session: Session, user_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[DirectoryGroup]]:
    """The groups of each of these users."""
    found: dict[uuid.UUID, list[DirectoryGroup]] = {user_id: [] for user_id in user_ids}
    query = select(DirectoryMembership.user_id, DirectoryGroup)
    query = query.join(DirectoryGroup, DirectoryGroup.id == DirectoryMembership.group_id).order_by(DirectoryGroup.id)
    if len(user_ids) == 1:
        query = query.where(DirectoryMembership.user_id == user_ids[0])
    for user_id, group in session.execute(query):
        found.setdefault(user_id, []).append(group)
    return found


def create_user(session: Session, facts: UserFacts, keeper: Keeper) -> DirectoryUser:
    """A new user; raises Conflict when the user name or the external id is taken, Invalid at what cannot be kept."""
    _check(session, facts, None)
    user = DirectoryUser(**_columns(facts), created_at=keeper.now, changed_at=keeper.now)
    session.add(user)
    settle(session, [user], keeper.rules, policy=keeper.policy, now=keeper.now)
    return user


def change_user(session: Session, user_id: str, facts: UserFacts, keeper: Keeper, *, seen: int | None) -> DirectoryUser:
    """The user as the directory says that he is now; `seen` is the version on which that was based, None for any.

    Raises Conflict("directory_changed") when somebody changed him meanwhile, and as `create_user`.
    """
    user = get_user(session, user_id, lock=True)
    check_version(user.version, seen)
    _check(session, facts, user.id)
    for name, value in _columns(facts).items():
        setattr(user, name, value)
    user.version, user.changed_at = user.version + 1, keeper.now
    settle(session, [user], keeper.rules, policy=keeper.policy, now=keeper.now)
    return user


def delete_user(session: Session, user_id: str, keeper: Keeper, *, seen: int | None) -> None:
    """Forget a user: whatever he had here ends at once, as for one who is not active."""
    user = get_user(session, user_id, lock=True)
    check_version(user.version, seen)
    user.active = False
    settle(session, [user], keeper.rules, policy=keeper.policy, now=keeper.now)
    session.execute(delete(DirectoryMembership).where(DirectoryMembership.user_id == user.id))
    session.delete(user)
    session.flush()


def settle_all(session: Session, keeper: Keeper) -> int:
    """Do for every user what the directory said last, as after a change of the settings; returns how many there are."""
    everybody = session.scalars(select(DirectoryUser).order_by(DirectoryUser.id).with_for_update()).all()
    settle(session, everybody, keeper.rules, policy=keeper.policy, now=keeper.now)
    return len(everybody)


def check_version(version: int, seen: int | None) -> None:
    """Refuse a change that is based on what is no longer so."""
    if seen is not None and seen != version:
        raise Conflict("directory_changed")


def check_text(value: str | None, field: str) -> None:
    """Refuse what no database and no screen can show."""
    if value is not None and (len(value) > LONGEST_TEXT or not value.isprintable()):
        raise Invalid("directory_text_wrong", field=field)


def _columns(facts: UserFacts) -> dict[str, object]:
    values: dict[str, object] = {one.name: getattr(facts, one.name) for one in fields(facts)}
    return values | {name: values[name] or None for name in TEXTS} | {"user_key": key_of(facts.user_name)}


def _check(session: Session, facts: UserFacts, own_id: uuid.UUID | None) -> None:
    for name in TEXTS:
        check_text(getattr(facts, name), name)
    if not facts.user_name.strip() or len(key_of(facts.user_name)) > LONGEST_TEXT:
        raise Invalid("directory_text_wrong", field="user_name")
    taken = [DirectoryUser.user_key == key_of(facts.user_name)]
    if facts.external_id:
        taken.append(DirectoryUser.external_id == facts.external_id)
    for clause in taken:
        other = select(DirectoryUser.id).where(clause)
        if any(found != own_id for found in session.scalars(other)):
            raise Conflict("directory_taken")
