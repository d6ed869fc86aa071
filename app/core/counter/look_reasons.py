"""For what a colleague must look too before a clerk sends what a customer gives: the reasons, as codes."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.people.rights import list_rights_in
from app.core.register.addresses import address_changed_on, letter_addresses
from app.core.register.functions import list_functions
from app.models.confirmed_address import ConfirmedAddress
from app.models.journal import JournalEntry
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType, Risk
from app.models.party import Party
from app.models.person import Person
from app.models.right_type import RightType
from app.models.staff import Staff
from app.models.visit import IdentityMethod, Visit

IMPORTANT, ALL_DOMAINS, CLOSE, MANY, SENT_HERE, NO_EID, NEW_ADDRESS, PRESSURE = REASONS = (
    "important", "all_domains", "close", "many", "sent_here", "no_eid", "new_address", "pressure",
)  # fmt: skip
CARDS = {IdentityMethod.EID_READ, IdentityMethod.CARD_CHECKED}  # the identity card itself, read or checked
RECENTLY = timedelta(days=90)
A_WEEK = timedelta(days=7)
RECEIVED = ("given", "requested", "passed_on", "accepted")


def list_reasons(session: Session, visit: Visit, giver: Party, own: Collection[str], *, now: datetime) -> list[str]:
    """The reasons that hold now, always in the same order; none when the clerk may send it alone.

    `own` are those of what is looked at; the rest are those of the customer, his proof and his address.
    """
    day = brussels_day(now)
    found = {
        NO_EID: IdentityMethod(visit.identity_method or IdentityMethod.NONE) not in CARDS,
        NEW_ADDRESS: _moved_in_register(session, giver, day) or _has_proved_address(session, giver, now),
        PRESSURE: _was_pressed(session, visit, giver, now),
    }
    return [reason for reason in REASONS if reason in own or found.get(reason)]


def list_mandate_reasons(
    session: Session, visit: Visit, holder: Party, types: Sequence[MandateType], *,
    other_than: Mandate | None, named: Collection[uuid.UUID] = (), most: int, now: datetime,
) -> set[str]:  # fmt: skip
    """The reasons that lie in a mandate with these types for this holder.

    `most` is how many mandates a holder gets at one counter in a week before somebody looks; `other_than` is the
    mandate that this is about, which is not counted; `named` are who is to execute it.
    """
    day = brussels_day(now)
    found = {
        IMPORTANT: any(one.money or one.risk == Risk.HIGH for one in types),
        ALL_DOMAINS: _touches_every_domain(session, types, day),
        CLOSE: visit.holder_is_close
        or _has_a_colleague(session, visit, holder, day)
        or _work_here(session, visit, named),
        MANY: _count_received(session, visit, holder, other_than, now) >= most,
    }
    return {reason for reason, holds in found.items() if holds}


def list_appointment_reasons(
    session: Session, visit: Visit, types: Sequence[RightType], person_id: uuid.UUID | None
) -> set[str]:
    """The reasons that lie in these rights for this colleague of the customer; None for somebody new."""
    found = {
        IMPORTANT: any(one.decides or one.risk == Risk.HIGH for one in types),
        CLOSE: visit.holder_is_close or _work_here(session, visit, [person_id] if person_id else ()),
    }
    return {reason for reason, holds in found.items() if holds}


def _work_here(session: Session, visit: Visit, people: Collection[uuid.UUID]) -> bool:
    """Whether one of these people helps customers at the same counter; by sign-in, not name."""
    here = exists().where(Staff.person_id.in_(people), Staff.office_id == visit.office_id)
    return bool(people) and bool(session.scalar(select(here)))


def _touches_every_domain(session: Session, types: Sequence[MandateType], day: date) -> bool:
    given = (MandateType.withdrawn_from.is_(None)) | (MandateType.withdrawn_from > day)
    domains = set(session.scalars(select(MandateType.domain_key).where(given).distinct()))
    return len(domains) > 1 and domains <= {one.domain_key for one in types}


def _has_a_colleague(session: Session, visit: Visit, holder: Party, day: date) -> bool:
    """Whether somebody of the same counter is the holder, represents it or has a right in it; by sign-in, not name."""
    people = select(Person).join(Staff, Staff.person_id == Person.id).where(Staff.office_id == visit.office_id)
    colleagues = session.scalars(people).all()
    functions = list_functions(session, holder.enterprise_number, day) if holder.enterprise_number else []
    subjects = {one.subject for one in functions if one.subject}
    rights = {one.person_id for one in list_rights_in(session, holder.id, day)} | {holder.person_id}
    return any(one.id in rights or one.subject in subjects for one in colleagues)


def _count_received(session: Session, visit: Visit, holder: Party, other_than: Mandate | None, now: datetime) -> int:
    query = (
        select(func.count(JournalEntry.mandate_id.distinct()))
        .join(Visit, Visit.id == JournalEntry.visit_id)
        .join(Mandate, Mandate.id == JournalEntry.mandate_id)
        .where(JournalEntry.kind.in_(RECEIVED), JournalEntry.at > now - A_WEEK)
        .where(Visit.office_id == visit.office_id, Mandate.holder_id == holder.id)
    )
    if other_than is not None:
        query = query.where(Mandate.id != other_than.id)
    return session.execute(query).scalar_one()


def _moved_in_register(session: Session, giver: Party, day: date) -> bool:
    """Whether the register's address for letters to this giver became another one a short while ago."""
    changed_on = address_changed_on(session, giver.enterprise_number) if giver.enterprise_number else None
    return changed_on is not None and day - changed_on < RECENTLY


def _has_proved_address(session: Session, giver: Party, now: datetime) -> bool:
    """Whether letters go to an address that was proved here a short while ago, for want of one in the register."""
    if giver.enterprise_number and letter_addresses(session, [giver.enterprise_number]).get(giver.enterprise_number):
        return False
    recent = exists().where(
        ConfirmedAddress.party_id == giver.id, ConfirmedAddress.confirmed_at > now - RECENTLY
    )
    return bool(session.scalar(select(recent)))


def _was_pressed(session: Session, visit: Visit, giver: Party, now: datetime) -> bool:
    """Whether a clerk stopped an earlier visit of this giver because somebody seemed to press the customer."""
    pressed = exists().where(
        Visit.party_id == giver.id,
        Visit.id != visit.id,
        Visit.exit_reason == "pressure",
        Visit.ended_at > now - RECENTLY,
    )
    return bool(session.scalar(select(pressed)))
