"""Giving a mandate: the giver starts, the holder decides."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts.starting import Preview, preview_start, start_mandate
from app.core.mandates.signatures import Second
from app.core.mandates.wishes import MandateWish
from app.core.policy import Policy
from app.models.mandate import Mandate


def preview_gift(session: Session, actor: Actor, wish: MandateWish, *, policy: Policy, now: datetime) -> Preview:
    """What giving would do, for the check page; raises what `give_mandate` would raise about the wish itself."""
    return preview_start(session, actor, wish, policy=policy, now=now)


def give_mandate(
    session: Session,
    actor: Actor,
    wish: MandateWish,
    *,
    policy: Policy,
    now: datetime,
    draft_id: uuid.UUID | None = None,
    second: Second | None = None,
) -> Mandate:
    """Offer a mandate to the holder, who has 30 days to answer; both sides get a letter. See `start_mandate`."""
    return start_mandate(session, actor, wish, policy=policy, now=now, draft_id=draft_id, second=second)
