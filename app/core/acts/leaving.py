"""What the end of a visit to the counter leads to: nothing that was begun there may hang."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts.second_signatures import invite_who_left
from app.core.counter.visits import end_visit
from app.core.mandates.lookup import get_mandate_of, visible_to
from app.core.policy import Policy
from app.models.mandate import Mandate
from app.models.signature import Signature, SigningWay
from app.models.visit import Visit


def leave_counter(
    session: Session, actor: Actor, reason: str, *, policy: Policy, now: datetime, note: str = ""
) -> Visit:
    """End the visit, as `end_visit`; who should have signed at the counter and did not gets the letter.

    A visit beside another ends nothing yet: the customer who signed first is still there, and the second can come back.
    """
    visit = end_visit(session, actor, reason, now=now, note=note)
    if visit.beside_id is not None:
        return visit
    asked = select(Signature.mandate_id).join(Mandate, Mandate.id == Signature.mandate_id)
    asked = asked.where(visible_to(visit.party_id), Signature.way == SigningWay.COUNTER)
    asked = asked.where(Signature.signed_on.is_(None), Signature.ended_on.is_(None)).distinct()
    for mandate_id in session.scalars(asked).all():
        mandate, side = get_mandate_of(session, actor, mandate_id, lock=True)
        invite_who_left(session, mandate, side, policy=policy, now=now)
    return visit
