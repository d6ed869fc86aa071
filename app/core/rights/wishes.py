"""What an organisation wants somebody to be allowed, and whether that can be."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.calendar import last_day_of_period
from app.core.errors import Invalid
from app.core.mandates.catalogue import list_right_groups
from app.core.mandates.lookup import get_mandates
from app.core.mandates.wishes import check_days
from app.models.mandate_type import AccessLevel
from app.models.party import Party
from app.models.right_group import RightGroupVersion as RightGroupVersion
from app.models.right_type import RightType
from app.models.user_right import RightKind, UserRight


@dataclass(frozen=True)
class Newcomer:
    """Somebody who never acted for the organisation: a name that somebody typed, and where he may read his mail."""

    first_name: str
    last_name: str
    email_address: str | None = None


@dataclass(frozen=True)
class RightWish:
    """One right. `mandate_ids` narrows it to these mandates; None means all of them, also those that are still to come.

    `first_day` empty means today; of `months` and `last_day` one at most is set, neither for a right without an end.
    `group_version_id` is the list in which it was chosen, if it was in one.
    """

    kind: str = RightKind.EXECUTOR
    level: AccessLevel = AccessLevel.MANAGE
    mandate_ids: tuple[uuid.UUID, ...] | None = None
    first_day: date | None = None
    months: int | None = None
    last_day: date | None = None
    group_version_id: uuid.UUID | None = None


@dataclass(frozen=True)
class PlannedRight:
    """One row as it would be written: the right, for all mandates or for one."""

    right_type: RightType
    level: AccessLevel
    mandate_id: uuid.UUID | None
    first_day: date
    last_day: date | None
    group_version_id: uuid.UUID | None = None

    @classmethod
    def of(cls, right: UserRight) -> "PlannedRight":
        """A right that was written down already, for who must still agree to it."""
        level = AccessLevel(right.level)
        return cls(right.right_type, level, right.mandate_id, right.first_day, right.last_day)

    def is_within(self, held: UserRight) -> bool:
        """Whether who has this right already has all of what is planned."""
        same = held.kind == self.right_type.key and held.mandate_id in (None, self.mandate_id)
        end = held.over_from
        days = held.first_day <= self.first_day and (end is None or (self.last_day is not None and self.last_day < end))
        return same and AccessLevel(held.level).includes(self.level) and days

    def equals(self, held: UserRight, day: date) -> bool:
        """Whether this right is exactly that one from `day` on: what began before makes no difference any more."""
        mine = (self.right_type.key, self.level, self.mandate_id, max(self.first_day, day), self.last_day)
        first_day = max(held.first_day, day)
        return mine == (held.kind, AccessLevel(held.level), held.mandate_id, first_day, held.last_day)


def one_colleague(person_id: uuid.UUID | None, newcomer: Newcomer | None) -> uuid.UUID | Newcomer:
    """Who is meant: somebody who works there, or somebody new. Raises Invalid for neither and for both."""
    if (person_id is None) == (newcomer is None):
        raise Invalid("colleague_one_of", field="person")
    return person_id or newcomer  # type: ignore[return-value]


def wish_of(session: Session, key: str, *, level: str | None = None, **reach: Any) -> RightWish:
    """The wish for one right: as far as its type goes when no level is said; `reach` is the rest of a wish."""
    right_type = session.get(RightType, key)
    most = right_type.access_level if right_type else AccessLevel.MANAGE
    return RightWish(key, AccessLevel(level or most), **reach)


def wishes_of_group(
    session: Session, key: str, day: date, *, mandate_ids: tuple[uuid.UUID, ...] | None = None, **reach: Any
) -> list[RightWish]:
    """The wishes for every right of a list that is still given, as the list is on `day`.

    A right that decides is for the whole organisation, whichever mandates are named. Invalid for an unknown list.
    """
    group = next((one for one in list_right_groups(session, day) if one.group_key == key), None)
    if group is None:
        raise Invalid("right_group_unknown", field="group")
    types = [session.get_one(RightType, one) for one in group.type_keys]
    left = [one for one in types if one.withdrawn_from is None or one.withdrawn_from > day]
    reach["group_version_id"] = group.id
    return [wish_of(session, one.key, mandate_ids=None if one.decides else mandate_ids, **reach) for one in left]


def plan_rights(session: Session, party: Party, wishes: Sequence[RightWish], day: date) -> list[PlannedRight]:
    """What would be written, one row for each mandate that is named.

    Raises Invalid for a right or a list that is not given any more, for a level above that of its type, for a mandate
    that the party does not hold or that is over, and for days that cannot be.
    """
    if not wishes:
        raise Invalid("right_missing", field="right")
    return [planned for number, wish in enumerate(wishes) for planned in _numbered(number, session, party, wish, day)]


def _numbered(number: int, session: Session, party: Party, wish: RightWish, day: date) -> list[PlannedRight]:
    try:
        return _plan(session, party, wish, day)
    except Invalid as error:
        error.number = number
        raise


def _plan(session: Session, party: Party, wish: RightWish, day: date) -> list[PlannedRight]:
    right_type = session.get(RightType, wish.kind)
    if right_type is None or (right_type.withdrawn_from is not None and right_type.withdrawn_from <= day):
        raise Invalid("right_unknown", field="right")
    if not AccessLevel(right_type.access_level).includes(wish.level):
        raise Invalid("right_only_views", field="level", right=right_type.name)
    check_days(wish, day)
    first_day = wish.first_day or day
    last_day = last_day_of_period(first_day, wish.months) if wish.months else wish.last_day
    mandates = _mandates(session, party, right_type, wish.mandate_ids, day)
    _check_group(session, wish, day)
    rest = (first_day, last_day, wish.group_version_id)
    return [PlannedRight(right_type, wish.level, one, *rest) for one in mandates]


def _check_group(session: Session, wish: RightWish, day: date) -> None:
    """Refuse a list that is not the one of today, and one in which the right does not stand."""
    if wish.group_version_id is None:
        return
    group = next((one for one in list_right_groups(session, day) if one.id == wish.group_version_id), None)
    if group is None or wish.kind not in group.type_keys:
        raise Invalid("right_group_unknown", field="right")


def _mandates(
    session: Session, party: Party, right_type: RightType, wanted: tuple[uuid.UUID, ...] | None, day: date
) -> list[uuid.UUID | None]:
    if wanted is None:
        return [None]
    if right_type.decides:
        raise Invalid("manager_of_all", field="mandates")
    if not wanted:
        raise Invalid("right_mandates_missing", field="mandates")
    found = {one.id: one for one in get_mandates(session, set(wanted))}
    for mandate_id in wanted:
        mandate = found.get(mandate_id)
        if mandate is None or mandate.holder_id != party.id or mandate.status_on(day).is_final:
            raise Invalid("right_mandate_unknown", field="mandates")
    return list(dict.fromkeys(wanted))
