"""The catalogue: which mandate types and groups exist, and what they say in plain sentences."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar, cast

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from app.core.errors import Invalid, NotFound
from app.core.prepared import Prepared
from app.db import Reading
from app.models.catalogue_edition import CatalogueEdition
from app.models.mandate_group import MandateGroup, MandateGroupVersion
from app.models.mandate_type import Domain, MandateType
from app.models.named_group import GroupVersion, NamedGroup
from app.models.right_group import RightGroup, RightGroupVersion
from app.translations import say

HOLDER = "{mandaatnemer}"
PASSES_ON = "doorgeven"  # the word of the catalogue, and of nothing else in it

Version = TypeVar("Version", bound=GroupVersion)


def _types() -> Select[tuple[MandateType]]:
    query = select(MandateType).options(joinedload(MandateType.domain))
    return query.order_by(MandateType.position, MandateType.key)


def _groups(group: type[NamedGroup], version: type[Version]) -> Select[tuple[Version]]:
    query = select(version).join(group).options(joinedload(version.group))  # type: ignore[attr-defined]
    return query.order_by(group.position, group.key, version.number)


def _newest_groups(group: type[NamedGroup], version: type[Version]) -> Select[tuple[Version]]:
    newest = (
        select(version.group_key, func.max(version.number).label("number"))
        .where(version.from_day <= bindparam("day"))
        .group_by(version.group_key)
        .subquery()
    )
    is_newest = (newest.c.group_key == version.group_key) & (newest.c.number == version.number)
    offered = group.withdrawn_from.is_(None) | (group.withdrawn_from > bindparam("day"))
    return _groups(group, version).join(newest, is_newest).where(offered)


# Every page of a wizard asks these. Putting them together takes longer than answering them, so that is done once.
_NAMED = _types().where(MandateType.key.in_(bindparam("keys", expanding=True)))
_GROUPS = _newest_groups(MandateGroup, MandateGroupVersion)
_RIGHT_GROUPS = _newest_groups(RightGroup, RightGroupVersion)
_EDITION = select(CatalogueEdition.__table__.c.number)
# The same, for a statement that asks something else too.
EDITION = _EDITION.scalar_subquery().label("edition")
_EDITION_ALONE = Prepared(lambda engine: _EDITION)
_ALL_TYPES = "all mandate types"  # the name under which a process remembers them


def get_types(session: Session, keys: Iterable[str]) -> list[MandateType]:
    """The types under these keys, in the order of the catalogue; NotFound when one does not exist."""
    wanted = set(keys)
    found = find_types(session, wanted)
    if len(found) != len(wanted):
        raise NotFound("type_unknown")
    return found


def find_types(session: Session, keys: Iterable[str]) -> list[MandateType]:
    """Those of the types under these keys that exist, in the order of the catalogue."""
    wanted = set(keys)
    if isinstance(session, Reading):
        return [one for key, one in _known_types(session).items() if key in wanted]
    return list(session.scalars(_NAMED, {"keys": list(wanted)}))


def _known_types(session: Reading) -> Mapping[str, MandateType]:
    """Every type by its key, as this process remembers them beside the edition.

    Every change raises that in its own transaction.
    """
    edition = get_edition(cast("Session", session))
    known = session.kept.get(_ALL_TYPES)
    if known is None or known[0] != edition:
        with session.apart() as apart:
            known = session.kept[_ALL_TYPES] = (edition, {one.key: one for one in list_all_types(apart)})
    types: Mapping[str, MandateType] = known[1]
    return types


def domains_of_types(session: Session, keys: Iterable[str]) -> set[str]:
    """The domains in which the types under these keys lie."""
    return {one.domain_key for one in find_types(session, keys)}


def get_domain(session: Session, key: str) -> Domain:
    """The domain under this key."""
    return session.get_one(Domain, key)


def list_groups(session: Session, day: date) -> list[MandateGroupVersion]:
    """The newest version of every group that is offered on `day`, in the order of the catalogue."""
    return list(session.scalars(_GROUPS, {"day": day}))


def find_group(session: Session, key: str, day: date) -> MandateGroupVersion:
    """The newest version of the group under this key, when it is offered on `day`; NotFound when it is not."""
    found = next((one for one in list_groups(session, day) if one.group_key == key), None)
    if found is None:
        raise NotFound("group_unknown")
    return found


def check_group_version(session: Session, version_id: uuid.UUID, day: date) -> None:
    """NotFound when there is no such version, Invalid when its group is not offered any more on `day`."""
    query = select(MandateGroup.name, MandateGroup.withdrawn_from).join(MandateGroupVersion)
    found = session.execute(query.where(MandateGroupVersion.id == version_id)).first()
    if found is None:
        raise NotFound("group_unknown")
    name, withdrawn_from = found
    if withdrawn_from is not None and withdrawn_from <= day:
        raise Invalid("group_withdrawn", field="types", group=name)


def list_right_groups(session: Session, day: date) -> list[RightGroupVersion]:
    """The newest version of every group of rights that is offered on `day`, in the order of the catalogue."""
    return list(session.scalars(_RIGHT_GROUPS, {"day": day}))


def later_version(versions: Iterable[Version], given: Version) -> Version | None:
    """The version of the same group among the newest ones, when that is a later one than the one that was given."""
    found = next((one for one in versions if one.group_key == given.group_key), None)
    return found if found is not None and found.number > given.number else None


def list_all_types(session: Session) -> Sequence[MandateType]:
    """Every type, also what was withdrawn, in the order of the catalogue."""
    return session.scalars(_types()).all()


def list_all_groups(session: Session) -> Sequence[MandateGroupVersion]:
    """Every version of every group, in the order of the catalogue, the oldest version first."""
    return session.scalars(_groups(MandateGroup, MandateGroupVersion)).all()


def list_all_right_groups(session: Session) -> Sequence[RightGroupVersion]:
    """Every version of every group of rights, in the order of the catalogue, the oldest version first."""
    return session.scalars(_groups(RightGroup, RightGroupVersion)).all()


def get_edition(session: Session) -> int:
    """How many times the catalogue was loaded: what was read at the same number is still right."""
    rows = _EDITION_ALONE.rows(session, {})
    return rows[0][0] if rows else 0


def count_edition(session: Session) -> None:
    """Say that the catalogue was loaded once more."""
    edition = session.get(CatalogueEdition, 1, with_for_update=True)
    if edition is None:
        session.add(CatalogueEdition(id=1, number=1))
    else:
        edition.number += 1
    session.flush()


def may_sentences(types: Sequence[MandateType], holder: str, *, passed_on: bool = False) -> list[str]:
    """What the holder may do, each sentence once.

    Within the same services *manage* includes *view*, so a viewing type is left out beside the one that includes it.
    Who got it from another holder (`passed_on`) cannot pass it on again: a sentence of the catalogue about that falls.
    """
    managed = {service for one in types if one.access_level == "manage" for service in one.services}
    shown = [one for one in types if one.access_level == "manage" or not set(one.services) <= managed]
    sentences = (sentence for one in shown for sentence in one.may)
    return _filled((one for one in sentences if not (passed_on and PASSES_ON in one)), holder)


def may_not_sentences(types: Sequence[MandateType], holder: str, *, passed_on: bool = False) -> list[str]:
    """What the holder may not do: a sentence falls when another type of the same mandate allows what it forbids."""
    keys = {one.key for one in types}
    kept = (item["text"] for one in types for item in one.may_not if not keys & set(item.get("unless", [])))
    further = [f"{HOLDER} {say('mandate.not_further')}"] if passed_on else []
    return _filled([*kept, *further], holder)


def short_phrase(types: Sequence[MandateType]) -> str:
    """The short phrases in one enumeration: "een hinderpremie aanvragen en vergunningen bekijken"."""
    phrases = list(dict.fromkeys(one.short for one in types))
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} en {phrases[-1]}"


def _filled(sentences: Iterable[str], holder: str) -> list[str]:
    return [sentence.replace(HOLDER, holder) for sentence in dict.fromkeys(sentences)]
