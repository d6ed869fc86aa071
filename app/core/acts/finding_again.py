"""Finding a customer without an enterprise number again, so that his dossiers stay together.

A number of an earlier dossier says where to look; the name and the last four signs of a document that a clerk saw
then say that it is he. A name alone never does (docs/decisions/2026-11-28-people-found-again.md). It finds a person,
and proves nothing: the clerk still sees in this visit who it is.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.counter.visits import SHOWN_DOCUMENT, get_staff, start_visit_of_person
from app.core.errors import NotAllowed
from app.core.journal import record
from app.core.letters.codes import count_wrong_try, refuse_floods, tries_left
from app.core.mandates.dossier_numbers import parse_dossier_number
from app.core.mandates.lookup import find_mandate_by_number
from app.core.people.names import cleaned
from app.core.vault import Vault
from app.models.draft import Draft
from app.models.journal import Ground
from app.models.party import Party
from app.models.person import Person
from app.models.visit import Visit


@dataclass(frozen=True)
class SaidToBe:
    """The name of the customer, and the last four signs of the document that he shows now."""

    first_name: str
    last_name: str
    last_four: str


def start_visit_again(
    session: Session, actor: Actor, dossier_number: str, said: SaidToBe, *, vault: Vault, now: datetime
) -> Visit:
    """Begin to help somebody who was here before, by the number on an earlier letter or card.

    Wrong tries count against the number as typed, existing or not, with the same words; after five of them that day it
    finds nobody. Raises WrongTry, Invalid for a number that cannot be one, NotAllowed; the caller commits after
    WrongTry too.
    """
    if actor.actor_id is None:
        raise NotAllowed("clerks_only")
    source = vault.hash_source(f"counter:{get_staff(session, actor.actor_id).person_id}")
    number = parse_dossier_number(dossier_number, field="number")
    refuse_floods(session, source, now, at=number)
    if not tries_left(session, number, now):
        raise NotAllowed("not_found_again_today")
    person = next((one for one in _persons_in(session, number) if _is(session, one, said)), None)
    if person is None:
        raise count_wrong_try(session, number, source, now, code="not_found_again", field="number")
    visit = start_visit_of_person(session, actor, person.id, now=now)
    with_customer = Actor.at_the_counter(visit.clerk_id, visit.id, party_id=visit.party_id, person_id=person.id)
    record(session, with_customer, "found_again", now=now, ground=Ground.STAFF_DUTY)
    return visit


def _persons_in(session: Session, number: str) -> list[Person]:
    """The people who give or hold in their own name in the dossier with this number, begun or sent."""
    mandate = find_mandate_by_number(session, number)
    parties = [mandate.giver_id, mandate.holder_id] if mandate else []
    parties += [one for one in session.scalars(select(Draft.party_id).where(Draft.dossier_number == number)) if one]
    query = select(Person).join(Party, Party.person_id == Person.id).where(Party.id.in_(set[uuid.UUID](parties)))
    return list(session.scalars(query.order_by(Person.id)))


def _is(session: Session, person: Person, said: SaidToBe) -> bool:
    """Whether the name is right, and a clerk saw a document with these signs at an earlier visit."""
    if _plain(person.name) != _plain(f"{said.first_name} {said.last_name}"):
        return False
    seen = select(Visit.id).where(Visit.person_id == person.id, Visit.identity_method.in_(SHOWN_DOCUMENT))
    return session.scalar(seen.where(Visit.document_last_four == said.last_four.strip().upper()).limit(1)) is not None


def _plain(name: str) -> str:
    return cleaned(name).casefold()
