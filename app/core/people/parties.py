"""Parties: enterprises and persons as giver or holder of mandates."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import String, bindparam, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.prepared import Prepared
from app.core.register.enterprises import Enterprise, find_enterprise, get_enterprise_name, list_stopped
from app.db import Reading
from app.models.party import Party
from app.models.party import PartyKind as PartyKind
from app.models.person import Person

# Asked often: put together once, and for columns, because loading objects takes longer.
_table = Party.__table__
_party = _table.c
_NAME = select(_party.name).where(_party.id == bindparam("party_id"))
_ONE_OF_TWO = or_(_party.id == bindparam("party_id"), _party.enterprise_number == bindparam("number", type_=String))
_TWO, _TWO_TO_SHOW = select(Party).where(_ONE_OF_TWO), Prepared(
    lambda engine: select(_party.id, _party.enterprise_number, _party.person_id, _party.name).where(_ONE_OF_TWO)
)
_NUMBERS = select(_party.id, _party.enterprise_number).where(
    _party.id.in_(bindparam("party_ids", expanding=True)), _party.enterprise_number.is_not(None)
)


@dataclass(slots=True, eq=False)
class _Shown:
    """A party where nothing is changed through it: to whoever reads it a `Party`, which takes ten times as long."""

    id: uuid.UUID
    enterprise_number: str | None
    person_id: uuid.UUID | None
    name: str

    kind = Party.kind


def get_party(session: Session, party_id: uuid.UUID) -> Party:
    """The party with this id; NotFound when there is none."""
    party = session.get(Party, party_id)
    if party is None:
        raise NotFound("party_unknown")
    return party


def get_party_and(session: Session, party_id: uuid.UUID, number: str) -> tuple[Party, Party | None]:
    """The party with this id, and in the same go that of an enterprise, if it ever took part in anything."""
    asked = {"party_id": party_id, "number": number}
    if isinstance(session, Reading):
        found = [cast("Party", _Shown(*row)) for row in _TWO_TO_SHOW.named(session, asked)]
    else:
        found = list(session.scalars(_TWO, asked))
    other = next((one for one in found if one.enterprise_number == number), None)
    return next((one for one in found if one.id == party_id), None) or get_party(session, party_id), other


def get_party_name(session: Session, party_id: uuid.UUID) -> str:
    """The name of the party with this id; NotFound when there is none."""
    name = session.scalar(_NAME, {"party_id": party_id})
    if name is None:
        raise NotFound("party_unknown")
    return str(name)


def find_party_of_enterprise(session: Session, number: str) -> Party | None:
    """The party of this enterprise, or None when it never took part in anything."""
    return session.scalar(select(Party).where(Party.enterprise_number == number))


def find_party_of_person(session: Session, person_id: uuid.UUID) -> Party | None:
    """The party that this person is himself, or None while he took part in nothing."""
    return session.scalars(select(Party).where(Party.person_id == person_id)).first()


def ensure_enterprise_party(session: Session, number: str, known: Party | None = None) -> Party:
    """The party of this enterprise, made at its first use; NotFound when the register does not know the number.

    Whoever looked it up already hands it over as `known`.
    """
    name = get_enterprise_name(session, number)
    party = known or find_party_of_enterprise(session, number)
    if party is None:
        return _insert(session, Party(enterprise_number=number, name=name), Party.enterprise_number == number)
    if party.name != name:
        party.name = name
    return party


def ensure_person_party(session: Session, person_id: uuid.UUID) -> Party:
    """The party of a person who acts in his own name, made at its first use."""
    party = session.scalar(select(Party).where(Party.person_id == person_id))
    if party is not None:
        return party
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("person_unknown")
    return _insert(session, Party(person_id=person_id, name=person.name), Party.person_id == person_id)


def enterprise_of(session: Session, party: Party) -> Enterprise | None:
    """What the register says of the party; None for a person, or for an enterprise that left the register."""
    return find_enterprise(session, party.enterprise_number) if party.enterprise_number else None


def has_stopped(session: Session, party: Party) -> bool:
    """Whether an enterprise is struck off, bankrupt, or gone from the register; a person never is."""
    return party.enterprise_number is not None and bool(list_stopped(session, [party.enterprise_number]))


def stopped_among(session: Session, *given: Party) -> list[Party]:
    """Which of these parties have stopped, asked in one go; see `has_stopped`."""
    stopped = list_stopped(session, [party.enterprise_number for party in given if party.enterprise_number])
    return [party for party in given if party.enterprise_number in stopped]


def list_stopped_parties(session: Session, party_ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Which of these parties have stopped, in the order given; see `has_stopped`."""
    rows = session.execute(_NUMBERS, {"party_ids": party_ids})
    numbers = {row.id: row.enterprise_number for row in rows}
    stopped = list_stopped(session, numbers.values())
    return [party_id for party_id in party_ids if numbers.get(party_id) in stopped]


def _insert(session: Session, party: Party, same: object) -> Party:
    # Two people may meet the same enterprise for the first time at the same moment; the second takes the first's row.
    try:
        with session.begin_nested():
            session.add(party)
    except IntegrityError:
        return session.scalars(select(Party).where(same)).one()  # type: ignore[arg-type]
    return party
