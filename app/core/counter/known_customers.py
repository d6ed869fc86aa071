"""A customer whom two clerks know: the second one says so himself, with his own sign-in, as he looks at an act.

It is a second look at who stands here: asked, found, said and kept in the journal as every other
(`second_looks.py`, `looking_too.py`), so the same clerk, one of another counter, and always the same pair are refused.
"""

import hashlib
import json
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.counter.second_looks import ask_colleague, find_look, list_looks
from app.core.errors import Conflict, NotAllowed
from app.core.permits.visit import open_visit
from app.models.second_look import Outcome, SecondLook
from app.models.staff import Staff
from app.models.visit import Visit

ACT = "know"
REASON = "known"


class ColleagueNeeded(Conflict):
    """A colleague has to say first that he knows the customer too."""

    def __init__(self) -> None:
        super().__init__("colleague_confirms_first")


def ask_who_knows(session: Session, actor: Actor, *, now: datetime) -> SecondLook:
    """Ask the colleagues of this counter who knows this customer too; asking again is harmless.

    Raises Conflict before the customer is named, NotAllowed when a colleague said in this visit that he does not know
    him.
    """
    visit = open_visit(session, actor)
    if visit.person_id is None:
        raise Conflict("customer_first")
    session.execute(select(Visit.id).where(Visit.id == visit.id).with_for_update())
    mark = _mark(visit)
    look = _find(session, actor, visit, mark, now)
    if look is not None:
        return look
    # A look is from a giver to a holder; who stands here is of one party only.
    look = SecondLook(
        giver_id=visit.party_id, holder_id=visit.party_id, reasons=[REASON], facts={"act": ACT, "parts": []},
        fingerprint=mark,
    )  # fmt: skip
    return ask_colleague(session, actor, visit, look, now=now)


def second_clerk_of(session: Session, actor: Actor, visit: Visit, *, now: datetime) -> str:
    """The number of the colleague who said that he knows this customer too. Raises ColleagueNeeded until one did."""
    look = _find(session, actor, visit, _mark(visit), now)
    if look is None or look.outcome != Outcome.AGREES:
        raise ColleagueNeeded
    return session.get_one(Staff, look.decided_by).number


def _find(session: Session, actor: Actor, visit: Visit, mark: str, now: datetime) -> SecondLook | None:
    asked = [one for one in list_looks(session, visit, visit.party_id, visit.party_id) if one.fingerprint == mark]
    if any(one.outcome == Outcome.REFUSES for one in asked):
        raise NotAllowed("colleague_does_not_know")
    return find_look(session, actor, mark, now)


def _mark(visit: Visit) -> str:
    """The mark of who stands here in this visit: another person, or in another role, is asked anew."""
    who = [ACT, visit.id, visit.person_id, visit.function_id, visit.capacity]
    return hashlib.sha256(json.dumps(who, default=str).encode()).hexdigest()
