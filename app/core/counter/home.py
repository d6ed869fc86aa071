"""What a clerk sees between two customers, and what is known of the customer in front of him."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.mandates.dossier_numbers import is_dossier_number
from app.core.people.parties import get_party
from app.core.people.persons import get_person
from app.core.people.rights import list_managers
from app.core.register.enterprises import find_enterprise
from app.core.register.functions import list_functions
from app.core.register.postal import address_of
from app.models.draft import Draft
from app.models.function import Function
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.person import Person
from app.models.visit import Capacity, IdentityMethod, Visit

MOST_DRAFTS = 20


@dataclass(frozen=True)
class KeptDraft:
    """A draft that a customer of this counter left behind to finish later."""

    dossier_number: str
    party_name: str
    enterprise_number: str
    saved_at: datetime
    expires_on: date


@dataclass(frozen=True)
class Customer:
    """The customer of an open visit, as far as the clerk has said who it is."""

    visit_id: uuid.UUID
    party_name: str
    enterprise_number: str | None
    person_name: str | None
    capacity: Capacity | None
    method: IdentityMethod | None
    identified_at: datetime | None
    has_address: bool

    @property
    def may_decide(self) -> bool:
        """Whether sending is possible at all: known, identified, and in a role that decides."""
        identified = self.method is not None and self.method.highest_risk is not None
        return identified and self.capacity not in {None, Capacity.NONE}


@dataclass(frozen=True)
class Candidates:
    """Who the customer can be: those named by the register, the owner, those with the manager right."""

    functions: Sequence[Function]
    managers: Sequence[Person]
    is_own_business: bool


def list_kept_drafts(session: Session, office_id: uuid.UUID, *, now: datetime) -> list[KeptDraft]:
    """The drafts that were last worked on at this counter and are not sent, the last saved first."""
    query = (
        select(Draft, Party)
        .join(Visit, Visit.id == Draft.visit_id)
        .join(Party, Party.id == Draft.party_id)
        .where(Visit.office_id == office_id, Visit.ended_at.is_not(None))
        .where(Draft.mandate_id.is_(None), Draft.expires_on >= brussels_day(now), Party.enterprise_number.is_not(None))
        .order_by(Draft.saved_at.desc(), Draft.dossier_number)
    )
    rows = session.execute(query.limit(MOST_DRAFTS))
    return [
        KeptDraft(draft.dossier_number, party.name, party.enterprise_number or "", draft.saved_at, draft.expires_on)
        for draft, party in rows
    ]


def find_enterprise_of_dossier(session: Session, text: str) -> str | None:
    """The enterprise behind a dossier number as typed: the giver of a mandate, or whose draft it is; else None."""
    digits = "".join(sign for sign in text if sign.isdigit())
    if not is_dossier_number(digits):
        return None
    giver = select(Party.enterprise_number).join(Mandate, Mandate.giver_id == Party.id)
    of_draft = select(Party.enterprise_number).join(Draft, Draft.party_id == Party.id)
    return session.scalar(giver.where(Mandate.dossier_number == digits)) or session.scalar(
        of_draft.where(Draft.dossier_number == digits)
    )


def read_customer(session: Session, visit: Visit) -> Customer:
    """Everything that is known of the customer of this visit."""
    party = get_party(session, visit.party_id)
    return Customer(
        visit_id=visit.id,
        party_name=party.name,
        enterprise_number=party.enterprise_number,
        person_name=get_person(session, visit.person_id).name if visit.person_id else None,
        capacity=Capacity(visit.capacity) if visit.capacity else None,
        method=IdentityMethod(visit.identity_method) if visit.identity_method else None,
        identified_at=visit.identified_at,
        has_address=address_of(session, party) is not None,
    )


def list_candidates(session: Session, visit: Visit, day: date) -> Candidates:
    """Who the customer can be, for the clerk to choose from."""
    party = get_party(session, visit.party_id)
    if party.enterprise_number is None:
        return Candidates((), (), True)
    enterprise = find_enterprise(session, party.enterprise_number)
    return Candidates(
        functions=list_functions(session, party.enterprise_number, day),
        managers=list_managers(session, party.id, day),
        is_own_business=enterprise is not None and enterprise.is_natural_person,
    )
