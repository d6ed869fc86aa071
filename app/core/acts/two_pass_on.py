"""Passing on where two people of the holder sign: what the first signed waits in the mandate that he holds.

There is no mandate with the third before the second signed, so neither the giver nor the third can meet one
(docs/decisions/2026-11-28-passing-on.md).
"""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.second_signatures import ask_second
from app.core.calendar import ANSWER_DAYS
from app.core.errors import Conflict, Invalid
from app.core.mandates.lookup import get_mandate
from app.core.mandates.signatures import PASSING_ON, Second
from app.core.mandates.wishes import MandateWish, Plan, plan_lines
from app.core.permits.managing import Permit
from app.core.policy import Policy
from app.models.draft import Draft
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.signature import Signature


def ask_to_pass_on(
    session: Session, actor: Actor, permit: Permit, wish: MandateWish, third: Party, plan: Plan, draft: Draft | None,
    second: Second | None, told: Mapping[str, Any], policy: Policy, now: datetime,
) -> Mandate:  # fmt: skip
    """Keep what the first representative signed in the mandate of which he passes on a part, and return that one."""
    source = get_mandate(session, wish.source_id)  # type: ignore[arg-type]
    sign_by = brussels_day(now) + timedelta(days=ANSWER_DAYS)
    ends = [line.last_day for line in plan.lines if line.last_day]
    if len(ends) == len(plan.lines):
        sign_by = min(sign_by, max(ends))
    facts = _facts(wish, plan, draft)
    how = {"sign_by": sign_by, "policy": policy, "now": now}
    ask_second(session, actor, permit, source, PASSING_ON, second, facts=facts, third=third, told=told, **how)
    if draft is not None:
        draft.mandate_id = source.id
        session.flush()
    return source


def signed_wish(source: Mandate, signature: Signature, day: date) -> MandateWish:
    """What both signed to pass on, as it would be started on `day`."""
    facts, third = signature.facts, signature.third
    if third is None or third.enterprise_number is None:
        raise LookupError("what is passed on goes to an enterprise")
    first_day, last_day = (date.fromisoformat(one) if one else None for one in (facts["first_day"], facts["last_day"]))
    return MandateWish(
        source.holder_id, third.enterprise_number, tuple(facts["types"]), source_id=source.id, last_day=last_day,
        first_day=first_day if first_day and first_day > day else None,
    )  # fmt: skip


def plan_signed(session: Session, source: Mandate, signature: Signature, day: date, cooling_off_days: int) -> Plan:
    """The lines that both signed; Conflict when they could not be passed on like that today."""
    wish, third = signed_wish(source, signature, day), signature.third
    try:
        plan = plan_lines(session, wish, source.giver, third, day, cooling_off_days)  # type: ignore[arg-type]
    except Invalid:
        # Passed on by somebody who signs alone, or withdrawn from the catalogue.
        raise Conflict("signing_changed") from None
    except Conflict as refusal:
        if refusal.code != "nothing_left":
            raise
        raise Conflict("held_meanwhile", holder=refusal.values["holder"]) from None
    if plan.left_out:
        raise Conflict("held_meanwhile", holder=plan.left_out[0].mandate.holder.name)
    return plan


def draft_of(session: Session, signature: Signature) -> Draft | None:
    """The answers from which it was signed: they have the dossier number that it will get; None when they are gone."""
    kept = signature.facts["draft"]
    return session.get(Draft, uuid.UUID(kept)) if kept else None


def _facts(wish: MandateWish, plan: Plan, draft: Draft | None) -> dict[str, Any]:
    # A number of months is kept as the day that was shown: it does not move with the day of the second signature.
    ends = [line.last_day for line in plan.lines if line.last_day]
    last_day = max(ends) if wish.months else wish.last_day
    return {
        "types": sorted(line.mandate_type.key for line in plan.lines),
        "first_day": wish.first_day.isoformat() if wish.first_day else None,
        "last_day": last_day.isoformat() if last_day else None,
        "draft": str(draft.id) if draft else None,
    }
