"""The catalogue: which mandate types and groups exist, and what they say in plain sentences."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.core.errors import NotFound
from app.models.mandate_group import MandateGroup, MandateGroupVersion
from app.models.mandate_type import MandateType

HOLDER = "{mandaatnemer}"


def list_types(session: Session, day: date, *, starter: str = "giver") -> Sequence[MandateType]:
    """The types that this side may start on `day`, in the order of the catalogue."""
    query = select(MandateType).options(joinedload(MandateType.domain))
    query = query.where(MandateType.starters.in_([starter, "both"]))
    query = query.where(or_(MandateType.withdrawn_from.is_(None), MandateType.withdrawn_from > day))
    return session.scalars(query.order_by(MandateType.position, MandateType.key)).all()


def get_types(session: Session, keys: Iterable[str]) -> list[MandateType]:
    """The types under these keys, in the order of the catalogue; NotFound when one does not exist."""
    wanted = set(keys)
    query = select(MandateType).options(joinedload(MandateType.domain)).where(MandateType.key.in_(wanted))
    found = list(session.scalars(query.order_by(MandateType.position, MandateType.key)))
    if len(found) != len(wanted):
        raise NotFound("type_unknown")
    return found


def list_groups(session: Session, day: date) -> list[MandateGroupVersion]:
    """The newest version of every group on `day`, in the order of the catalogue."""
    newest = (
        select(MandateGroupVersion.group_key, func.max(MandateGroupVersion.number).label("number"))
        .where(MandateGroupVersion.from_day <= day)
        .group_by(MandateGroupVersion.group_key)
        .subquery()
    )
    query = (
        select(MandateGroupVersion)
        .join(
            newest,
            (newest.c.group_key == MandateGroupVersion.group_key) & (newest.c.number == MandateGroupVersion.number),
        )
        .join(MandateGroup)
        .options(joinedload(MandateGroupVersion.group))
        .order_by(MandateGroup.position, MandateGroup.key)
    )
    return list(session.scalars(query))


def may_sentences(types: Sequence[MandateType], holder: str) -> list[str]:
    """What the holder may do, each sentence once.

    Within the same services *manage* includes *view*, so a viewing type is left out beside the one that includes it.
    """
    managed = {service for one in types if one.access_level == "manage" for service in one.services}
    shown = [one for one in types if one.access_level == "manage" or not set(one.services) <= managed]
    return _filled((sentence for one in shown for sentence in one.may), holder)


def may_not_sentences(types: Sequence[MandateType], holder: str) -> list[str]:
    """What the holder may not do: a sentence falls when another type of the same mandate allows what it forbids."""
    keys = {one.key for one in types}
    kept = (item["text"] for one in types for item in one.may_not if not keys & set(item.get("unless", [])))
    return _filled(kept, holder)


def short_phrase(types: Sequence[MandateType]) -> str:
    """The short phrases in one enumeration: "een hinderpremie aanvragen en vergunningen bekijken"."""
    phrases = list(dict.fromkeys(one.short for one in types))
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} en {phrases[-1]}"


def _filled(sentences: Iterable[str], holder: str) -> list[str]:
    return [sentence.replace(HOLDER, holder) for sentence in dict.fromkeys(sentences)]
