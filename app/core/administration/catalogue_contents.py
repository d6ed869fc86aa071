"""What a proposal says, what stands there now, and how it is put into force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.administration.catalogue_sorts import (
    Sort,
    group_content,
    newest_version,
    sort_of,
    thing_content,
)
from app.core.mandates.catalogue_groups import load_group
from app.models.catalogue_change import CatalogueChange, ChangeKind, ChangeState
from app.models.mandate_type import Domain


@dataclass(frozen=True)
class Proposal:
    """What somebody wants; `content` has the shape of the catalogue file, without days and numbers, and is empty for an
    end. `is_new` says that he means something that is not there yet."""

    entity_key: str
    kind: ChangeKind
    key: str
    content: Mapping[str, Any]
    from_day: date | None = None
    is_new: bool = False


def content_now(session: Session, kind: ChangeKind, key: str) -> dict[str, Any]:
    """The type or right, or the newest version of the group, as it stands now; empty for what does not exist."""
    sort = sort_of(kind)
    if kind.is_group:
        version = newest_version(session, sort, key)
        return group_content(sort, version) if version else {}
    found = session.get(sort.thing, key)
    return thing_content(sort, found) if found else {}


def content_ahead(session: Session, kind: ChangeKind, key: str) -> dict[str, Any]:
    """The same once all that was approved is in force: what a next proposal goes on from."""
    planned = None if kind.ends else last_planned(session, kind, key)
    return planned.content if planned else content_now(session, kind, key)


def last_planned(session: Session, kind: ChangeKind, key: str) -> CatalogueChange | None:
    """The last approved change of this type or right whose day has still to come."""
    one = CatalogueChange
    query = select(one).where(one.kind == kind, one.key == key, one.is_planned())
    return session.scalars(query.order_by(one.approved_at.desc(), one.id.desc()).limit(1)).first()


def is_last_planned(session: Session, change: CatalogueChange) -> bool:
    """Whether it waits for its day, and a next proposal would go on from it: before it nothing more can come."""
    waits = change.state is ChangeState.PLANNED and bool(change.content)
    return waits and last_planned(session, ChangeKind(change.kind), change.key) is change


def is_new_until(session: Session, kind: ChangeKind, key: str, day: date | None) -> bool:
    """Whether this type or right is only planned, and begins on `day` or later: until then nobody can have got it."""
    if kind.is_group or content_now(session, kind, key):
        return False
    one = CatalogueChange
    first = session.scalar(select(func.min(one.from_day)).where(one.kind == kind, one.key == key, one.is_planned()))
    return first is not None and day is not None and day <= first


def put_into_force(session: Session, wanted: Proposal) -> None:
    """Change the catalogue as loading a file with this would. It was checked before."""
    sort = sort_of(wanted.kind)
    if wanted.kind.ends:
        table = sort.shelf.group if wanted.kind.is_group else sort.thing
        session.get_one(table, wanted.key).withdrawn_from = wanted.from_day  # type: ignore[attr-defined]
    elif wanted.kind.is_group:
        item = group_item(session, sort, wanted)
        position = _position(session, sort.shelf.group, wanted.key)
        load_group(session, sort.shelf, item, position, item[sort.shelf.listed])
    else:
        stored = session.get(sort.thing, wanted.key)
        item = dict(wanted.content) | {"withdrawn_from": stored.withdrawn_from if stored else None}
        position, domains = _position(session, sort.thing, wanted.key), set(session.scalars(select(Domain.key)))
        session.merge(sort.read(item, position, domains))
    session.flush()


def group_item(session: Session, sort: Sort, wanted: Proposal) -> dict[str, Any]:
    """The item of the file that brings a proposed group as a new version."""
    newest = newest_version(session, sort, wanted.key)
    return {**wanted.content, "version": newest.number + 1 if newest else 1, "from": wanted.from_day}


def _position(session: Session, table: Any, key: str) -> int:  # noqa: ANN401 - a table with a key and a position
    stored = session.get(table, key)
    if stored is not None:
        return int(stored.position)
    highest = session.scalar(select(func.max(table.position)))
    return 0 if highest is None else highest + 1
