"""The history of a colleague: what held from when to when, and who gave, changed or ended it through which door."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import NotAllowed, NotFound
from app.core.mandates.lookup import get_mandates
from app.core.people.persons import get_person
from app.core.people.rights import list_relations_of, list_right_types
from app.core.permits.sight import find_sight
from app.core.rights.granting import waits
from app.core.rights.groups import list_names
from app.core.views.reading_ahead import read_ahead
from app.core.views.timeline import Happening, how_of, seen_of
from app.models.journal import Ground, JournalEntry
from app.models.lifecycle import Status
from app.models.mandate_type import AccessLevel
from app.models.user_right import UserRight
from app.models.work_relation import WorkRelation
from app.translations import say
from app.translations.formats import list_text

OF_RIGHTS = (
    "colleague_appointed", "colleague_to_sign", "colleague_invited", "colleague_signed", "colleague_accepted",
    "colleague_tied",
    "colleague_refused", "colleague_withdrawn", "right_narrowed", "right_dismissed", "colleague_left",
    "right_list_kept",
)  # fmt: skip
NAMED = "appointed"  # in the journal of one mandate: who accepted it named him for it
OWN = {"right_dismissed", "colleague_left"}  # what somebody can also do for himself
NEVER = {Status.REFUSED, Status.WITHDRAWN, Status.LAPSED}


class SpellState(StrEnum):
    """Where a right stands on the day of reading."""

    HELD = "held"
    HOLDS = "holds"
    LATER = "later"
    WAITS = "waits"
    NEVER = "never"


@dataclass(frozen=True)
class Spell:
    """One right with its days. `first_day` is empty for what never began, `last_day` for what has no end that is known.

    `customers` are the names of those it was for, None for all; `mandate_group` is the name of the mandate group it was
    for, and the day of that list, empty for none; `group` is the list with which it was given.
    """

    name: str
    level: AccessLevel
    decides: bool
    customers: tuple[str, ...] | None
    mandate_group: tuple[str, date] | None
    group: str
    first_day: date | None
    last_day: date | None
    state: SpellState


@dataclass(frozen=True)
class ColleagueHistory:
    """Everything that somebody ever had inside one organisation, the oldest first."""

    person_id: uuid.UUID
    name: str
    party: str
    today: date
    spells: Sequence[Spell]
    happenings: Sequence[Happening]


def read_history(session: Session, actor: Actor, person_id: uuid.UUID, *, now: datetime) -> ColleagueHistory:
    """The history of this person in the actor's party, for who decides about rights there.

    NotAllowed for anybody else, NotFound for who never had, or was offered, a right there.
    """
    day = brussels_day(now)
    sight = find_sight(session, actor, day)
    if not sight.appoints:
        raise NotAllowed("may_not_decide", party=sight.party.name)
    relations = list_relations_of(session, person_id, sight.party.id)
    if not relations:
        raise NotFound("colleague_not_here")
    return ColleagueHistory(
        person_id=person_id,
        name=relations[0].person.name,
        party=sight.party.name,
        today=day,
        spells=_spells(session, relations, day),
        happenings=_happenings(session, relations, sight.party.id),
    )


def _spells(session: Session, relations: Sequence[WorkRelation], day: date) -> list[Spell]:
    """One for each right, but rows that differ only in their mandate together; by the day on which they began."""
    named = {right.mandate_id for one in relations for right in one.rights if right.mandate_id is not None}
    givers = {one.id: one.giver.name for one in get_mandates(session, named)} if named else {}
    lists = list_names(session)
    together: dict[Spell, set[str]] = {}
    for relation in relations:
        for right in relation.rights:
            group = lists[right.group_version_id] if right.group_version_id else ""
            names = {givers[right.mandate_id]} if right.mandate_id else set()
            together.setdefault(_spell(relation, right, group, day), set()).update(names)
    spells = [replace(one, customers=tuple(sorted(names)) or one.customers) for one, names in together.items()]
    return sorted(spells, key=lambda one: (one.first_day or date.max, one.name))


def _spell(relation: WorkRelation, right: UserRight, group: str, day: date) -> Spell:
    """The right without the names of customers: an empty list of them, or None where it is for all."""
    first, over = right.starts_on(relation.agreed_on, None), right.over_from
    # What was taken back on its first day held until that moment, so that day counts.
    began = first is not None and (over is None or over >= first) and relation.status_on(day) not in NEVER
    last = max(over - timedelta(days=1), first) if over and first else None
    days = (first, last) if began else (None, None)
    state = _state(days[0], day, over=over, waits=waits(relation, day))
    kind = right.right_type
    customers = None if right.mandate_id is None else ()
    listed = right.mandate_group
    mandate_group = (listed.group.name, listed.from_day) if listed is not None else None
    return Spell(kind.name, AccessLevel(right.level), kind.decides, customers, mandate_group, group, *days, state)


def _state(first: date | None, day: date, *, over: date | None, waits: bool) -> SpellState:
    if first is None:
        return SpellState.WAITS if waits else SpellState.NEVER
    if over is not None and over <= day:
        return SpellState.HELD
    return SpellState.HOLDS if first <= day else SpellState.LATER


def _happenings(session: Session, relations: Sequence[WorkRelation], party_id: uuid.UUID) -> list[Happening]:
    """What the journal of the party says of these relations, and of mandates for which the person was named."""
    entries = _entries(session, relations, party_id)
    mandates = {one.mandate_id for one in entries if one.mandate_id is not None}
    customers = {one.id: one.giver.name for one in get_mandates(session, mandates)} if mandates else {}
    names = {one.key: one.name.lower() for one in list_right_types(session)}
    with read_ahead(session, entries):
        return [_happening(session, one, names, customers, party_id) for one in entries]


def _entries(session: Session, relations: Sequence[WorkRelation], party_id: uuid.UUID) -> list[JournalEntry]:
    """What an appointment says on the pages of its mandates is told once; only who accepts names somebody there."""
    entry, accepted, since = JournalEntry, aliased(JournalEntry), min(one.started_at for one in relations)
    of_rights = entry.kind.in_(OF_RIGHTS) & entry.data["relation"].as_string().in_([str(one.id) for one in relations])
    # An older entry does not say which one it repeats, so it is known by the acceptance beside it.
    beside = exists().where(
        accepted.mandate_id == entry.mandate_id, accepted.at == entry.at, accepted.kind == "accepted"
    )
    people = {str(one.person_id) for one in relations}
    named = (entry.kind == NAMED) & entry.data["appointed"].as_string().in_(people) & beside
    query = select(entry).where(entry.party_id == party_id, entry.at >= since, of_rights | named)
    return [one for one in session.scalars(query.order_by(entry.id)) if "told_by" not in one.data]


def _happening(
    session: Session, entry: JournalEntry, names: Mapping[str, str], customers: Mapping[uuid.UUID, str],
    party_id: uuid.UUID,
) -> Happening:  # fmt: skip
    who = entry.person_id or entry.actor_id
    own = entry.ground == Ground.OWN_NAME and entry.kind in OWN
    sentence = say(
        f"colleague_history.{entry.kind}{'_own' if own else ''}",
        who=get_person(session, who).name if who else "",
        rights=list_text([name for key, name in names.items() if key in entry.data.get("rights", ())]),
        customer=customers[entry.mandate_id] if entry.mandate_id else "",
        list=entry.data.get("list", ""),
    )
    how = " ".join(filter(None, [how_of(session, entry), seen_of(session, entry, party_id)]))
    return Happening(entry.at, entry.kind, sentence, how)
