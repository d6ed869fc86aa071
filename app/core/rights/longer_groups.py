"""Mandate groups that are longer now than when a right for them was given: what the right does not reach.

Nothing is added to the right. Who decides reads it, and can change the right; then it is for the list of that day. Or
he says that it stays as it is, and reads it again only when the group has more than that.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.mandates.catalogue import find_types, later_version, list_all_groups, list_groups
from app.core.people.rights import list_relations_of
from app.core.permits.colleagues import permit_colleagues
from app.core.permits.managing import refuse_code
from app.core.rights.appointing import lock_party, record_right
from app.core.rights.granting import RUNS
from app.models.mandate_group import MandateGroupVersion
from app.models.user_right import UserRight
from app.models.work_relation import WorkRelation


@dataclass(frozen=True)
class LongerGroup:
    """From which day on the list held that a right was given for, what the group lists now, and the names of what is
    new in it since; `asked` are those that nobody said no to.
    """

    given_from: date
    version: MandateGroupVersion
    names: Sequence[str]
    asked: Sequence[str]


def find_longer(
    session: Session, relations: Iterable[WorkRelation], day: date
) -> Mapping[uuid.UUID, LongerGroup]:
    """By right that somebody has, or will have, for a mandate group: what that lists more on `day`, if anything;
    without types that are not given any more.
    """
    running = [one for one in relations if one.status_on(day) in RUNS]
    rights = [right for one in running for right in one.rights if right.mandate_group and not right.is_over(day)]
    newest = list_groups(session, day) if rights else []
    declined = any(one.declined_mandate_group_version_id for one in rights)
    versions = {one.id: one for one in list_all_groups(session)} if declined else {}
    looked: dict[tuple[uuid.UUID | None, uuid.UUID | None], LongerGroup | None] = {}
    found = {}
    for one in rights:
        key = one.mandate_group_version_id, one.declined_mandate_group_version_id
        if key not in looked:
            looked[key] = _longer(session, one, versions, newest, day)
        longer = looked[key]
        if longer is not None:
            found[one.id] = longer
    return found


def decline_longer(
    session: Session, actor: Actor, person_id: uuid.UUID, version_id: uuid.UUID, *, now: datetime
) -> None:
    """Say that a colleague does not get what is new in this version of a mandate group: it is said no more, until the
    group lists something else.

    Saying it twice is harmless. NotAllowed unless the actor may give such rights, NotFound for a group that is not his.
    """
    refuse_code(actor)
    if actor.party_id is None:
        raise NotFound("colleague_not_here")
    day, party = brussels_day(now), lock_party(session, actor.party_id)
    relations = list_relations_of(session, person_id, party.id)
    about = decline_longer_about(person_id, version_id)
    permit = permit_colleagues(session, actor, party, day, widens=False, about=about)
    longer = find_longer(session, relations, day)
    rights = [one for relation in relations for one in relation.rights]
    mine = [one for one in rights if one.id in longer and longer[one.id].version.id == version_id]
    if not mine:
        raise NotFound("right_mandate_group_unknown")
    asked = [one for one in mine if longer[one.id].asked]
    if not asked:
        return
    for one in asked:
        one.declined_mandate_group_version_id = version_id
    session.flush()
    version = longer[asked[0].id].version
    rest = {"list": version.group.name, "version": version.number}
    record_right(session, actor, permit, "right_list_kept", asked[0].relation, asked, now, **rest)


def decline_longer_about(person_id: uuid.UUID, version_id: uuid.UUID) -> str:
    """The answer as a customer at the counter consents to it."""
    return f"right_group_kept:{person_id}:{version_id}"


def _longer(
    session: Session, right: UserRight, versions: Mapping[uuid.UUID, MandateGroupVersion],
    newest: Sequence[MandateGroupVersion], day: date,
) -> LongerGroup | None:  # fmt: skip
    given = right.mandate_group
    later = later_version(newest, given) if given is not None else None
    if given is None or later is None:
        return None
    refused = right.declined_mandate_group_version_id
    declined = versions[refused] if refused else None
    new = find_types(session, set(later.type_keys) - set(given.type_keys))
    types = [one for one in new if one.withdrawn_from is None or one.withdrawn_from > day]
    asked = [one.name for one in types if declined is None or one.key not in declined.type_keys]
    return LongerGroup(given.from_day, later, [one.name for one in types], asked) if types else None
