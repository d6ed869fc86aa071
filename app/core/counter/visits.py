"""Visits to the counter: who was helped, how the clerk knew who it was, and the hand-over to the next customer."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.clock import BRUSSELS, brussels_day, brussels_time
from app.core.actor import Actor
from app.core.counter.documents import check_document
from app.core.counter.known_customers import second_clerk_of
from app.core.counter.vouching import Vouching, forget_voucher, keep_voucher
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.journal import record
from app.core.people.parties import ensure_enterprise_party, ensure_person_party, get_party
from app.core.people.persons import add_person, ensure_person
from app.core.people.rights import is_manager
from app.core.permits.visit import open_visit, refuse_own_affairs
from app.core.register.enterprises import find_enterprise
from app.core.register.functions import get_function
from app.models.journal import Ground
from app.models.party import Party
from app.models.person import Person
from app.models.staff import Staff
from app.models.visit import Capacity, IdentityMethod, Visit

EXIT_REASONS = (
    "done",
    "comes_back",
    "document_missing",
    "second_signature_missing",
    "identity_unsure",
    "may_not_decide",
    "does_not_understand",
    "pressure",
    "does_not_want",
    "system_down",
    "other",
)
SHOWN_DOCUMENT = {IdentityMethod.EID_READ, IdentityMethod.CARD_CHECKED, IdentityMethod.PASSPORT_CHECKED}


@dataclass(frozen=True)
class Evidence:
    """How the clerk saw who it is; `last_four` are the last signs of the document, nothing more is kept.

    `vouching` is who vouches, for that method only.
    """

    method: IdentityMethod
    document_kind: str | None = None
    last_four: str | None = None
    known_card: bool = True
    vouching: Vouching | None = None


def get_staff(session: Session, person_id: uuid.UUID) -> Staff:
    """The member of staff behind a person, with name and counter; NotAllowed for anybody else."""
    query = select(Staff).where(Staff.person_id == person_id)
    staff = session.scalars(query.options(joinedload(Staff.person), joinedload(Staff.office))).first()
    if staff is None:
        raise NotAllowed("clerks_only")
    return staff


def start_visit(session: Session, actor: Actor, enterprise_number: str, *, now: datetime) -> Visit:
    """Begin to help the customer of this enterprise; a clerk helps one customer at a time, at a counter of his own."""
    staff = _free_clerk(session, actor)
    party = ensure_enterprise_party(session, enterprise_number)
    return _begin(session, actor, staff, party, now)


def start_visit_of_person(session: Session, actor: Actor, person_id: uuid.UUID, *, now: datetime) -> Visit:
    """Begin to help somebody who acts in his own name and has no enterprise number."""
    staff = _free_clerk(session, actor)
    return _begin(session, actor, staff, ensure_person_party(session, person_id), now)


def start_second_visit(session: Session, actor: Actor, *, now: datetime) -> Visit:
    """Begin to help a second representative of the same party, beside the customer who stays at the counter.

    He shows who he is and consents by himself; when his visit ends, that of the first goes on. Raises Conflict for a
    third.
    """
    session.execute(select(Staff.person_id).where(Staff.person_id == actor.actor_id).with_for_update())
    first = open_visit(session, actor)
    if first.beside_id is not None:
        raise Conflict("visit_still_open")
    second = Visit(
        clerk_id=first.clerk_id, office_id=first.office_id, party_id=first.party_id, beside_id=first.id, started_at=now
    )
    session.add(second)
    session.flush()
    return second


def find_open_visit(session: Session, clerk_id: uuid.UUID) -> Visit | None:
    """The visit in which this clerk is now, with party and customer; None between customers."""
    query = select(Visit).where(Visit.clerk_id == clerk_id, Visit.ended_at.is_(None))
    query = query.options(joinedload(Visit.party), joinedload(Visit.person))
    # Of two that began at the same moment, the one beside the other is the one in which he is now.
    query = query.order_by(Visit.started_at.desc(), Visit.beside_id.is_(None))
    return session.scalars(query.limit(1)).first()


def record_customer(
    session: Session,
    actor: Actor,
    *,
    capacity: Capacity,
    function_id: uuid.UUID | None = None,
    manager_id: uuid.UUID | None = None,
    first_name: str = "",
    last_name: str = "",
    now: datetime,
) -> Visit:
    """Say who the customer is and why he may decide.

    A legal representative is the row that the clerk picks from the register, a manager one of those who have the right;
    anybody else is named. How the clerk knew who it was holds for this person in this role only: another is seen anew.
    Raises NotAllowed when the clerk would help himself or his own enterprise.
    """
    visit = open_visit(session, actor)
    party = get_party(session, visit.party_id)
    if capacity is Capacity.LEGAL_REPRESENTATIVE:
        if function_id is None:
            raise Invalid("function_missing", field="function_id")
        person = _person_of_function(session, visit, party, function_id, now)
    elif capacity is Capacity.MANAGER:
        person = _manager(session, party, manager_id, now)
    else:
        _check_owner(session, party, capacity)
        person = _named_person(session, party, first_name, last_name)
    refuse_own_affairs(session, actor, person.id, party, brussels_day(now))
    who = (capacity, person.id, function_id if capacity is Capacity.LEGAL_REPRESENTATIVE else None)
    if who != (visit.capacity, visit.person_id, visit.function_id):
        _forget_proof(session, visit, now)
    visit.capacity, visit.person_id, visit.function_id = who
    _forget_consent(visit)
    session.flush()
    return visit


def record_identity(session: Session, actor: Actor, evidence: Evidence, *, now: datetime) -> Visit:
    """Write down how the clerk saw who it is: method, kind of document, last four signs, result. Never a copy.

    Raises Invalid at what is missing, ColleagueNeeded until a colleague said that he knows the customer too.
    """
    visit = open_visit(session, actor)
    if visit.person_id is None:
        raise Conflict("customer_first")
    visit.second_clerk_number = _check_evidence(session, actor, visit, evidence, now)
    forget_voucher(session, visit, now=now)
    relation = _keep_vouching(session, actor, visit, evidence, now)
    visit.identity_method = evidence.method
    visit.document_kind = evidence.document_kind if evidence.method in SHOWN_DOCUMENT else None
    visit.document_last_four = evidence.last_four if evidence.method in SHOWN_DOCUMENT else None
    visit.identity_result = "hit" if evidence.method in SHOWN_DOCUMENT else None
    visit.identified_at = now
    _forget_consent(visit)
    entry_data = {"method": str(evidence.method), "document": visit.document_kind} | relation
    if visit.second_clerk_number:
        entry_data["second_clerk"] = visit.second_clerk_number
    record(session, actor, "identified", now=now, ground=Ground.STAFF_DUTY, capacity=visit.capacity, **entry_data)
    return visit


def record_consent(session: Session, actor: Actor, about: str, *, now: datetime, close: bool = False) -> Visit:
    """The script was read aloud and the customer agreed to exactly this act; a changed wish needs a new consent.

    `close` is what the clerk says: the holder is family of his, or somebody he works with. Then a colleague looks too.
    """
    visit = open_visit(session, actor)
    visit.consented_at, visit.consent_about = now, about
    visit.holder_is_close = close
    record(session, actor, "consented", now=now, ground=Ground.STAFF_DUTY, capacity=visit.capacity)
    return visit


def record_reading_aid(session: Session, actor: Actor, *, now: datetime) -> None:
    """The customer got a reading aid; what counts stays the Dutch text.

    In which language is not kept: administrations keep no register of languages (circulars BA-97/22 and BA-2005/03).
    """
    visit = open_visit(session, actor)
    because = {"ground": Ground.STAFF_DUTY, "capacity": visit.capacity}
    record(session, actor, "reading_aid", now=now, **because)


def end_visit(session: Session, actor: Actor, reason: str, *, now: datetime, note: str = "") -> Visit:
    """Hand over to the next customer. The draft stays; why the customer left is a code and, if wished, a short note."""
    visit = open_visit(session, actor)
    if reason not in EXIT_REASONS:
        raise Invalid("exit_reason_missing", field="reason")
    visit.ended_at, visit.exit_reason, visit.exit_note = now, reason, note.strip()[:500] or None
    record(session, actor, "visit_ended", now=now, ground=Ground.STAFF_DUTY, capacity=visit.capacity, reason=reason)
    return visit


def list_visits_today(session: Session, clerk_id: uuid.UUID, *, now: datetime) -> Sequence[Visit]:
    """The clerk's own visits of today, the last one first."""
    local = brussels_time(now)
    midnight = datetime(local.year, local.month, local.day, tzinfo=BRUSSELS)
    query = select(Visit).where(Visit.clerk_id == clerk_id, Visit.started_at >= midnight)
    query = query.options(joinedload(Visit.party), joinedload(Visit.person))
    return session.scalars(query.order_by(Visit.started_at.desc(), Visit.id)).all()


