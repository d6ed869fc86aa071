"""Letters that leave, by post or by hand; the giver's letter can make known on which day an old holder stops."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts.takeovers import settle_moves
from app.core.journal import find_entry
from app.core.letters import post_tray
from app.core.mandates.lookup import get_mandate
from app.core.policy import Policy
from app.models.letter import Letter


def post_letters(
    session: Session, actor: Actor, letter_ids: Sequence[uuid.UUID], *, on: date, policy: Policy, now: datetime
) -> list[Letter]:
    """Write down that these letters were posted `on`, and what follows from it; see `post_tray.mark_posted`."""
    return _followed(session, post_tray.mark_posted(session, actor, letter_ids, on=on, now=now), policy, now)


def hand_over_letters(
    session: Session, actor: Actor, letter_ids: Sequence[uuid.UUID], *, on: date, policy: Policy, now: datetime
) -> list[Letter]:
    """Write down that these letters were given at the counter; see `post_tray.mark_handed_over`."""
    return _followed(session, post_tray.mark_handed_over(session, actor, letter_ids, on=on, now=now), policy, now)


def _followed(session: Session, left: list[Letter], policy: Policy, now: datetime) -> list[Letter]:
    for letter in left:
        entry = find_entry(session, letter.mandate_id, "letter_posted", "letter_handed_over")
        if letter.kind in post_tray.GIVERS_FIRST and entry is not None:
            settle_moves(session, entry, get_mandate(session, letter.mandate_id), policy=policy, now=now)
    return left
