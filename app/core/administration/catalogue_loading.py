"""Loading the catalogue file where things were changed on a screen too: what it would undo is named, and not done.

What stood there before and after is compared, so whatever the file says it cannot undo anything in silence.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor, Channel
from app.core.administration.catalogue_contents import content_now
from app.core.administration.catalogue_moves import find_moves, find_owned, keep_moves
from app.core.administration.catalogue_sorts import group_content, newest_version, sort_of
from app.core.errors import Conflict
from app.core.journal import record
from app.core.mandates.catalogue import count_edition
from app.core.mandates.catalogue_file import LoadedCatalogue, load_catalogue
from app.models.catalogue_change import CatalogueChange, ChangeKind
from app.models.journal import Ground
from app.models.mandate_type import Domain, Entity

TABLES: Mapping[str, type[Entity] | type[Domain]] = {"entity": Entity, "domain": Domain}


@dataclass(frozen=True)
class Loaded:
    """What the file brought, and in readable lines what it undid, and moved, because that was asked."""

    done: LoadedCatalogue
    undone: Sequence[str]
    moved: Sequence[str]


@dataclass(frozen=True)
class Called:
    """What an entity or a domain (`what`) is called since somebody (`by`) said so on a screen; of a domain also the
    entity that it is of."""

    what: str
    key: str
    name: str
    owner: str | None
    by: uuid.UUID | None


def load_beside_screen(
    session: Session, content: Mapping[str, Any], *, over_screen: bool, moved_by: str | None = None, now: datetime
) -> Loaded:
    """Load the file. Raises Conflict when it would undo what was changed on a screen, names and whose a domain is too,
    unless `over_screen`, and when it would give a domain to another entity, unless `moved_by` is the staff number of
    the administrator who decided that (see `keep_moves`); whoever called must then roll back. Invalid as
    `load_catalogue`."""
    count_edition(session)  # its row is the lock: nothing is approved meanwhile
    stood = [(one, _stands(session, one)) for one in _kept_by_screen(session)]
    called, domains = _called_on_screen(session), find_owned(session)
    done = load_catalogue(session, content)
    session.expire_all()
    undone = [one for one, before in stood if _stands(session, one) != before]
    renamed = [one for one in called if _called(one.what, _named(session, one)) != one]
    lines = [*map(_line, undone), *map(_line_of_name, renamed)]
    if lines and not over_screen:
        raise Conflict("catalogue_over_screen", what="; ".join(lines))
    moves = find_moves(session, domains)
    keep_moves(session, moves, moved_by, now=now)
    for one in undone:
        by = Actor(Channel.JOB, person_id=one.decided_by)
        about = {"change": str(one.id), "entity": one.entity_key, "what": one.kind, "key": one.key}
        record(session, by, "catalogue_undone", now=now, ground=Ground.RULE, **about)
    for name in renamed:
        by = Actor(Channel.JOB, person_id=name.by)
        _named(session, name).named_by = None
        record(session, by, "name_undone", now=now, ground=Ground.RULE, what=name.what, key=name.key)
    return Loaded(done, lines, [str(one) for one in moves])


def _called_on_screen(session: Session) -> list[Called]:
    """The entities and domains of which the name of now was given on a screen."""
    return [
        _called(what, one)
        for what, table in TABLES.items()
        for one in session.scalars(select(table).where(table.named_by.is_not(None)).order_by(table.key))
    ]


def _called(what: str, one: Entity | Domain) -> Called:
    return Called(what, one.key, one.name, one.entity_key if isinstance(one, Domain) else None, one.named_by)


def _named(session: Session, called: Called) -> Entity | Domain:
    named: Entity | Domain = session.get_one(TABLES[called.what], called.key)
    return named


def _line_of_name(called: Called) -> str:
    owner = f", of {called.owner}" if called.owner else ""
    return f"{called.what} {called.key} ({called.name}){owner}"


def _kept_by_screen(session: Session) -> list[CatalogueChange]:
    """Of each type, right and group the last approved content, and the last approved end, where these still stand."""
    one = CatalogueChange
    stands = one.approved_at.is_not(None) & one.overtaken_at.is_(None) & one.called_off_at.is_(None)
    approved = session.scalars(select(one).where(stands).order_by(one.approved_at, one.id)).all()
    last = {(change.kind, change.key): change for change in approved}
    return [change for change in last.values() if _is_kept(session, change)]


def _is_kept(session: Session, change: CatalogueChange) -> bool:
    kind = ChangeKind(change.kind)
    if kind.ends:
        return _ends(session, kind, change.key) == change.from_day
    # What is planned stands or falls with what it was planned on top of, which may be planned itself.
    return change.applied_at is None or content_now(session, kind, change.key) == change.content


def _stands(session: Session, change: CatalogueChange) -> object:
    """What stands there of a change, to compare: its end, its own version, or the type or right itself."""
    kind = ChangeKind(change.kind)
    if kind.ends:
        return _ends(session, kind, change.key)
    if not kind.is_group:
        return content_now(session, kind, change.key)
    sort = sort_of(kind)
    versions = [one for one in sort.versions(session) if one.group_key == change.key]
    mine = next((one for one in reversed(versions) if one.from_day == change.from_day), None)
    return group_content(sort, mine) if mine else None


def _ends(session: Session, kind: ChangeKind, key: str) -> object:
    sort = sort_of(kind)
    if kind.is_group:
        version = newest_version(session, sort, key)
        return version.group.withdrawn_from if version else None
    thing = session.get(sort.thing, key)
    return thing.withdrawn_from if thing else None


def _line(change: CatalogueChange) -> str:
    name = (change.content or change.before)["name"]
    approved = brussels_day(change.approved_at).isoformat() if change.approved_at else ""
    planned = "" if change.applied_at else f", planned for {change.from_day}"
    return f"{change.kind} {change.key} ({name}), approved on {approved}{planned}"