def _begin(session: Session, actor: Actor, staff: Staff, party: Party, now: datetime) -> Visit:
    refuse_own_affairs(session, actor, None, party, brussels_day(now))
    visit = Visit(clerk_id=staff.person_id, office_id=staff.office_id, party_id=party.id, started_at=now)
    session.add(visit)
    session.flush()
    return visit


def _free_clerk(session: Session, actor: Actor) -> Staff:
    """The clerk, at a counter of his own and without a customer; two tabs at the same moment start one visit."""
    if actor.actor_id is None:
        raise NotAllowed("clerks_only")
    session.execute(select(Staff.person_id).where(Staff.person_id == actor.actor_id).with_for_update())
    staff = get_staff(session, actor.actor_id)
    if staff.office_id is None:
        raise NotAllowed("clerks_only")
    if find_open_visit(session, staff.person_id) is not None:
        raise Conflict("visit_still_open")
    return staff


def _person_of_function(session: Session, visit: Visit, party: Party, function_id: uuid.UUID, now: datetime) -> Person:
    function = get_function(session, function_id)
    if function.enterprise_number != party.enterprise_number or not function.holds_on(brussels_day(now)):
        raise Invalid("function_missing", field="function_id")
    if function.subject:
        return ensure_person(session, function.subject, function.first_name, function.last_name)
    # The same row of the register is the same person at the next visit; a name alone never is.
    known = select(Person).join(Visit, Visit.person_id == Person.id).where(Visit.function_id == function_id)
    person = session.scalars(known.order_by(Visit.started_at).limit(1)).first()
    return person or add_person(session, function.first_name, function.last_name)


