"""What an organisation wants somebody to be allowed, and whether that can be."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.calendar import last_day_of_period
from app.core.errors import Invalid
from app.core.mandates.catalogue import find_types, list_groups, list_right_groups
from app.core.mandates.lookup import get_mandate, get_mandates
from app.core.mandates.wishes import check_days
from app.models.mandate_group import MandateGroupVersion as MandateGroupVersion
from app.models.mandate_type import AccessLevel, MandateType
from app.models.named_group import GroupVersion as GroupVersion
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
    """One right. `mandate_ids` narrows it to these mandates, `mandate_group_ids` to what these versions of mandate
    groups list, in whichever mandate that is, also in one that is still to come. Without both it is for all mandates,
    also those that are still to come.

    `first_day` empty means today; of `months` and `last_day` one at most is set, neither for a right without an end.
    `group_version_id` is the list in which it was chosen, if it was in one.
    """

    kind: str = RightKind.EXECUTOR
    level: AccessLevel = AccessLevel.MANAGE
    mandate_ids: tuple[uuid.UUID, ...] | None = None
    mandate_group_ids: tuple[uuid.UUID, ...] | None = None
    first_day: date | None = None
    months: int | None = None
    last_day: date | None = None
    group_version_id: uuid.UUID | None = None


@dataclass(frozen=True)
class PlannedRight:
    """One row as it would be written: the right, for all mandates, for one, or for what one mandate group lists.

    `type_keys` are the mandate types that it can come to, by its mandate or its group; None where these do not say.
    """

    right_type: RightType
    level: AccessLevel
    mandate_id: uuid.UUID | None
    first_day: date
    last_day: date | None
    group_version_id: uuid.UUID | None = None
    mandate_group: MandateGroupVersion | None = None
    type_keys: frozenset[str] | None = None

    @classmethod
    def of(cls, right: UserRight) -> "PlannedRight":
        """A right that was written down already, for who must still agree to it; `planned_before` compares."""
        level, days = AccessLevel(right.level), (right.first_day, right.last_day)
        return cls(right.right_type, level, right.mandate_id, *days, mandate_group=right.mandate_group)

    @property
    def listed(self) -> Collection[str] | None:
        """The mandate types of its mandate group, or None for all."""
        return self.mandate_group.type_keys if self.mandate_group is not None else None

    def is_within(self, held: UserRight) -> bool:
        """Whether who has this right already has all of what is planned."""
        same = held.kind == self.right_type.key and held.mandate_id in (None, self.mandate_id) and self._is_listed(held)
        end = held.over_from
        days = held.first_day <= self.first_day and (end is None or (self.last_day is not None and self.last_day < end))
        return same and AccessLevel(held.level).includes(self.level) and days

    def equals(self, held: UserRight, day: date) -> bool:
        """Whether this right is exactly that one from `day` on: what began before makes no difference any more."""
        mine = (self.right_type.key, self.level, self.mandate_id, max(self.first_day, day), self.last_day)
        first_day = max(held.first_day, day)
        same = mine == (held.kind, AccessLevel(held.level), held.mandate_id, first_day, held.last_day)
        return same and (self.mandate_group.id if self.mandate_group else None) == held.mandate_group_version_id

    def _is_listed(self, held: UserRight) -> bool:
        """Whether that right is for every mandate type to which this one can come."""
        return held.listed is None or (self.type_keys is not None and self.type_keys <= set(held.listed))


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
    session: Session, key: str, day: date, *, mandate_ids: tuple[uuid.UUID, ...] | None = None,
    mandate_group_ids: tuple[uuid.UUID, ...] | None = None, **reach: Any,
) -> list[RightWish]:  # fmt: skip
    """The wishes for every right of a list that is still given, as the list is on `day`.

    A right that decides is for the whole organisation, whatever it is narrowed to. Invalid for an unknown list.
    """
    group = next((one for one in list_right_groups(session, day) if one.group_key == key), None)
    if group is None:
        raise Invalid("right_group_unknown", field="group")
    types = [session.get_one(RightType, one) for one in group.type_keys]
    left = [one for one in types if one.withdrawn_from is None or one.withdrawn_from > day]
    reach["group_version_id"] = group.id
    narrowed = {"mandate_ids": mandate_ids, "mandate_group_ids": mandate_group_ids}
    return [wish_of(session, one.key, **({} if one.decides else narrowed), **reach) for one in left]


def offered_group_ids(
    session: Session, keys: Sequence[str], day: date, *, number: int | None = None
) -> tuple[uuid.UUID, ...]:
    """The versions of these mandate groups that are shown on `day`, as a wish names them.

    Invalid for a group that is not offered; `number` is then which of the wishes names it.
    """
    offered = {one.group_key: one.id for one in list_groups(session, day)}
    if not set(keys) <= set(offered):
        error = Invalid("right_mandate_group_unknown", field="mandate_groups")
        error.number = number
        raise error
    return tuple(offered[key] for key in keys)


def plan_rights(session: Session, party: Party, wishes: Sequence[RightWish], day: date) -> list[PlannedRight]:
    """What would be written, one row for each mandate, or each mandate group, that is named.

    Raises Invalid for a right or a list that is not given any more, for a level above that of its type, for a mandate
    that the party does not hold or that is over, for a version of a mandate group that is not the one of `day` or has
    nothing in the domain of the right, and for days that cannot be.
    """
    if not wishes:
        raise Invalid("right_missing", field="right")
    return [planned for number, wish in enumerate(wishes) for planned in _numbered(number, session, party, wish, day)]


def planned_before(session: Session, right: UserRight) -> PlannedRight:
    """A right that was written down already, with what it can come to, to compare it with what somebody holds."""
    planned = PlannedRight.of(right)
    if right.mandate_id is not None:
        types = [line.mandate_type for line in get_mandate(session, right.mandate_id).kept_lines]
    elif right.mandate_group is not None:
        types = find_types(session, right.mandate_group.type_keys)
    else:
        return planned
    return replace(planned, type_keys=_keys_in(right.right_type, types))


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
    _check_group(session, wish, day)
    days, listed = (first_day, last_day), {"group_version_id": wish.group_version_id}
    return [
        PlannedRight(right_type, wish.level, one.mandate_id, *days, **listed, mandate_group=one.mandate_group,
                     type_keys=one.type_keys)
        for one in _narrowings(session, party, right_type, wish, day)
    ]  # fmt: skip


def _check_group(session: Session, wish: RightWish, day: date) -> None:
    """Refuse a list that is not the one of today, and one in which the right does not stand."""
    if wish.group_version_id is None:
        return
    group = next((one for one in list_right_groups(session, day) if one.id == wish.group_version_id), None)
    if group is None or wish.kind not in group.type_keys:
        raise Invalid("right_group_unknown", field="right")


@dataclass(frozen=True)
class _Narrowing:
    """To what one row is narrowed; see PlannedRight."""

    mandate_id: uuid.UUID | None = None
    mandate_group: MandateGroupVersion | None = None
    type_keys: frozenset[str] | None = None


def _narrowings(
    session: Session, party: Party, right_type: RightType, wish: RightWish, day: date
) -> list[_Narrowing]:
    if wish.mandate_ids is None and wish.mandate_group_ids is None:
        return [_Narrowing()]
    if right_type.decides:
        raise Invalid("manager_of_all", field="mandates" if wish.mandate_ids is not None else "mandate_groups")
    if wish.mandate_ids is not None and wish.mandate_group_ids is not None:
        raise Invalid("right_mandates_or_groups", field="mandate_groups")
    if wish.mandate_ids is not None:
        return _mandates(session, party, right_type, wish.mandate_ids, day)
    return _mandate_groups(session, right_type, wish.mandate_group_ids or (), day)


def _mandates(
    session: Session, party: Party, right_type: RightType, wanted: tuple[uuid.UUID, ...], day: date
) -> list[_Narrowing]:
    if not wanted:
        raise Invalid("right_mandates_missing", field="mandates")
    found = {one.id: one for one in get_mandates(session, set(wanted))}
    for mandate_id in wanted:
        mandate = found.get(mandate_id)
        if mandate is None or mandate.holder_id != party.id or mandate.status_on(day).is_final:
            raise Invalid("right_mandate_unknown", field="mandates")
    return [
        _Narrowing(one, type_keys=_keys_in(right_type, [line.mandate_type for line in found[one].kept_lines]))
        for one in dict.fromkeys(wanted)
    ]


def _mandate_groups(
    session: Session, right_type: RightType, wanted: tuple[uuid.UUID, ...], day: date
) -> list[_Narrowing]:
    """Each version must be the one that is shown on `day`: a longer list is another right, and is chosen anew."""
    if not wanted:
        raise Invalid("right_mandate_groups_missing", field="mandate_groups")
    offered = {one.id: one for one in list_groups(session, day)}
    if not set(wanted) <= set(offered):
        raise Invalid("right_mandate_group_unknown", field="mandate_groups")
    narrowed = []
    for group in (offered[one] for one in dict.fromkeys(wanted)):
        keys = _keys_in(right_type, find_types(session, group.type_keys))
        if not keys:
            raise Invalid("right_mandate_group_elsewhere", field="mandate_groups", group=group.group.name,
                          right=right_type.name)  # fmt: skip
        narrowed.append(_Narrowing(mandate_group=group, type_keys=keys))
    return narrowed


def _keys_in(right_type: RightType, types: Sequence[MandateType]) -> frozenset[str]:
    """Those of the mandate types that lie where the right works."""
    return frozenset(one.key for one in types if right_type.domain_key in (None, one.domain_key))
