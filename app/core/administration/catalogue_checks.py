"""Whether a proposal could come into force: read by the readers of the catalogue file, within one's own domains."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.administration.catalogue_contents import (
    Proposal,
    content_ahead,
    content_now,
    group_item,
    is_new_until,
    last_planned,
)
from app.core.administration.catalogue_sorts import (
    Sort,
    group_holding,
    newest_version,
    of_entity,
    of_others,
    sort_of,
    that_decide,
    that_end,
    thing_content,
)
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.mandates.catalogue_groups import check_group
from app.core.mandates.catalogue_items import wrong
from app.models.mandate_type import Domain
from app.translations.formats import day_text

PLAIN_KEY = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")


def check_proposal(session: Session, wanted: Proposal, day: date) -> None:
    """Refuse what could not come into force on `day` or later: Invalid names the part, NotAllowed whose it is."""
    now, sort = content_ahead(session, wanted.kind, wanted.key), sort_of(wanted.kind)
    if wanted.is_new and now:
        raise Invalid("catalogue_key_taken", field="key")
    if wanted.from_day is None:
        raise Invalid("catalogue_day_missing", field="from_day")
    if wanted.from_day < day:
        raise Invalid("catalogue_day_past", field="from_day")
    if wanted.kind.ends:
        _check_end(session, sort, wanted, wanted.from_day)
        return
    check = _check_group if wanted.kind.is_group else _check_thing
    check(session, sort, wanted, now)
    if now and wanted.content == now:
        raise Invalid("catalogue_same", field="name")
    _check_order(session, sort, wanted, wanted.from_day)


def _check_order(session: Session, sort: Sort, wanted: Proposal, from_day: date) -> None:
    """Refuse a day before that of what was approved already: it would be overtaken by what it goes on from."""
    if wanted.kind.is_group:
        newest = newest_version(session, sort, wanted.key)
        planned = newest.from_day if newest else None
    else:
        change = last_planned(session, wanted.kind, wanted.key)
        planned = change.from_day if change else None
    if planned is not None and from_day < planned:
        raise Invalid("catalogue_planned_first", field="from_day", day=day_text(planned))


def _check_thing(session: Session, sort: Sort, wanted: Proposal, now: Mapping[str, Any]) -> None:
    own = set(session.scalars(select(Domain.key).where(Domain.entity_key == wanted.entity_key)))
    read = sort.read(wanted.content, 0, set(session.scalars(select(Domain.key))))
    if read.domain_key not in own or (now and now["domain"] not in own):
        raise NotAllowed("catalogue_other_entity")
    _check_key(wanted)
    _check_lasting(session, sort, wanted, now, thing_content(sort, read))
    beside = {key for one in wanted.content["may_not"] for key in one.get("unless", [])}
    unknown = beside - set(session.scalars(select(sort.thing.key).where(sort.thing.key.in_(beside))))
    if unknown:
        raise wrong(f"{wanted.key}", f"{', '.join(sorted(unknown))} kennen wij niet", "may_not")


def _check_lasting(
    session: Session, sort: Sort, wanted: Proposal, now: Mapping[str, Any], then: Mapping[str, Any]
) -> None:
    # Nobody has yet what only begins on that day, so all of it can still be put right.
    if not now or is_new_until(session, wanted.kind, wanted.key, wanted.from_day):
        return
    runs = content_now(session, wanted.kind, wanted.key)
    for name in ("domain", *sort.lasting):
        if then[name] != now[name]:
            raise Invalid("catalogue_lasting" if runs else "catalogue_lasting_later", field=name)


def _check_group(session: Session, sort: Sort, wanted: Proposal, now: Mapping[str, Any]) -> None:
    group: Any = session.get(sort.shelf.group, wanted.key)
    if group is not None and group.withdrawn_from is not None:
        raise Conflict("catalogue_group_ends")
    check_group(sort.shelf, group_item(session, sort, wanted), 0, set(session.scalars(select(sort.thing.key))))
    _check_key(wanted)
    listed, before = set(wanted.content[sort.shelf.listed]), set(now.get(sort.shelf.listed, []))
    if not of_entity(session, sort, wanted.entity_key, listed):
        raise NotAllowed("catalogue_other_entity")
    ended = that_end(session, sort, listed | before)
    leaves_ended = (before - listed) & set(ended)
    moved = (listed ^ before) - leaves_ended
    foreign = of_others(session, sort, wanted.entity_key, moved)
    if foreign:
        raise NotAllowed("catalogue_foreign_types", types=", ".join(sorted(foreign.values())))
    deciding = that_decide(session, sort, moved)
    if deciding:
        raise NotAllowed("catalogue_deciding_right", right=", ".join(sorted(deciding.values())))
    stays_ended = [name for key, name in ended.items() if key in listed]
    if stays_ended:
        raise Invalid("catalogue_type_ends", field=sort.shelf.listed, type=stays_ended[0])


def _check_end(session: Session, sort: Sort, wanted: Proposal, day: date) -> None:
    table = sort.shelf.group if wanted.kind.is_group else sort.thing
    stored: Any = session.get(table, wanted.key)
    if stored is None:
        raise NotFound("catalogue_change_unknown")
    own = {wanted.key}
    if wanted.kind.is_group:
        own = set(content_ahead(session, wanted.kind, wanted.key)[sort.shelf.listed])
    if not of_entity(session, sort, wanted.entity_key, own):
        raise NotAllowed("catalogue_other_entity")
    # A later day would bring back what people were told is ending.
    if stored.withdrawn_from is not None and stored.withdrawn_from <= day:
        raise Conflict("catalogue_ends_already")
    holding = None if wanted.kind.is_group else group_holding(session, sort, wanted.key, day)
    if holding is not None:
        raise Conflict("catalogue_in_group", group=holding)


def _check_key(wanted: Proposal) -> None:
    if wanted.content["key"] != wanted.key or not set(wanted.key) <= PLAIN_KEY:
        raise Invalid("key_wrong", field="key")
