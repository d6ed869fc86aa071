"""What a proposal says: read by the readers of the catalogue file, within one's own domains, and put into force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.mandates.catalogue import list_groups
from app.core.mandates.catalogue_file import DEFAULTS, REQUIRED, read_type
from app.core.mandates.catalogue_groups import TYPES, check_group, load_group
from app.models.catalogue_change import ChangeKind
from app.models.mandate_group import MandateGroup, MandateGroupVersion
from app.models.mandate_type import Domain, MandateType

# What running mandates read from their type at every check: another value would change what somebody agreed to.
LASTING = ("services", "access_level", "passing_on")
TYPE_PARTS = tuple(one for one in (*REQUIRED, *DEFAULTS) if one not in {"domain", "withdrawn_from"})
PLAIN_KEY = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")


@dataclass(frozen=True)
class Proposal:
    """What somebody wants; `content` has the shape of the catalogue file, without days and numbers, and is empty for an
    end."""

    entity_key: str
    kind: ChangeKind
    key: str
    content: Mapping[str, Any]
    from_day: date | None = None


def content_now(session: Session, kind: ChangeKind, key: str) -> dict[str, Any]:
    """The type, or the newest version of the group, as it stands now; empty for what does not exist."""
    if kind in {ChangeKind.TYPE, ChangeKind.TYPE_END}:
        found = session.get(MandateType, key)
        return _type_content(found) if found else {}
    version = newest_version(session, key)
    return _group_content(version) if version else {}


def newest_version(session: Session, group_key: str) -> MandateGroupVersion | None:
    """The last version that was made of a group, also when it begins later."""
    query = select(MandateGroupVersion).where(MandateGroupVersion.group_key == group_key)
    query = query.order_by(MandateGroupVersion.number.desc()).limit(1)
    return session.scalars(query.options(joinedload(MandateGroupVersion.group))).first()


def check_proposal(session: Session, wanted: Proposal, day: date) -> None:
    """Refuse what could not come into force on `day`: Invalid names the part, NotAllowed whose it is."""
    now = content_now(session, wanted.kind, wanted.key)
    if wanted.kind != ChangeKind.TYPE:
        _check_day(wanted.from_day, day)
    if wanted.kind == ChangeKind.TYPE:
        _check_type(session, wanted, now)
    elif wanted.kind == ChangeKind.GROUP:
        _check_group(session, wanted, now)
    else:
        _check_end(session, wanted, now)
    if now and wanted.content == now:
        raise Invalid("catalogue_same", field="name")


def put_into_force(session: Session, wanted: Proposal) -> None:
    """Change the catalogue as loading a file with this would. It was checked before."""
    if wanted.kind == ChangeKind.TYPE:
        stored = session.get(MandateType, wanted.key)
        item = dict(wanted.content) | {"withdrawn_from": stored.withdrawn_from if stored else None}
        position = stored.position if stored else _next_position(session, MandateType)
        session.merge(read_type(item, position, {wanted.content["domain"]}))
    elif wanted.kind == ChangeKind.GROUP:
        group = session.get(MandateGroup, wanted.key)
        position = group.position if group else _next_position(session, MandateGroup)
        load_group(session, TYPES, _group_item(session, wanted), position, wanted.content["types"])
    elif wanted.kind == ChangeKind.TYPE_END:
        session.get_one(MandateType, wanted.key).withdrawn_from = wanted.from_day
    else:
        session.get_one(MandateGroup, wanted.key).withdrawn_from = wanted.from_day
    session.flush()


def foreign_types(session: Session, entity_key: str, keys: set[str]) -> dict[str, str]:
    """Those of these types that belong to another entity, by key with their name."""
    query = select(MandateType.key, MandateType.name).join(Domain)
    query = query.where(MandateType.key.in_(keys), Domain.entity_key != entity_key)
    return {row.key: row.name for row in session.execute(query)}


def _check_day(from_day: date | None, day: date) -> None:
    if from_day is None:
        raise Invalid("catalogue_day_missing", field="from_day")
    if from_day < day:
        raise Invalid("catalogue_day_past", field="from_day")


def _check_type(session: Session, wanted: Proposal, now: Mapping[str, Any]) -> None:
    own = set(session.scalars(select(Domain.key).where(Domain.entity_key == wanted.entity_key)))
    read = read_type(wanted.content, 0, set(session.scalars(select(Domain.key))))
    if read.domain_key not in own or (now and now["domain"] not in own):
        raise NotAllowed("catalogue_other_entity")
    _check_key(wanted)
    for name in ("domain", *LASTING):
        if now and _type_content(read)[name] != now[name]:
            raise Invalid("catalogue_lasting", field=name)


def _check_group(session: Session, wanted: Proposal, now: Mapping[str, Any]) -> None:
    group = session.get(MandateGroup, wanted.key)
    if group is not None and group.withdrawn_from is not None:
        raise Conflict("catalogue_group_ends")
    item = _group_item(session, wanted)
    check_group(TYPES, item, 0, set(session.scalars(select(MandateType.key))))
    _check_key(wanted)
    types, before = set(item["types"]), set(now.get("types", []))
    foreign = foreign_types(session, wanted.entity_key, types | before)
    if types <= set(foreign):
        raise NotAllowed("catalogue_other_entity")
    ended = _ended_types(session, types | before)
    moved = [name for key, name in foreign.items() if key in types ^ before and not (key in before and key in ended)]
    if moved:
        raise NotAllowed("catalogue_foreign_types", types=", ".join(sorted(moved)))
    stays_ended = [name for key, name in ended.items() if key in types]
    if stays_ended:
        raise Invalid("catalogue_type_ends", field="types", type=stays_ended[0])


def _check_end(session: Session, wanted: Proposal, now: Mapping[str, Any]) -> None:
    if not now:
        raise NotFound("catalogue_change_unknown")
    own = {wanted.key} if wanted.kind == ChangeKind.TYPE_END else set(now["types"])
    if own <= set(foreign_types(session, wanted.entity_key, own)):
        raise NotAllowed("catalogue_other_entity")
    table = MandateType if wanted.kind == ChangeKind.TYPE_END else MandateGroup
    ends, day = session.get_one(table, wanted.key).withdrawn_from, wanted.from_day
    # A later day would bring back what people were told is ending.
    if ends is not None and day is not None and ends <= day:
        raise Conflict("catalogue_ends_already")
    if wanted.kind == ChangeKind.TYPE_END and day is not None:
        holding = next((one.group.name for one in list_groups(session, day) if wanted.key in one.type_keys), None)
        if holding is not None:
            raise Conflict("catalogue_in_group", group=holding)


def _check_key(wanted: Proposal) -> None:
    if wanted.content["key"] != wanted.key or not set(wanted.key) <= PLAIN_KEY:
        raise Invalid("key_wrong", field="key")


def _ended_types(session: Session, keys: set[str]) -> dict[str, str]:
    query = select(MandateType.key, MandateType.name)
    query = query.where(MandateType.key.in_(keys), MandateType.withdrawn_from.is_not(None))
    return {row.key: row.name for row in session.execute(query)}


def _group_item(session: Session, wanted: Proposal) -> dict[str, Any]:
    newest = newest_version(session, wanted.key)
    return {**wanted.content, "version": newest.number + 1 if newest else 1, "from": wanted.from_day}


def _next_position(session: Session, table: type[MandateType] | type[MandateGroup]) -> int:
    highest = session.scalar(select(func.max(table.position)))
    return 0 if highest is None else highest + 1


def _type_content(one: MandateType) -> dict[str, Any]:
    return {"domain": one.domain_key, **{name: getattr(one, name) for name in TYPE_PARTS}}


def _group_content(version: MandateGroupVersion) -> dict[str, Any]:
    parts = {"hint": version.hint, "sentences": version.sentences, "warning": version.warning}
    return {"key": version.group_key, "name": version.group.name, "types": version.type_keys, **parts}
