"""A caller of whom nothing can be checked, for he has no letter and no mandate: a clerk prepares a gift, no more."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.unchecked_callers import check_measure
from app.core.distant.phone_calls import Caller, actor_of, clerk_on_the_phone, end_forgotten_calls
from app.core.errors import Conflict, Invalid
from app.core.journal import record
from app.core.people.parties import ensure_enterprise_party, has_stopped
from app.core.people.persons import add_person
from app.core.permits.visit import refuse_own_affairs
from app.core.policy import Policy
from app.core.register.enterprises import find_enterprise
from app.models.journal import Ground
from app.models.phone_call import CallerCheck, PhoneCall


def begin_unchecked_call(
    session: Session, actor: Actor, enterprise_number: str, caller: Caller, *, policy: Policy, now: datetime
) -> PhoneCall:
    """Begin a call with somebody who says to call for this enterprise, whom nobody knows.

    Nothing shows of what the enterprise has. Raises Invalid for an enterprise that the register does not know and for a
    name that could hold a message, Conflict for one that stopped, that no letter reaches or that got enough of them,
    NotAllowed for the clerk's own enterprise.
    """
    clerk_id = clerk_on_the_phone(session, actor)
    end_forgotten_calls(session, now=now)
    if find_enterprise(session, enterprise_number) is None:
        raise Invalid("enterprise_unknown", field="enterprise_number")
    _check_name(caller)
    party = ensure_enterprise_party(session, enterprise_number)
    refuse_own_affairs(session, actor, None, party, brussels_day(now))
    if has_stopped(session, party):
        raise Conflict("unchecked_stopped", party=party.name)
    check_measure(session, actor, party, policy=policy, now=now)
    person = add_person(session, caller.first_name, caller.last_name)
    call = PhoneCall(
        clerk_id=clerk_id, mandate_id=None, party_id=party.id, check_kind=CallerCheck.NONE, facts=[],
        person_id=person.id, capacity=caller.capacity, started_at=now,
    )  # fmt: skip
    session.add(call)
    session.flush()
    by = {"ground": Ground.STAFF_DUTY, "capacity": call.capacity}
    record(session, actor_of(call), "caller_not_checked", now=now, **by)
    return call


def _check_name(caller: Caller) -> None:
    # The name goes into a letter to somebody who may never have called: it holds no phone number, no price, no address.
    for field in ("first_name", "last_name"):
        if any(not (sign.isalpha() or sign in " '’-.") for sign in getattr(caller, field).strip()):
            raise Invalid("caller_name_signs", field=field)
