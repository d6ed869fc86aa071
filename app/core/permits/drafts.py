"""Who may go on with kept answers: whoever began them, whoever decides for the party, a clerk with such a customer.

Answers say whom somebody trusts with what, so an enterprise number alone, which is public, opens none. Those about a
colleague are asked with the names of colleagues and customers, so they are for who decides about rights there and for
nobody else, whoever began them: a right can be taken back half-way. What a clerk is
preparing on the phone is for that call alone; once it is ready, or the call is over, it is for whoever decides for the
party. A caller goes on with a gift only: who was checked for the party and says to decide for it. He throws nothing
away that was kept: two facts and the number of a card are not proof enough.
"""

from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.people.parties import get_party
from app.core.permits.colleagues import may_appoint
from app.core.permits.managing import DECIDING_CAPACITIES, permit_person
from app.core.permits.phone import KEPT_AS, PREPARE, may_know_kept, open_call
from app.core.permits.visit import open_visit
from app.models.draft import Draft
from app.models.journal import Channel
from app.models.visit import IdentityMethod

COLLEAGUE = "colleague"  # the wizard in which an organisation says what somebody may do in it


def may_go_on(session: Session, actor: Actor, draft: Draft | Row[Any], day: date) -> bool:
    """Whether this actor may see the answers and go on with them."""
    if actor.channel is Channel.PHONE:
        call = open_call(session, actor)
        if draft.begun_call_id is not None and draft.begun_call_id == call.id:
            return True
        return draft.wizard == KEPT_AS and may_know_kept(call, draft.party_id)
    if draft.wizard == PREPARE:
        return False
    if actor.channel is Channel.COUNTER:
        if actor.visit_id is None or draft.party_id is None or draft.party_id != actor.party_id:
            return False
        if draft.wizard == COLLEAGUE:
            return customer_may_decide(session, actor)
        return draft.begun_visit_id == actor.visit_id or customer_may_decide(session, actor)
    if not actor.comes_himself or actor.person_id is None:
        return False
    return is_his_own(actor, draft) or _decides(session, actor, draft, day)


def is_his_own(actor: Actor, draft: Draft | Row[Any]) -> bool:
    """Whether it is for who began it, whatever he may decide since."""
    return draft.person_id == actor.person_id and draft.wizard != COLLEAGUE


def check_may_begin(session: Session, actor: Actor, wizard: str, day: date) -> None:
    """Refuse to begin about a colleague who does not decide for the party; anything else is asked when it is sent.

    At a counter that is a customer who showed who he is, in a role that decides.
    """
    if wizard != COLLEAGUE:
        return
    if actor.party_id is None:
        raise NotAllowed("sign_in_first")
    if actor.channel is Channel.COUNTER:
        if not customer_may_decide(session, actor):
            raise NotAllowed("appoint_identified_first", party=get_party(session, actor.party_id).name)
        return
    party = get_party(session, actor.party_id)
    if not may_appoint(session, actor, party, day):
        permit_person(session, actor.person_id, party, day)


def may_throw_away(actor: Actor, draft: Draft | Row[Any]) -> bool:
    """Whether who may go on with the answers may also throw them away: a caller only what he began in this call."""
    return actor.channel is not Channel.PHONE or draft.begun_call_id == actor.call_id


def customer_may_decide(session: Session, actor: Actor) -> bool:
    """Whether the customer of the clerk's visit showed who he is, in a role that decides for the party."""
    visit = open_visit(session, actor)
    method = IdentityMethod(visit.identity_method or IdentityMethod.NONE)
    return method.highest_risk is not None and visit.capacity in DECIDING_CAPACITIES


def _decides(session: Session, actor: Actor, draft: Draft | Row[Any], day: date) -> bool:
    if draft.party_id is None:
        return False
    party = get_party(session, draft.party_id)
    if draft.wizard == COLLEAGUE and may_appoint(session, actor, party, day):
        return True
    try:
        permit_person(session, actor.person_id, party, day)
    except NotAllowed:
        return False
    return True
