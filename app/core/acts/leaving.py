"""What the end of a visit to the counter leads to: nothing that was begun there may hang."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts.second_signatures import invite_who_left
from app.core.counter.visits import end_visit, find_open_visit
from app.core.journal import record
from app.core.mandates.lookup import get_mandate_of, lock_mandates, visible_to
from app.core.policy import Policy
from app.models.journal import Channel, Ground
from app.models.mandate import Mandate
from app.models.signature import Signature, SigningWay
from app.models.visit import Visit

CLERK_LEFT = "clerk_left"  # no clerk chooses this reason: the directory said so


def leave_counter(
    session: Session, actor: Actor, reason: str, *, policy: Policy, now: datetime, note: str = ""
) -> Visit:
    """End the visit, as `end_visit`; who should have signed at the counter and did not gets the letter.

    A visit beside another ends nothing yet: the customer who signed first is still there, and the second can come back.
    """
    visit = end_visit(session, actor, reason, now=now, note=note)
    if visit.beside_id is not None:
        return visit
    _invite_who_did_not_sign(session, actor, visit, policy=policy, now=now)
    return visit


def close_counter(session: Session, clerk_id: uuid.UUID, *, policy: Policy, now: datetime) -> None:
    """End every visit of a clerk who is not at this counter any more, as if all customers had left."""
    # The one beside another first: the other goes on until it is closed too.
    while (visit := find_open_visit(session, clerk_id)) is not None:
        _close(session, visit, now)
        if visit.beside_id is None:
            actor = Actor(Channel.JOB, party_id=visit.party_id)
            _invite_who_did_not_sign(session, actor, visit, policy=policy, now=now)


def _close(session: Session, visit: Visit, now: datetime) -> None:
    # Nobody pressed a button; the draft stays.
    visit.ended_at, visit.exit_reason = now, CLERK_LEFT
    actor = Actor(Channel.JOB, person_id=visit.clerk_id, party_id=visit.party_id, visit_id=visit.id)
    record(session, actor, "visit_ended", now=now, ground=Ground.RULE, capacity=visit.capacity, reason=CLERK_LEFT)


def _invite_who_did_not_sign(session: Session, actor: Actor, visit: Visit, *, policy: Policy, now: datetime) -> None:
    asked = select(Signature.mandate_id).join(Mandate, Mandate.id == Signature.mandate_id)
    asked = asked.where(visible_to(visit.party_id), Signature.way == SigningWay.COUNTER)
    asked = asked.where(Signature.signed_on.is_(None), Signature.ended_on.is_(None)).distinct()
    for mandate_id in lock_mandates(session, session.scalars(asked).all()):
        mandate, side = get_mandate_of(session, actor, mandate_id, lock=True)
        invite_who_left(session, mandate, side, policy=policy, now=now)
