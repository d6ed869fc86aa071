"""The groups of the catalogue file, of mandate types and of rights alike.

A group whose content changed needs a new version number: what runs keeps the version it was given with.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.mandates.catalogue_items import check_lengths, wrong
from app.models.mandate_group import MandateGroup, MandateGroupVersion
from app.models.named_group import GroupVersion, NamedGroup
from app.models.right_group import RightGroup, RightGroupVersion

REQUIRED = ("key", "name", "version", "from", "hint", "types", "sentences")
LONGEST = {"key": 60, "name": 200, "hint": 400, "warning": 400}


@dataclass(frozen=True)
class Shelf:
    """One sort of groups: where they stand, and what the file calls what they list."""

    group: type[NamedGroup]
    version: type[GroupVersion]
    word: str
    listed: str


TYPES = Shelf(MandateGroup, MandateGroupVersion, "groep", "types")
RIGHTS = Shelf(RightGroup, RightGroupVersion, "rechtengroep", "rights")


def load_groups(session: Session, shelf: Shelf, items: Sequence[Mapping[str, Any]], known: Collection[str]) -> int:
    """Bring the groups of one sort up to date; how many versions are new. Invalid names the one that is wrong."""
    return sum(load_group(session, shelf, item, position, known) for position, item in enumerate(items))


def check_group(shelf: Shelf, item: Mapping[str, Any], position: int, known: Collection[str]) -> str:
    """Where it stands, for who must be told; Invalid says what is wrong in this item of the file."""
    where = f"{shelf.word} {item.get('key', position + 1)}"
    for name in (shelf.listed if one == "types" else one for one in REQUIRED):
        if not item.get(name):
            raise wrong(where, f"{name} ontbreekt", name)
    check_lengths(where, item, LONGEST)
    keys = item[shelf.listed]
    if not set(keys) <= set(known):
        raise wrong(where, f"{', '.join(sorted(set(keys) - set(known)))} kennen wij niet", shelf.listed)
    return where


def load_group(session: Session, shelf: Shelf, item: Mapping[str, Any], position: int, known: Collection[str]) -> int:
    """Bring one group up to date; 1 when it brought a new version, else 0."""
    where, keys = check_group(shelf, item, position, known), item[shelf.listed]
    session.merge(shelf.group(key=item["key"], name=item["name"], position=position))
    session.flush()
    same = (shelf.version.group_key == item["key"], shelf.version.number == item["version"])
    stored = session.scalars(select(shelf.version).where(*same)).first()
    words = {"hint": item["hint"], "sentences": item["sentences"], "warning": item.get("warning")}
    if stored is None:
        days = {"number": item["version"], "from_day": item["from"]}
        session.add(shelf.version(group_key=item["key"], type_keys=keys, **days, **words))
        return 1
    if stored.type_keys != keys:
        raise wrong(where, "de lijst is veranderd, geef een nieuw versienummer")
    for name, value in words.items():
        setattr(stored, name, value)
    return 0
