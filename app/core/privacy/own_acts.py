"""What a person did and what was done for him, from the journal, without the names of others; and who looked."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.core.privacy.own_items import Item, facts
from app.core.views.timeline import how_of
from app.models.journal import Channel, JournalEntry
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.person import Person
from app.models.visit import Visit
from app.translations import has, say
from app.translations.formats import dossier_text

# Looks of staff at what is kept, apart from what the customer asked for in the same visit.
LOOKS = ("visit_opened", "why_looked", "viewed", "data_shown")
# What a clerk writes down to protect the customer: who stands beside him must not read it.
PROTECTING = ("spoke_alone", "told_back", "alarm")
# A colleague looks from his own desk: only the visit leads to the customer.
BY_VISIT = ("visit_opened", "looked")


@dataclass(frozen=True)
class Acts:
    """The newest entries, the newest first: `own` of the person himself, `as_staff` what he did for customers, `looks`
    of staff. The numbers count what is older.
    """

    own: Sequence[Item]
    as_staff: Sequence[Item]
    looks: Sequence[Item]
    left_out: int
    left_out_as_staff: int


def list_acts(session: Session, person: Person, own_party_id: uuid.UUID | None, *, most: int) -> Acts:
    """What stands in the journal about this person, at most `most` of each sort."""
    shown = JournalEntry.kind.not_in(PROTECTING)
    about = or_(*_about(person.id, own_party_id)) & shown
    looks = about & JournalEntry.kind.in_(LOOKS)
    own = about & JournalEntry.kind.not_in(LOOKS)
    served = (JournalEntry.actor_id == person.id) & _for_others(person.id, own_party_id) & shown
    own_items, staff_items = _items(session, own, most), _items(session, served, most)
    return Acts(
        own_items, staff_items, _items(session, looks, most),
        _count(session, own) - len(own_items), _count(session, served) - len(staff_items),
    )  # fmt: skip


def _about(person_id: uuid.UUID, own_party_id: uuid.UUID | None) -> list[ColumnElement[bool]]:
    """How an entry can be about somebody: he decided, he pressed, it is for his own party, or about his visit."""
    alone = (JournalEntry.actor_id == person_id) & JournalEntry.person_id.is_(None)
    at_home = alone & (JournalEntry.channel == Channel.SELF)
    visits = select(Visit.id).where(Visit.person_id == person_id)
    of_visit = JournalEntry.kind.in_(BY_VISIT) & JournalEntry.visit_id.in_(visits)
    ways: list[ColumnElement[bool]] = [JournalEntry.person_id == person_id, at_home, of_visit]
    return ways if own_party_id is None else [*ways, JournalEntry.party_id == own_party_id]


def _for_others(person_id: uuid.UUID, own_party_id: uuid.UUID | None) -> ColumnElement[bool]:
    others = or_(JournalEntry.person_id.is_(None), JournalEntry.person_id != person_id)
    return others & (JournalEntry.channel != Channel.SELF)


def _items(session: Session, where: ColumnElement[bool], most: int) -> list[Item]:
    query = select(JournalEntry, Mandate.dossier_number, Party.name).where(where)
    query = query.outerjoin(Mandate, Mandate.id == JournalEntry.mandate_id)
    query = query.outerjoin(Party, Party.id == JournalEntry.party_id)
    rows = session.execute(query.order_by(JournalEntry.id.desc()).limit(most))
    return [_item(session, entry, number, party) for entry, number, party in rows]


def _count(session: Session, where: ColumnElement[bool]) -> int:
    return session.execute(select(func.count()).select_from(JournalEntry).where(where)).scalar_one()


def _item(session: Session, entry: JournalEntry, number: str | None, party: str | None) -> Item:
    known: dict[str, Any] = facts(
        at=entry.at, kind=entry.kind, channel=entry.channel, ground=entry.ground, capacity=entry.capacity,
        dossier_number=number, party=party,
    )  # fmt: skip
    key = f"deed.{entry.kind}"
    parts = [say(key if has(key) else "deed.something")]
    if party:
        parts.append(say("own_data.act_for", party=party))
    if number:
        parts.append(say("own_data.act_dossier", number=dossier_text(number)))
    return Item(f"{', '.join(parts)}.", known, how_of(session, entry), entry.at)
