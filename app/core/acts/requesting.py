"""Asking for a mandate: the holder starts, the giver decides."""

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts.starting import Preview, preview_start, start_mandate
from app.core.errors import Invalid
from app.core.mandates.signatures import Second
from app.core.mandates.wishes import MandateWish
from app.core.people.names import cleaned
from app.core.policy import Policy
from app.models.mandate import Mandate

LONGEST_REASON = 300


def preview_request(session: Session, actor: Actor, wish: MandateWish, *, policy: Policy, now: datetime) -> Preview:
    """What asking would do, for the check page; raises what `request_mandate` would raise about the wish itself."""
    return preview_start(session, actor, _checked(wish), policy=policy, now=now)


def request_mandate(
    session: Session,
    actor: Actor,
    wish: MandateWish,
    *,
    policy: Policy,
    now: datetime,
    draft_id: uuid.UUID | None = None,
    second: Second | None = None,
) -> Mandate:
    """Ask the giver for a mandate; he gets a letter with the reason and has 30 days to answer. See `start_mandate`.

    The holder hears from us when the giver decides; until then nothing may be done.
    """
    checked = _checked(wish)
    return start_mandate(session, actor, checked, policy=policy, now=now, draft_id=draft_id, second=second)


def clean_reason(text: str | None) -> str:
    """The reason as it is kept and printed: one line of readable signs; Invalid when it is empty or too long."""
    reason = cleaned(text or "")
    if not reason:
        raise Invalid("request_reason_missing", field="reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid("request_reason_too_long", field="reason", over=len(reason) - LONGEST_REASON)
    return reason


def _checked(wish: MandateWish) -> MandateWish:
    return replace(wish, reason=clean_reason(wish.reason))
