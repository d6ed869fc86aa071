"""For whom somebody may act: the enterprises in which he has a function or a right, and himself."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core.people.parties import ensure_enterprise_party, find_party_of_enterprise, get_party
from app.core.people.persons import get_person
from app.core.people.rights import list_rights_of
from app.core.people.said import said_enterprises
from app.core.register.enterprises import find_enterprise
from app.core.register.functions import find_functions_of
from app.models.journal import Ground
from app.models.party import Party
from app.models.person import Person


@dataclass(frozen=True)
class Standing:
    """One party for which somebody may act. `manages` is false for who may only execute mandates."""

    party_id: uuid.UUID
    name: str
    number: str | None
    ground: Ground
    manages: bool


def list_parties(session: Session, person_id: uuid.UUID, day: date) -> list[Standing]:
    """Every party for which the person may act on `day`, by name; writes: parties are made at first use."""
    found: dict[uuid.UUID, Standing] = {}
    person = get_person(session, person_id)
    for right in list_rights_of(session, person_id, day):
        manages = right.manages or (right.party_id in found and found[right.party_id].manages)
        found[right.party_id] = _standing(get_party(session, right.party_id), Ground.MANAGER_RIGHT, manages)
    for number in _by_law(session, person, day):
        if find_enterprise(session, number) is not None:
            party = ensure_enterprise_party(session, number)
            found[party.id] = _standing(party, Ground.LEGAL_REPRESENTATIVE, True)
    return sorted(found.values(), key=lambda one: (one.name, one.number or ""))


def list_parties_read_only(session: Session, person_id: uuid.UUID, day: date) -> list[Standing]:
    """As `list_parties`, without making anything: a party that was never used holds no mandate."""
    found: dict[uuid.UUID, Standing] = {}
    person = get_person(session, person_id)
    for right in list_rights_of(session, person_id, day):
        found[right.party_id] = _standing(get_party(session, right.party_id), Ground.MANAGER_RIGHT, False)
    for number in _by_law(session, person, day):
        party = find_party_of_enterprise(session, number)
        if party is not None:
            found[party.id] = _standing(party, Ground.LEGAL_REPRESENTATIVE, True)
    return sorted(found.values(), key=lambda one: (one.name, one.number or ""))


def _by_law(session: Session, person: Person, day: date) -> list[str]:
    """The enterprises that the person represents: the register says so, or the sign-in."""
    functions = find_functions_of(session, person.subject, day) if person.subject else []
    return [one.enterprise_number for one in functions] + said_enterprises(session, person.id, day)


def _standing(party: Party, ground: Ground, manages: bool) -> Standing:
    return Standing(party.id, party.name, party.enterprise_number, ground, manages)
