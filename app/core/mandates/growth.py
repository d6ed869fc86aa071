"""A group that grew: which types the list has now that a running mandate, given with an older version, does not.

Nothing is ever added to the mandate. What is new can be given, or asked, as a mandate of its own; this only says what
that would be, for the side that reads it (docs/decisions/2026-11-29-a-group-that-grew.md).
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from app.core.mandates.catalogue import get_types, later_version, list_all_groups, list_groups
from app.core.mandates.extension_plans import RUNNING
from app.core.mandates.lookup import list_between
from app.models.group_growth import GroupGrowth
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_group import MandateGroupVersion
from app.models.mandate_type import MandateType


@dataclass(frozen=True)
class Growth:
    """The name of the list, and the types that this side can still give, or ask."""

    name: str
    types: tuple[MandateType, ...]

    @property
    def type_keys(self) -> tuple[str, ...]:
        """Their keys, in the order of the catalogue."""
        return tuple(one.key for one in self.types)


def find_growth(session: Session, mandate: Mandate, side: Side, day: date) -> Growth | None:
    """What was told of the list of this mandate and is not yet given, asked or declined; None when nothing is."""
    given, newest = mandate.group_version, newest_version(session, mandate, day)
    if given is None or newest is None or not _runs(mandate, day):
        return None
    rows = list_growths(session, mandate.id)
    open_rows = [one for one in rows if one.entry_id is not None and not one.is_declined_by(side)]
    declined = [key for one in rows if one.is_declined_by(side) for key in one.version.type_keys]
    told = {key for one in open_rows for key in one.version.type_keys} & set(newest.type_keys)
    keys = told - {*given.type_keys, *declined}
    since = min((one.noted_on for one in open_rows), default=None)
    types = can_start(session, mandate, side, keys, day, since=since)
    return Growth(given.group.name, tuple(types)) if types else None


def unheard_types(session: Session, mandate: Mandate, newest: MandateGroupVersion) -> set[str]:
    """The types of the newest version that were in no version of which this mandate knows."""
    known = [one.version for one in list_growths(session, mandate.id)]
    known += [mandate.group_version] if mandate.group_version else []
    return set(newest.type_keys).difference(*(one.type_keys for one in known))


def can_start(
    session: Session, mandate: Mandate, side: Side, keys: Collection[str], day: date, *, since: date | None = None
) -> list[MandateType]:
    """Those of the types that this side can give, or ask for, on `day`, and that the holder does not have or await.

    With `since` also without what either of them started from that day on, whatever the answer was.
    """
    if not keys or (side is Side.HOLDER and mandate.giver.enterprise_number is None):
        return []  # nobody finds a person by a number
    taken = _taken(session, mandate, side, day, since)
    return [one for one in get_types(session, keys) if one.key not in taken and _fits(one, mandate, side, day)]


def newest_version(session: Session, mandate: Mandate, day: date) -> MandateGroupVersion | None:
    """The version of the list of this mandate that holds on `day`, when that is a later one."""
    given = mandate.group_version
    if given is None:
        return None
    return later_version(list_groups(session, day), given)


def list_growths(session: Session, mandate_id: uuid.UUID) -> Sequence[GroupGrowth]:
    """Every newer version that the job came to for this mandate."""
    return session.scalars(select(GroupGrowth).where(GroupGrowth.mandate_id == mandate_id)).all()


def is_told_elsewhere(session: Session, mandate: Mandate, newest: MandateGroupVersion, day: date) -> bool:
    """Whether both sides were told of this version because of another mandate between them that runs."""
    others = [
        one.id for one in list_between(session, mandate.giver_id, mandate.holder_id)
        if one.id != mandate.id and _runs(one, day)
    ]  # fmt: skip
    told = select(GroupGrowth.mandate_id).where(
        GroupGrowth.mandate_id.in_(others), GroupGrowth.version_id == newest.id, GroupGrowth.entry_id.is_not(None)
    )
    return bool(others) and session.scalar(told.limit(1)) is not None


def list_to_look_at(
    session: Session, day: date, *, after: uuid.UUID | None = None, limit: int = 500
) -> Sequence[uuid.UUID]:
    """The mandates that were agreed and not yet over, whose list grew, and to which the job did not come yet; by id."""
    versions = list_all_groups(session)
    grown = []
    for newest in list_groups(session, day):
        older = [one for one in versions if one.group_key == newest.group_key and one.number < newest.number]
        # A list that only became shorter has nothing to tell.
        smaller = [one.id for one in older if set(newest.type_keys) - set(one.type_keys)]
        if smaller:
            grown.append(_not_looked_at(newest.id, smaller))
    if not grown:
        return []
    query = select(Mandate.id).where(Mandate.accepted_on.is_not(None), or_(*grown), _has_a_part_left(day))
    query = query.where(Mandate.id > after) if after else query
    return session.scalars(query.order_by(Mandate.id).limit(limit)).all()


def runs_with_list(mandate: Mandate, day: date) -> bool:
    """Whether it is used, or will be, as its giver gave it."""
    return _runs(mandate, day)


def _runs(mandate: Mandate, day: date) -> bool:
    return mandate.status_on(day) in RUNNING and mandate.source is None


def _fits(one: MandateType, mandate: Mandate, side: Side, day: date) -> bool:
    exists_still = one.withdrawn_from is None or one.withdrawn_from > day
    return exists_still and mandate.giver.kind in one.party_kinds and one.starters in {"both", side}


def _taken(session: Session, mandate: Mandate, side: Side, day: date, since: date | None) -> set[str]:
    """What the holder has or awaits of this giver; not what this side may not know of."""
    found = list_between(session, mandate.giver_id, mandate.holder_id)
    seen = [one for one in found if not one.is_hidden_from(side)]
    running = {line.type_key for one in seen if not one.status_on(day).is_final
               for line in one.lines if not line.is_over(day)}  # fmt: skip
    started = [one for one in seen if since is not None and one.id != mandate.id and one.started_on >= since]
    return running | {line.type_key for one in started for line in one.lines}


def _not_looked_at(newest_id: uuid.UUID, older: Sequence[uuid.UUID]) -> ColumnElement[bool]:
    noted = exists().where(GroupGrowth.mandate_id == Mandate.id, GroupGrowth.version_id == newest_id)
    return and_(Mandate.group_version_id.in_(older), ~noted)


def _has_a_part_left(day: date) -> ColumnElement[bool]:
    return exists().where(
        Line.mandate_id == Mandate.id,
        Line.refused_on.is_(None),
        or_(Line.last_day.is_(None), Line.last_day >= day),
        or_(Line.stop_day.is_(None), Line.stop_day > day),
    )
