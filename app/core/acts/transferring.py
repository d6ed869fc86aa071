"""Changing holders: the giver moves what one holder does to another, who decides; nothing ends before he accepts."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts.starting import Preview, preview_start, start_mandate
from app.core.errors import Invalid
from app.core.mandates.signatures import Second
from app.core.mandates.wishes import MandateWish
from app.core.policy import Policy
from app.models.lifecycle import Side
from app.models.mandate import Mandate


def preview_transfer(session: Session, actor: Actor, wish: MandateWish, *, policy: Policy, now: datetime) -> Preview:
    """What changing would do, for the check page; raises what `transfer_mandates` would raise about the wish itself."""
    return preview_start(session, actor, _checked(wish), policy=policy, now=now)


def transfer_mandates(
    session: Session,
    actor: Actor,
    wish: MandateWish,
    *,
    policy: Policy,
    now: datetime,
    draft_id: uuid.UUID | None = None,
    second: Second | None = None,
) -> Mandate:
    """Offer to the new holder what runs with `wish.taken_from`, as one new mandate with the days that still remain.

    Both holders and the giver get a letter. Each old line ends on the first day on which the new one may be used; what
    the new holder refuses or lets lapse stays as it was. With `wish.stops_now` the old lines stop today, also while a
    second signature is waited for; nothing comes back then, and the new holder gets an ordinary mandate. Otherwise as
    `start_mandate`.
    """
    checked = _checked(wish)
    return start_mandate(session, actor, checked, policy=policy, now=now, draft_id=draft_id, second=second)


def _checked(wish: MandateWish) -> MandateWish:
    if wish.taken_from is None or wish.started_by is not Side.GIVER:
        raise Invalid("old_holder_missing", field="old")
    if wish.months is not None or wish.last_day is not None:
        raise Invalid("days_stay_as_agreed", field="old")
    if wish.stops_now and wish.first_day is not None:
        raise Invalid("stops_now_or_later", field="first_day")
    return wish
