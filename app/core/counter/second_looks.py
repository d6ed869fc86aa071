"""Four eyes at the counter: before some acts are sent, a colleague of the clerk reads the facts and agrees.

Asked before the act, about exactly these facts; the act refuses until somebody agreed
(docs/decisions/2026-11-28-four-eyes.md).
"""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.calendar import DRAFT_DAYS
from app.core.counter.look_reasons import list_reasons
from app.core.counter.sights import Sight
from app.core.counter.vouching import find_voucher, refuse_voucher_of
from app.core.errors import Conflict, NotAllowed
from app.core.journal import record
from app.core.people.fresh import check_fresh
from app.core.permits.visit import are_own_affairs, open_visit
from app.core.policy import Policy
from app.models.journal import Channel, Ground
from app.models.mandate import Mandate
from app.models.second_look import Outcome, SecondLook
from app.models.staff import Staff
from app.models.visit import Visit

HOLDS_FOR = timedelta(days=DRAFT_DAYS)  # as long as the answers that were looked at are kept
TOPIC = "topic"  # in the facts of a look: `Sight.topic`


@dataclass(frozen=True)
class Need:
    """That a colleague must look at this, why, and the look that was asked, if it was."""

    sight: Sight
    reasons: list[str]
    fingerprint: str
    look: SecondLook | None

    @property
    def state(self) -> str:
        """Where it stands: "ask" when nobody was asked, "waits", or what the colleague said."""
        return "ask" if self.look is None else self.look.outcome or "waits"


class LookNeeded(Conflict):
    """A colleague has to look first; `sight` is what to ask him about."""

    def __init__(self, need: Need) -> None:
        super().__init__(f"look_{need.state}")
        self.sight = need.sight


def check_look(session: Session, actor: Actor, sight: Sight, *, policy: Policy, now: datetime) -> Actor:
    """The actor as the journal must know him: with the number of the colleague who looked, where one had to.

    Raises LookNeeded until a colleague agreed to exactly this, NotAllowed when one refused in this visit, and
    FreshSignInNeeded when the risk asks that the clerk proves again who he is. Asked as the last of all checks, so that
    a colleague never looks at what cannot be.
    """
    if actor.channel is not Channel.COUNTER:
        return actor
    need = find_need(session, actor, sight, policy=policy, now=now)
    looked_at = _agreed_by(session, actor, need) if need else actor
    if sight.risks.intersection(policy.fresh_risks):
        # The last of all: whoever waited for a colleague would have to prove it a second time.
        check_fresh(actor.proven_at, timedelta(minutes=policy.fresh_minutes), now=now)
    return looked_at


def _agreed_by(session: Session, actor: Actor, need: Need) -> Actor:
    if need.look is None or need.look.outcome != Outcome.AGREES:
        raise LookNeeded(need)
    return replace(actor, second_clerk=session.get_one(Staff, need.look.decided_by).number)


def find_need(session: Session, actor: Actor, sight: Sight, *, policy: Policy, now: datetime) -> Need | None:
    """Whether a colleague must look, and how far that is; None when the clerk may send it alone.

    Raises NotAllowed when a colleague refused in this visit what goes from this giver to this holder, and for what
    would go to the clerk's own enterprise, or to that of who vouches for the customer.
    """
    visit = open_visit(session, actor)
    if are_own_affairs(session, actor, sight.holder, brussels_day(now)):
        raise NotAllowed("clerk_own_affairs")
    refuse_voucher_of(session, visit, sight.holder, brussels_day(now))
    if _was_refused(session, visit, sight):
        raise NotAllowed("look_refuses")
    own = sight.own_reasons(session, visit, most=policy.looks_from_mandates, now=now)
    reasons = list_reasons(session, visit, sight.giver, own, now=now)
    if not reasons:
        return None
    mark = _mark(session, visit, sight, reasons)
    return Need(sight, reasons, mark, find_look(session, actor, mark, now))


