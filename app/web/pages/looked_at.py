"""Doing what a clerk sends outside a wizard; where a colleague has to look first, asking him in the same go."""

import uuid
from collections.abc import Callable

from app.core.actor import Actor
from app.core.counter.second_looks import LookNeeded, ask_look
from app.db import Session
from app.web.actors import now
from app.web.databases import policy


def done_or_asked(session: Session, actor: Actor, act: Callable[[], object]) -> uuid.UUID | None:
    """None when it is done; else the look that was asked. An act asks for it before it changes anything."""
    try:
        act()
    except LookNeeded as needed:
        look = ask_look(session, actor, needed.sight, policy=policy(), now=now())
        return look.id if look else None
    return None
