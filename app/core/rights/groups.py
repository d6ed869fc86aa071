"""Groups of rights: which of them somebody can give, and what a list that grew has now for who was given an older one.

Nothing is ever added to what somebody has. What is new can be given as any other right, for the same customers and the
same time, or it is said that he does not get it; until then the page on who may what says so.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.mandates.catalogue import (
    domains_of_types,
    later_version,
    list_all_right_groups,
    list_groups,
    list_right_groups,
)
from app.core.people.rights import list_relations_of, list_right_types
from app.core.permits.colleagues import check_not_above, permit_colleagues
from app.core.permits.managing import refuse_code
from app.core.policy import Policy
from app.core.rights.appointing import appoint_colleague, lock_party, record_right
from app.core.rights.granting import RUNS, waits
from app.core.rights.held import customers_of
from app.core.rights.wishes import RightWish
from app.models.mandate_group import MandateGroupVersion
from app.models.mandate_type import AccessLevel
from app.models.party import Party
from app.models.right_group import RightGroupVersion
from app.models.right_type import RightType
from app.models.user_right import UserRight
from app.models.work_relation import WorkRelation

ShownGroups = Mapping[str, tuple[MandateGroupVersion, set[str]]]
"""Of each mandate group that is offered the version of today, and the domains in which its types lie."""


@dataclass(frozen=True)
class Reach:
    """For which mandates somebody works with rights of a list: for `everything`, or for these mandates, and for what
    these versions of mandate groups list, each with the domains in which that lies.
    """

    everything: bool
    mandate_ids: tuple[uuid.UUID, ...]
    mandate_groups: Sequence[tuple[MandateGroupVersion, set[str]]]

    @property
    def group_names(self) -> list[str]:
        """The names of these mandate groups."""
        return [one.group.name for one, _ in self.mandate_groups]

    def wished(self, one: RightType) -> list[dict[str, tuple[uuid.UUID, ...]]]:
        """The same for another right, as wishes say it; nothing when there is none that this right could be for."""
        if one.decides or self.everything:
            return [{}]
        groups = [version.id for version, domains in self.mandate_groups if one.domain_key in (None, *domains)]
        named = {"mandate_ids": self.mandate_ids, "mandate_group_ids": tuple(groups)}
        return [{name: ids} for name, ids in named.items() if ids]


@dataclass(frozen=True)
class GrownList:
    """A list that is longer than what one colleague was given with it: `types` is what is new and what he lacks.

    `reach` and `last_day` are those of what he has of the list, None for no end; `right_ids` are those rights.
    """

    person_id: uuid.UUID
    version: RightGroupVersion
    types: Sequence[RightType]
    reach: Reach
    last_day: date | None
    right_ids: frozenset[uuid.UUID]

    @property
    def decides(self) -> bool:
        """Whether a right that decides for the organisation is among what is new."""
        return any(one.decides for one in self.types)

    @property
    def wishes(self) -> list[RightWish]:
        """What would be given: as far as each right goes, a right that decides for the whole organisation."""
        rest: dict[str, Any] = {"last_day": self.last_day, "group_version_id": self.version.id}
        return [
            RightWish(one.key, AccessLevel(one.access_level), **reach, **rest)
            for one in self.types for reach in self.reach.wished(one)
        ]  # fmt: skip


def list_names(session: Session) -> Mapping[uuid.UUID, str]:
    """The name of the list of each version."""
    return {one.id: one.group.name for one in list_all_right_groups(session)}


def list_offered(session: Session, types: Sequence[RightType], day: date) -> list[RightGroupVersion]:
    """The lists of today of which every right that still exists is among these; what was withdrawn is left out."""
    keys = {one.key for one in types}
    gone = {one.key for one in list_right_types(session) if _is_withdrawn(one, day)}
    found = [(one, set(one.type_keys) - gone) for one in list_right_groups(session, day)]
    return [one for one, left in found if left and left <= keys]


def find_grown(session: Session, relations: Iterable[WorkRelation], day: date) -> list[GrownList]:
    """The lists that grew since rights in these relations were given, for who still has, or will have, one of them.

    What somebody waits for is left out until it is answered, and a right for a mandate that is over counts no more.
    """
    held: dict[uuid.UUID, list[UserRight]] = {}
    awaited: set[tuple[uuid.UUID, str]] = set()
    for relation in relations:
        if waits(relation, day):
            awaited |= {(relation.person_id, right.kind) for right in relation.rights}
        elif relation.status_on(day) in RUNS:
            left = [one for one in relation.rights if not one.is_over(day)]
            held.setdefault(relation.person_id, []).extend(left)
    if all(one.group_version_id is None for mine in held.values() for one in mine):
        return []
    versions = {one.id: one for one in list_all_right_groups(session)}
    newest, types = list_right_groups(session, day), list_right_types(session)
    running = customers_of(session, [one for mine in held.values() for one in mine], day)
    held = {key: [one for one in mine if one.mandate_id in (None, *running)] for key, mine in held.items()}
    has_groups = any(one.mandate_group is not None for mine in held.values() for one in mine)
    offered = {one.group_key: one for one in list_groups(session, day)} if has_groups else {}
    lies_in = {key: domains_of_types(session, one.type_keys) for key, one in offered.items()}
    shown = {key: (one, lies_in[key]) for key, one in offered.items()}
    found = [_grown(mine, versions, newest, types, shown, day) for mine in held.values()]
    lists = [one for grown in found for one in grown]
    return [one for one in lists if not any((one.person_id, kind.key) in awaited for kind in one.types)]


def give_grown(
    session: Session, actor: Actor, person_id: uuid.UUID, version_id: uuid.UUID, *, policy: Policy, now: datetime
) -> None:
    """Give a colleague what is new in a list; raises as `appoint_colleague`, NotFound when nothing is new for him.

    The party is locked before anything is read, so that pressing twice gives once.
    """
    party, grown, _ = _find_one(session, actor, person_id, version_id, brussels_day(now))
    if grown is None:
        raise NotFound("right_group_unknown")
    appoint_colleague(session, actor, party.id, person_id, grown.wishes, policy=policy, now=now)


def decline_grown(
    session: Session, actor: Actor, person_id: uuid.UUID, version_id: uuid.UUID, *, now: datetime
) -> None:
    """Say that a colleague does not get what is new in a list: it is asked no more, until the list grows again.

    Saying it twice is harmless. NotAllowed unless the actor may give what is new, NotFound for a list that is not his.
    """
    refuse_code(actor)
    day = brussels_day(now)
    party, grown, relations = _find_one(session, actor, person_id, version_id, day)
    permit = permit_colleagues(session, actor, party, day, widens=False, about=decline_about(person_id, version_id))
    rights = [one for relation in relations for one in relation.rights]
    if grown is None:
        if any(one.declined_version_id == version_id for one in rights):
            return
        raise NotFound("right_group_unknown")
    check_not_above(permit, grown.types)
    mine = [one for one in rights if one.id in grown.right_ids]
    for one in mine:
        one.declined_version_id = version_id
    session.flush()
    rest = {"list": grown.version.group.name, "version": grown.version.number}
    record_right(session, actor, permit, "right_list_kept", mine[0].relation, mine, now, **rest)


def decline_about(person_id: uuid.UUID, version_id: uuid.UUID) -> str:
    """The answer as a customer at the counter consents to it."""
    return f"right_list_kept:{person_id}:{version_id}"


def _find_one(
    session: Session, actor: Actor, person_id: uuid.UUID, version_id: uuid.UUID, day: date
) -> tuple[Party, GrownList | None, Sequence[WorkRelation]]:
    """The actor's party, locked; what is new for somebody there in this version; and all that he has there."""
    if actor.party_id is None:
        raise NotFound("colleague_not_here")
    party = lock_party(session, actor.party_id)
    relations = list_relations_of(session, person_id, party.id)
    lists = find_grown(session, relations, day)
    return party, next((one for one in lists if one.version.id == version_id), None), relations