def ask_look(session: Session, actor: Actor, sight: Sight, *, policy: Policy, now: datetime) -> SecondLook | None:
    """Ask a colleague of this counter to look; None when nobody has to. Asking the same again is harmless.

    What was asked before in this visit, about the same two parties, is dropped: only the last answers are looked at.
    """
    visit = open_visit(session, actor)
    session.execute(select(Visit.id).where(Visit.id == visit.id).with_for_update())
    need = find_need(session, actor, sight, policy=policy, now=now)
    if need is None or need.look is not None:
        return need.look if need else None
    mandate, facts = sight.on_mandate, {"act": sight.act, TOPIC: sight.topic} | sight.facts()
    look = SecondLook(
        giver_id=sight.giver.id, holder_id=sight.holder.id, mandate_id=mandate.id if mandate else None,
        reasons=need.reasons, facts=facts, fingerprint=need.fingerprint,
    )  # fmt: skip
    return ask_colleague(session, actor, visit, look, now=now, mandate=mandate)


def ask_colleague(
    session: Session, actor: Actor, visit: Visit, look: SecondLook, *, now: datetime, mandate: Mandate | None = None
) -> SecondLook:
    """Put a look before the colleagues of this counter, in place of what waits about the same."""
    for earlier in list_looks(session, visit, look.giver_id, look.holder_id, look.facts.get(TOPIC, "")):
        if earlier.waits:
            earlier.dropped_at = now
    look.visit_id, look.office_id, look.asked_by, look.asked_at = visit.id, visit.office_id, visit.clerk_id, now
    session.add(look)
    session.flush()
    because: dict[str, Any] = {"ground": Ground.STAFF_DUTY, "capacity": visit.capacity, "mandate": mandate}
    record(session, actor, "look_asked", now=now, look=str(look.id), reasons=look.reasons, **because)
    return look


def together_with(visit: Visit) -> Select[tuple[uuid.UUID]]:
    """The visit, and those held beside it or beside the same customer: for a colleague they are one."""
    first = visit.beside_id or visit.id
    return select(Visit.id).where((Visit.id == first) | (Visit.beside_id == first))


def find_look(session: Session, actor: Actor, mark: str, now: datetime) -> SecondLook | None:
    """The newest look at exactly this that counts for this clerk.

    His own question counts as long as it waits, also from an earlier visit; an answer counts unless he gave it himself.
    """
    query = select(SecondLook).where(SecondLook.fingerprint == mark, SecondLook.asked_at > now - HOLDS_FOR)
    query = query.where(SecondLook.dropped_at.is_(None)).order_by(SecondLook.asked_at.desc(), SecondLook.id)
    for one in session.scalars(query):
        agreed = one.outcome == Outcome.AGREES and one.decided_by != actor.actor_id
        if agreed or (one.waits and one.asked_by == actor.actor_id):
            return one
    return None


def _was_refused(session: Session, visit: Visit, sight: Sight) -> bool:
    looks = list_looks(session, visit, sight.giver.id, sight.holder.id, sight.topic)
    return any(one.outcome == Outcome.REFUSES for one in looks)


def list_looks(
    session: Session, visit: Visit, giver_id: uuid.UUID, holder_id: uuid.UUID, topic: str = ""
) -> Sequence[SecondLook]:
    """What was asked in this visit, and beside it, about this topic between these two parties, the first one first."""
    query = select(SecondLook).where(SecondLook.visit_id.in_(together_with(visit)))
    query = query.where(SecondLook.giver_id == giver_id, SecondLook.holder_id == holder_id)
    found = session.scalars(query.order_by(SecondLook.asked_at, SecondLook.id))
    return [one for one in found if one.facts.get(TOPIC, "") == topic]


def _mark(session: Session, visit: Visit, sight: Sight, reasons: Sequence[str]) -> str:
    """The mark of all that a colleague reads: who is here and how that is known, the act, and why it is asked."""
    who = [visit.party_id, visit.person_id, visit.function_id, visit.capacity]
    proof = [visit.identity_method, visit.document_kind, visit.document_last_four, visit.second_clerk_number]
    voucher = find_voucher(session, visit)
    if voucher is not None:
        proof += [voucher.name, voucher.relation, voucher.document_kind, voucher.document_last_four]
    what = [sight.act, sight.about, sight.giver.id, sight.holder.id, *sight.mark()]
    return hashlib.sha256(json.dumps([who, proof, what, list(reasons)], default=str).encode()).hexdigest()
