"""What a clerk asks a customer before he gives: alone, whether he wants it; and in his own words, what he gives.

The answers are codes in the journal of the visit and stand on no paper of the customer. Without good answers nothing of
more than low risk is given at a counter; while there is doubt about the will, nothing is given at all.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.journal import record
from app.core.permits.visit import open_visit
from app.models.journal import Channel, Ground
from app.models.mandate_type import MandateType, Risk
from app.models.visit import Visit

FREE, DOUBT = "free", "doubt"
UNSURE = "unsure"
CHOSE = ("yes", UNSURE)
TOLD = ("no", UNSURE)
RIGHT, RIGHT_AFTERWARDS, NOT_RIGHT = "right", "right_afterwards", "not_right"
UNDERSTOOD = (RIGHT, RIGHT_AFTERWARDS, NOT_RIGHT)


def record_alone(session: Session, actor: Actor, *, chose: str, told: str, now: datetime) -> Visit:
    """What the customer said alone: whether he chose it himself, and whether somebody told him to."""
    visit = open_visit(session, actor)
    if chose not in CHOSE:
        raise Invalid("answer_missing", field="chose")
    if told not in TOLD:
        raise Invalid("answer_missing", field="told")
    visit.spoke_alone = DOUBT if UNSURE in {chose, told} else FREE
    because = {"ground": Ground.STAFF_DUTY, "capacity": visit.capacity}
    record(session, actor, "spoke_alone", now=now, chose=chose, told=told, **because)
    return visit


def record_understanding(session: Session, actor: Actor, answer: str, about: str, *, now: datetime) -> Visit:
    """How well the customer told in his own words what he is about to give; `about` names that wish and no other."""
    visit = open_visit(session, actor)
    if answer not in UNDERSTOOD:
        raise Invalid("answer_missing", field="answer")
    visit.understood, visit.understood_about = answer, about
    because = {"ground": Ground.STAFF_DUTY, "capacity": visit.capacity}
    record(session, actor, "told_back", now=now, answer=answer, **because)
    return visit


def needs_talk(types: Sequence[MandateType]) -> bool:
    """Whether a customer at a counter must have been asked before these are given."""
    return any(one.risk != Risk.LOW for one in types)


def check_talk(session: Session, actor: Actor, types: Sequence[MandateType], about: str) -> None:
    """Refuse giving at a counter before the customer was asked alone and told it well in his own words."""
    if actor.channel is not Channel.COUNTER:
        return
    visit = open_visit(session, actor)
    if visit.spoke_alone == DOUBT:
        raise NotAllowed("not_today")
    if not needs_talk(types):
        return
    if visit.spoke_alone is None:
        raise Conflict("not_asked_alone")
    if visit.understood_about != about:
        raise Conflict("not_told_back")
    if visit.understood == NOT_RIGHT:
        raise NotAllowed("not_understood")
