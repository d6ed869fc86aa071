"""The rights behind a check: how a person is tied to a holder, read with one query and kept light."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import Row, Text, bindparam, select
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from app.core.representation.rows import keys_in
from app.models.lifecycle import DAY, Status
from app.models.mandate_group import MandateGroupVersion
from app.models.mandate_type import AccessLevel, Part
from app.models.party import Party
from app.models.right_type import RightType
from app.models.user_right import RightDays, UserRight
from app.models.work_relation import AppointmentDays, WorkRelation

NOBODY = "not_an_executor"  # the reason that holds of every stranger


@dataclass
class CheckedRight(RightDays):
    """A right with what a check asks of its type, and of the version of the mandate group that it is for, if any."""

    mandate_id: uuid.UUID | None
    mandate_group_id: uuid.UUID | None
    listed: Collection[str] | None
    level: str
    first_day: date
    last_day: date | None
    stop_day: date | None
    manages: bool
    appoints: bool
    domain_key: str | None
    highest_level: str


@dataclass
class CheckedRelation(AppointmentDays):
    """A work relation as a check sees it; the lifecycle is the same as everywhere."""

    id: uuid.UUID
    answer_by: date
    accepted_on: date | None
    refused_on: date | None
    withdrawn_on: date | None
    second_must_sign: bool
    second_signed_on: date | None
    lines: list[CheckedRight] = field(default_factory=list)

    def rights_on(self, day: date) -> list[CheckedRight]:
        """The rights that hold on `day`."""
        return cast("list[CheckedRight]", self.lines_on(day))


@dataclass(frozen=True)
class Within:
    """Some domains, and the mandate types that lie in them: of what is outside nothing is told."""

    domains: frozenset[str]
    types: frozenset[str]

    def shows(self, right: CheckedRight, mandate_ids: Collection[uuid.UUID]) -> bool:
        """Whether the right works here; of rights for one mandate, those for one of these."""
        if right.domain_key is not None:
            return right.domain_key in self.domains
        if right.listed is not None:
            return not self.types.isdisjoint(right.listed)
        return right.mandate_id is None or right.mandate_id in mandate_ids

    def names_list_of(self, right: CheckedRight) -> bool:
        """Whether the list of the right may be named: who knows the catalogue knows what else is on it."""
        return right.listed is None or self.types.issuperset(right.listed)


@dataclass(frozen=True)
class Tie:
    """Whether rights carry somebody to a mandate on a day: `code` is why not, or empty; `since` and `until` date it.

    `mandate_group_id` is the version of the mandate group for which the right is, None when it is for no group.
    """

    code: str
    since: date | None = None
    until: date | None = None
    mandate_group_id: uuid.UUID | None = None


_relation, _right, _type, _group = (
    model.__table__.c for model in (WorkRelation, UserRight, RightType, MandateGroupVersion)
)
_RELATION = (
    _relation.id, _relation.answer_by, _relation.accepted_on, _relation.refused_on, _relation.withdrawn_on,
    _relation.second_must_sign, _relation.second_signed_on,
)  # fmt: skip
_RIGHT = (
    _right.mandate_id, _group.id, as_type(_group.type_keys, Text), _right.level, _right.first_day, _right.last_day,
    _right.stop_day, _type.manages, _type.appoints, _type.domain_key, _type.access_level,
)  # fmt: skip
_party = Party.__table__.c
_ALL = (
    select(_relation.person_id, _party.id, _party.name, _party.enterprise_number, *_RELATION, *_RIGHT)
    .select_from(
        WorkRelation.__table__.join(UserRight.__table__, _right.relation_id == _relation.id)
        .join(RightType.__table__, _type.key == _right.kind)
        .join(Party.__table__, _party.id == _relation.party_id)
        .outerjoin(MandateGroupVersion.__table__, _group.id == _right.mandate_group_version_id)
    )
    .order_by(_relation.started_at, _relation.id, _right.first_day, _right.id)
)
_OF = _ALL.where(_relation.person_id == bindparam("person_id"), _relation.party_id == bindparam("party_id"))
_OF_MANY = _ALL.where(_relation.person_id.in_(bindparam("person_ids", expanding=True)))
_OF_MANY_IN = _OF_MANY.where(_relation.party_id.in_(bindparam("party_ids", expanding=True)))


@dataclass(frozen=True)
class Place:
    """A party where somebody stands."""

    party_id: uuid.UUID
    name: str
    number: str | None


Relations = dict[uuid.UUID, dict[Place, list[CheckedRelation]]]


def relations_between(session: Session, person_id: uuid.UUID, party_id: uuid.UUID) -> list[CheckedRelation]:
    """Every work relation of this person at this party, with its rights, the oldest first."""
    rows = session.connection().execute(_OF, {"person_id": person_id, "party_id": party_id})
    return [one for places in _gathered(rows).values() for relations in places.values() for one in relations]


def relations_of_people(
    session: Session, person_ids: Collection[uuid.UUID], party_ids: Collection[uuid.UUID] | None
) -> Relations:
    """The same of many people in one go, at these parties or, without them, wherever they stand."""
    values = {"person_ids": list(person_ids), "party_ids": list(party_ids or ())}
    return _gathered(session.connection().execute(_OF_MANY if party_ids is None else _OF_MANY_IN, values))


def _gathered(rows: Iterable[Row[Any]]) -> Relations:
    found: Relations = {}
    relations: dict[uuid.UUID, CheckedRelation] = {}
    for person_id, party_id, name, number, *values in rows:
        relation = relations.get(values[0])
        if relation is None:
            relation = relations[values[0]] = CheckedRelation(*values[: len(_RELATION)])
            found.setdefault(person_id, {}).setdefault(Place(party_id, name, number), []).append(relation)
        mandate_id, group_id, keys, *rest = values[len(_RELATION) :]
        listed = None if group_id is None else keys_in(keys)
        relation.lines.append(CheckedRight(mandate_id, group_id, listed, *rest))
    return found


def tie_to(
    relations: Sequence[CheckedRelation], mandate_id: uuid.UUID, part: Part, level: AccessLevel, day: date,
    within: Within | None = None,
) -> Tie:  # fmt: skip
    """How these rights carry somebody to a part of a mandate; of several, the one that holds longest.

    A refusal names what is nearest: a right that does not go as far, one that is to come, one that is over, one for a
    mandate group without this, one for other domains only, one for other mandates only. Who keeps to some domains
    (`within`) hears of rights to this part, and of no others; not of one that was never agreed either.
    """
    ties = list(_ties(relations, mandate_id, part, level, day, within))
    carrying = [one for one in ties if not one.code]
    if carrying:
        return max(carrying, key=lambda one: one.until or date.max)
    order = ("right_level", "right_not_yet", "right_over")
    nearest = min(ties, key=lambda one: order.index(one.code), default=None)
    if nearest is None and within is not None:
        return Tie(NOBODY)
    return nearest or Tie(_where_else(relations, mandate_id, part, day))


def _where_else(relations: Sequence[CheckedRelation], mandate_id: uuid.UUID, part: Part, day: date) -> str:
    rights = [right for relation in relations for right in relation.rights_on(day) if right.works]
    here = [right for right in rights if right.works_with(mandate_id)]
    if any(right.domain_key in (None, part.domain_key) for right in here):
        return "right_other_group"
    if here:
        return "right_other_domain"
    return "right_elsewhere" if rights else NOBODY


def _ties(
    relations: Sequence[CheckedRelation], mandate_id: uuid.UUID, part: Part, level: AccessLevel, day: date,
    within: Within | None,
) -> Iterator[Tie]:  # fmt: skip
    for relation in relations:
        # Asked once for the relation, because it looks at every right.
        holding = {id(right) for right in relation.rights_on(day)}
        never_began = relation.status_on(day) in {Status.REFUSED, Status.WITHDRAWN, Status.LAPSED}
        for right in relation.lines:
            if right.executes(mandate_id, part):
                since = right.starts_on(relation.agreed_on, None)
                until = right.over_from - DAY if right.over_from else None
                if id(right) in holding:
                    code = "" if right.reaches(level) else "right_level"
                else:
                    code = "right_over" if never_began or right.is_over(day) else "right_not_yet"
                is_named = within is None or within.names_list_of(right)
                if since is not None or within is None:
                    yield Tie(code, since, until, right.mandate_group_id if is_named else None)
