"""What a clerk may do with the customer in front of him."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed
from app.core.people.persons import get_person
from app.core.people.rights import is_manager, list_rights_of
from app.core.register.enterprises import find_enterprise
from app.core.register.functions import find_functions_of, get_function
from app.models.journal import Ground
from app.models.party import Party
from app.models.visit import Capacity, IdentityMethod, Visit


def permit_customer(session: Session, actor: Actor, party: Party, day: date, about: str) -> dict[str, Any]:
    """The permit (as keyword values) of a clerk whose customer is identified and consents; else a refusal."""
    visit, method, signs_alone = check_customer(session, actor, party, day)
    check_consent(visit, about)
    return {
        "ground": Ground.CONSENTED_CUSTOMER,
        "capacity": visit.capacity,
        "signs_alone": signs_alone,
        "highest_risk": method.highest_risk,
        "function_id": visit.function_id if visit.capacity == Capacity.LEGAL_REPRESENTATIVE else None,
    }


def check_customer(session: Session, actor: Actor, party: Party, day: date) -> tuple[Visit, IdentityMethod, bool]:
    """The visit of a customer who is identified and may decide for `party`, how he is known, whether he signs alone.

    Refuses everybody else. It asks no consent: that is asked for what is done with it.
    """
    visit, method = check_known(session, actor, party, day)
    return visit, method, _check_capacity(session, visit, party, day)


def check_known(session: Session, actor: Actor, party: Party, day: date) -> tuple[Visit, IdentityMethod]:
    """The visit for `party` of a customer who showed who he is, whatever his role there, and how; else a refusal."""
    visit = open_visit(session, actor)
    if visit.party_id != party.id:
        raise NotAllowed("not_your_party", party=party.name)
    refuse_own_affairs(session, actor, visit.person_id, party, day)
    method = IdentityMethod(visit.identity_method) if visit.identity_method else IdentityMethod.NONE
    if method.highest_risk is None or visit.person_id is None or visit.person_id != actor.person_id:
        raise NotAllowed("customer_not_identified")
    return visit, method


def check_consent(visit: Visit, about: str) -> None:
    """Conflict unless the customer agreed, after it was read aloud, to exactly this."""
    if visit.consented_at is None or visit.consent_about != about:
        raise Conflict("consent_missing")


def open_visit(session: Session, actor: Actor) -> Visit:
    """The visit the clerk is in; NotAllowed when it is over or somebody else's."""
    visit = session.get(Visit, actor.visit_id) if actor.visit_id else None
    if visit is None or visit.clerk_id != actor.actor_id or visit.ended_at is not None:
        raise NotAllowed("no_open_visit")
    return visit


def refuse_own_affairs(session: Session, actor: Actor, customer_id: object, party: Party, day: date) -> None:
    """A clerk never acts for himself nor for an enterprise in which he has a function or a right."""
    if customer_id == actor.actor_id or are_own_affairs(session, actor, party, day):
        raise NotAllowed("clerk_own_affairs")


def are_own_affairs(session: Session, actor: Actor, party: Party, day: date) -> bool:
    """Whether the clerk is this party, or has a function or a right in it."""
    clerk = get_person(session, actor.actor_id)  # type: ignore[arg-type]
    functions = find_functions_of(session, clerk.subject, day) if clerk.subject else []
    return (
        clerk.id == party.person_id
        or any(one.enterprise_number == party.enterprise_number for one in functions)
        or any(right.party_id == party.id for right in list_rights_of(session, clerk.id, day))
    )


def _check_capacity(session: Session, visit: Visit, party: Party, day: date) -> bool:
    """Whether the customer signs alone; NotAllowed when he may not decide at all."""
    if visit.capacity == Capacity.LEGAL_REPRESENTATIVE and visit.function_id:
        function = get_function(session, visit.function_id)
        if function.enterprise_number == party.enterprise_number and function.holds_on(day):
            return function.signs == "alone"
    if visit.capacity == Capacity.OWNER and _is_own_business(session, visit, party):
        return True
    person_id = visit.person_id
    if visit.capacity == Capacity.MANAGER and person_id and is_manager(session, person_id, party.id, day):
        return True
    raise NotAllowed("customer_may_not_decide", party=party.name)


def _is_own_business(session: Session, visit: Visit, party: Party) -> bool:
    if party.person_id is not None:
        return party.person_id == visit.person_id
    enterprise = find_enterprise(session, party.enterprise_number or "")
    return enterprise is not None and enterprise.is_natural_person
