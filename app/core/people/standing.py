"""For whom somebody may act: the enterprises in which he has a function or a right, and himself."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core.people.parties import ensure_enterprise_party, find_party_of_enterprise, get_party
from app.core.people.persons import get_person
from app.core.people.rights import list_rights_of
from app.core.register.enterprises import find_enterprise
from app.core.register.functions import find_functions_of
from app.models.journal import Ground
from app.models.party import Party


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
    for function in find_functions_of(session, person.subject, day) if person.subject else []:
        if find_enterprise(session, function.enterprise_number) is not None:
            party = ensure_enterprise_party(session, function.enterprise_number)
            found[party.id] = _standing(party, Ground.LEGAL_REPRESENTATIVE, True)
    return sorted(found.values(), key=lambda one: (one.name, one.number or ""))


def list_parties_read_only(session: Session, person_id: uuid.UUID, day: date) -> list[Standing]:
    """As `list_parties`, without making anything: a party that was never used holds no mandate."""
    found: dict[uuid.UUID, Standing] = {}
    person = get_person(session, person_id)
    for right in list_rights_of(session, person_id, day):
        found[right.party_id] = _standing(get_party(session, right.party_id), Ground.MANAGER_RIGHT, False)
    for function in find_functions_of(session, person.subject, day) if person.subject else []:
        party = find_party_of_enterprise(session, function.enterprise_number)
        if party is not None:
            found[party.id] = _standing(party, Ground.LEGAL_REPRESENTATIVE, True)
    return sorted(found.values(), key=lambda one: (one.name, one.number or ""))


def _standing(party: Party, ground: Ground, manages: bool) -> Standing:
    return Standing(party.id, party.name, party.enterprise_number, ground, manages)
