"""What the register does to mandates: an enterprise that stopped pauses them, a correction lets them go on."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.acts.takeovers import settle_moves
from app.core.journal import record_rule
from app.core.letters.orders import order_letters
from app.core.mandates.lookup import get_mandate, hold_mandates
from app.core.policy import Policy
from app.core.register.enterprises import list_stopped
from app.core.representation.standing import stands
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.suspension import Suspension, SuspensionKind

BATCH = 2_000
MOST = 100
_PAUSES = select(Suspension.mandate_id).where(Suspension.kind == SuspensionKind.REGISTER, Suspension.ended_on.is_(None))
_STANDS_STILL = Mandate.id.in_(_PAUSES)


class Applied(NamedTuple):
    """How many mandates changed, and up to which party is looked; `last` is None when that was the last one."""

    changed: int
    last: str | None


def apply_register(session: Session, *, policy: Policy, now: datetime, after: str = "") -> Applied:
    """Pause the open mandates of enterprises that stopped and free those whose enterprise came back.

    Some thousands of the parties that take part in a mandate are asked, those with the next numbers after `after`, and
    no more than MOST mandates change: who has to write something else must not wait for all of them.
    """
    changed, parties = 0, _next_parties(session, after)
    stopped, paused = list_stopped(session, list(parties)), _list_paused(session)
    due = {party: stopped.get(number) for number, party in parties.items() if number in stopped or party in paused}
    # Together: one party after the other, what is taken over could be held before what takes it over.
    if due:
        over = [party for party, reason in due.items() if reason is not None]
        back = [party for party, reason in due.items() if reason is None]
        hold_mandates(session, or_(_of(over) & _may_pause(now), _of(back) & _STANDS_STILL))
    for party_id, reason in due.items():
        changed += _apply_to(session, party_id, reason, policy, now, MOST - changed)
        if changed >= MOST:
            return Applied(changed, after)  # the same once more: what changed is passed over then
    return Applied(changed, max(parties) if len(parties) == BATCH else None)


def _next_parties(session: Session, after: str) -> dict[str, uuid.UUID]:
    query = select(Party.enterprise_number, Party.id).where(Party.enterprise_number > after)
    found = session.execute(query.order_by(Party.enterprise_number).limit(BATCH))
    return {number: party_id for number, party_id in found if number is not None}


def _list_paused(session: Session) -> set[uuid.UUID]:
    """The parties that take part in a mandate which the register made pause. They are few."""
    query = select(Mandate.giver_id, Mandate.holder_id).where(Mandate.id.in_(_PAUSES))
    return {party_id for sides in session.execute(query) for party_id in sides}


def _apply_to(
    session: Session, party_id: uuid.UUID, reason: str | None, policy: Policy, now: datetime, most: int
) -> int:
    ids = hold_mandates(session, _of([party_id]) & (_STANDS_STILL if reason is None else _may_pause(now)))
    change = _free if reason is None else _pause
    changed = 0
    for mandate_id in ids:
        changed += change(session, mandate_id, party_id, reason or "", policy, now)
        if changed >= most:
            break
    return changed


def _may_pause(now: datetime) -> ColumnElement[bool]:
    """What does not stand still, and is not over: of who stopped long ago that is nearly all, night after night."""
    return ~_STANDS_STILL & stands([one for one in Status if not one.is_final], brussels_day(now))


def _of(party_ids: Collection[uuid.UUID]) -> ColumnElement[bool]:
    return or_(Mandate.giver_id.in_(party_ids), Mandate.holder_id.in_(party_ids))


def _pause(
    session: Session, mandate_id: uuid.UUID, party_id: uuid.UUID, reason: str, policy: Policy, now: datetime
) -> int:
    mandate = get_mandate(session, mandate_id, lock=True)
    day = brussels_day(now)
    # An import and the daily job may come here at the same moment; the second finds the pause under the lock.
    if mandate.status_on(day).is_final or _running(mandate):
        return 0
    if mandate.status_on(day) is Status.TO_SIGN:
        return 0  # It was not sent; the second signature is refused as long as one of them has stopped.
    mandate.suspensions.append(
        Suspension(mandate_id=mandate.id, kind=SuspensionKind.REGISTER, reason=reason, first_day=day)
    )
    session.flush()
    entry = record_rule(session, "suspended", mandate, now=now, party_id=party_id, reason=reason)
    order_letters(session, entry, mandate, ["suspended.giver", "suspended.holder"], policy=policy, now=now)
    settle_moves(session, entry, mandate, policy=policy, now=now)
    return 1


def _free(
    session: Session, mandate_id: uuid.UUID, party_id: uuid.UUID, reason: str, policy: Policy, now: datetime
) -> int:
    mandate = get_mandate(session, mandate_id, lock=True)
    other = mandate.holder if mandate.giver_id == party_id else mandate.giver
    if other.enterprise_number and list_stopped(session, [other.enterprise_number]):
        return 0
    running = _running(mandate)
    if not running:
        return 0
    for one in running:
        one.ended_on = brussels_day(now)
    session.flush()
    entry = record_rule(session, "unsuspended", mandate, now=now, party_id=party_id)
    settle_moves(session, entry, mandate, policy=policy, now=now)
    return 1


def _running(mandate: Mandate) -> list[Suspension]:
    return [one for one in mandate.suspensions if one.kind == SuspensionKind.REGISTER and one.ended_on is None]
