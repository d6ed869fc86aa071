"""The outbox: effects that must follow an act, exactly one per effect key."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.outbox import OutboxItem


def put(session: Session, kind: str, effect_key: str, payload: dict[str, Any], *, now: datetime, due: datetime | None = None) -> None:
    """Ask for an effect once; a second request under the same key changes nothing."""
    if session.scalar(select(OutboxItem.id).where(OutboxItem.effect_key == effect_key)):
        return
    session.add(OutboxItem(kind=kind, effect_key=effect_key, payload=payload, made_at=now, due_at=due or now))
    session.flush()
