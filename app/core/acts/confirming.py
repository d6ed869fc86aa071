"""A second sign of life, from a side that has no address in the register to which a letter could go."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.answering import ACTIVE_LETTERS
from app.core.acts.second_signatures import ask_second
from app.core.acts.takeovers import settle_moves
from app.core.calendar import ANSWER_DAYS
from app.core.counter.second_looks import check_look
from app.core.counter.sights import sight_of
from app.core.errors import Conflict, NotAllowed
from app.core.journal import list_entries, record
from app.core.letters.orders import order_letters
from app.core.mandates.lookup import get_mandate_of
from app.core.mandates.signatures import Second
from app.core.permits.managing import Permit, check_widening, permit_managing, refuse_code
from app.core.permits.signing import needs_second
from app.core.policy import Policy
from app.models.lifecycle import Side
from app.models.mandate import Mandate

FIRST_SIGNS = {"given", "requested", "accepted"}


def confirm_mandate(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, policy: Policy, now: datetime,
    second: Second | None = None,
) -> Mandate:  # fmt: skip
    """Confirm, on another occasion than the first, that the mandate is what this side wants.

    Another occasion is another sign-in or another visit; the code of a letter that was handed over is none. Until then
    nothing starts; when nobody else must confirm or accept, both sides get a letter. Where two people must sign,
    `second` is asked. Raises Conflict when no sign is
    needed, NotAllowed when it comes in the same sign-in or visit as the first.
    """
    mandate, side = get_mandate_of(session, actor, mandate_id, lock=True)
    refuse_code(actor)
    day = brussels_day(now)
    permit = permit_managing(session, actor, mandate.party_on(side), day, widens=True, about=f"confirm:{mandate.id}")
    if not _must_confirm(mandate, side):
        raise Conflict("nothing_to_confirm")
    if _confirmed_on(mandate, side) is not None:
        return mandate
    if mandate.status_on(day).is_final or mandate.is_suspended(day):
        raise Conflict(f"not_open_{mandate.status_on(day)}", answer_by=mandate.lapses_after)
    types = [line.mandate_type for line in mandate.kept_lines]
    check_widening(permit, types)
    check_occasion(session, actor, mandate)
    sight = sight_of(mandate, "confirm", f"confirm:{mandate.id}", mandate.kept_lines)
    actor = check_look(session, actor, sight, policy=policy, now=now)
    if needs_second(session, permit, mandate.party_on(side), types, day):
        by = day + timedelta(days=ANSWER_DAYS)
        return ask_second(session, actor, permit, mandate, "confirm", second, sign_by=by, policy=policy, now=now)
    return finish_confirming(session, actor, permit, mandate, side, policy=policy, now=now)


def finish_confirming(
    session: Session,
    actor: Actor,
    permit: Permit,
    mandate: Mandate,
    side: Side,
    *,
    policy: Policy,
    now: datetime,
    first: uuid.UUID | None = None,
) -> Mandate:
    """Confirm, now that everybody who must sign for this side did; `first` signed before the actor, if anybody did."""
    day = brussels_day(now)
    if side is Side.GIVER:
        mandate.giver_confirmed_on = day
    else:
        mandate.holder_confirmed_on = day
    entry = record(
        session, actor, "confirmed", now=now, ground=permit.ground, capacity=permit.capacity, mandate=mandate,
        **({"first": str(first)} if first else {}),
    )  # fmt: skip
    if mandate.agreed_on is not None:
        order_letters(session, entry, mandate, ACTIVE_LETTERS, policy=policy, now=now)
    settle_moves(session, entry, mandate, policy=policy, now=now)
    return mandate


def check_occasion(session: Session, actor: Actor, mandate: Mandate) -> None:
    """Refuse a sign of life on the occasion of the first, and one that comes before the first.

    Raises Conflict when this side did not give or accept yet, NotAllowed in the same sign-in or visit.
    """
    first = [
        entry
        for entry in list_entries(session, mandate.id)
        if entry.kind in FIRST_SIGNS and entry.party_id == actor.party_id
    ]
    if not first:
        raise Conflict("answer_first")
    if any(entry.data.get("occasion") == actor.occasion for entry in first):
        raise NotAllowed("same_occasion")


def _must_confirm(mandate: Mandate, side: Side) -> bool:
    return mandate.giver_must_confirm if side is Side.GIVER else mandate.holder_must_confirm


def _confirmed_on(mandate: Mandate, side: Side) -> object:
    return mandate.giver_confirmed_on if side is Side.GIVER else mandate.holder_confirmed_on