def _manager(session: Session, party: Party, manager_id: uuid.UUID | None, now: datetime) -> Person:
    if manager_id is None or not is_manager(session, manager_id, party.id, brussels_day(now)):
        raise Invalid("manager_missing", field="manager_id")
    return session.get_one(Person, manager_id)


def _named_person(session: Session, party: Party, first_name: str, last_name: str) -> Person:
    if party.person_id is not None:
        return session.get_one(Person, party.person_id)
    return add_person(session, first_name, last_name)


def _check_owner(session: Session, party: Party, capacity: Capacity) -> None:
    if capacity is not Capacity.OWNER or party.enterprise_number is None:
        return
    enterprise = find_enterprise(session, party.enterprise_number)
    if enterprise is None or not enterprise.is_natural_person:
        raise Invalid("not_a_natural_person", field="capacity", party=party.name)


def _check_evidence(
    session: Session, actor: Actor, visit: Visit, evidence: Evidence, now: datetime
) -> str | None:  # fmt: skip
    """Refuse evidence that cannot be; the number of the colleague who knows the customer too, where one must."""
    if evidence.method in SHOWN_DOCUMENT:
        check_document(evidence.document_kind, evidence.last_four)
        if not evidence.known_card:
            raise Invalid("card_not_known", field="known_card")
    if evidence.method is IdentityMethod.KNOWN_BY_TWO:
        return second_clerk_of(session, actor, visit, now=now)
    return None


def _keep_vouching(
    session: Session, actor: Actor, visit: Visit, evidence: Evidence, now: datetime
) -> dict[str, str | None]:  # fmt: skip
    """Keep who vouches; what the journal tells of it: his relation and the kind of document, never his name."""
    if evidence.method is not IdentityMethod.VOUCHED_FOR:
        return {}
    voucher = keep_voucher(session, actor, visit, evidence.vouching or Vouching(), brussels_day(now))
    return {"relation": voucher.relation, "document": voucher.document_kind}


def _forget_proof(session: Session, visit: Visit, now: datetime) -> None:
    forget_voucher(session, visit, now=now)
    visit.identity_method = visit.identity_result = visit.identified_at = None
    visit.document_kind = visit.document_last_four = visit.second_clerk_number = None


def _forget_consent(visit: Visit) -> None:
    # Consent was given by a known person in a known role; when either changes it must be asked again.
    visit.consented_at = visit.consent_about = None
    visit.spoke_alone = visit.understood = visit.understood_about = None