def _grown(
    mine: Sequence[UserRight], versions: Mapping[uuid.UUID, RightGroupVersion], newest: Sequence[RightGroupVersion],
    types: Sequence[RightType], shown: ShownGroups, day: date,
) -> list[GrownList]:  # fmt: skip
    groups: dict[str, list[UserRight]] = {}
    for one in mine:
        if one.group_version_id is not None:
            groups.setdefault(versions[one.group_version_id].group_key, []).append(one)
    lists = []
    for rights in groups.values():
        given = [versions[one.group_version_id] for one in rights if one.group_version_id is not None]
        later = later_version(newest, max(given, key=lambda one: one.number))
        declined = [versions[one.declined_version_id] for one in rights if one.declined_version_id is not None]
        known = {key for one in (*given, *declined) for key in one.type_keys} | {one.kind for one in mine}
        new = [one for one in types if later and one.key in later.type_keys and one.key not in known]
        works = [one for one in rights if one.works]
        reach = _reach(works, shown)
        # Without work to go on from there are no customers to go by: all of them would be more than anybody gave.
        new = [one for one in new if not _is_withdrawn(one, day) and reach.wished(one)]
        if later is not None and new:
            keys = frozenset(one.id for one in rights)
            lists.append(GrownList(mine[0].person_id, later, new, reach, _end(works or rights), keys))
    return lists


def _reach(works: Sequence[UserRight], shown: ShownGroups) -> Reach:
    """For which mandates these rights to work are; what is given now for a mandate group is for what it lists now."""
    named = dict.fromkeys(one.mandate_id for one in works if one.mandate_id is not None)
    keys = dict.fromkeys(one.mandate_group.group_key for one in works if one.mandate_group is not None)
    everything = any(one.mandate_id is None and one.mandate_group is None for one in works)
    return Reach(everything, tuple(named), [shown[key] for key in keys if key in shown])


def _end(rights: Sequence[UserRight]) -> date | None:
    days = [one.last_day for one in rights]
    return None if None in days else max(one for one in days if one is not None)


def _is_withdrawn(one: RightType, day: date) -> bool:
    return one.withdrawn_from is not None and one.withdrawn_from <= day
