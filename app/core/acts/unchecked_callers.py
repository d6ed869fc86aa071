"""How often a gift is prepared for callers whom nobody could check: each time the party gets a letter of ours.

Without a measure anybody could have us write to anybody, as often as he calls.
"""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import brussels_day, start_of_brussels_day
from app.core.actor import Actor
from app.core.errors import Conflict
from app.core.journal import record
from app.core.policy import Policy
from app.core.register.postal import address_of
from app.models.journal import Ground, JournalEntry
from app.models.party import Party
from app.models.staff import Staff

WINDOW_OF_PARTY = timedelta(days=30)


def check_measure(session: Session, actor: Actor, party: Party, *, policy: Policy, now: datetime) -> None:
    """Refuse a party whom no letter reaches, and one letter too many for it or by this clerk.

    Whoever does the same at the same moment waits here, so that both count.
    """
    session.execute(select(Party.id).where(Party.id == party.id).with_for_update(key_share=True))
    session.execute(select(Staff.person_id).where(Staff.person_id == actor.actor_id).with_for_update())
    if address_of(session, party) is None:
        raise Conflict("unchecked_no_address", party=party.name)
    if _count(session, now - WINDOW_OF_PARTY, party_id=party.id) >= policy.unchecked_letters_of_party:
        raise Conflict("unchecked_enough_for_party", party=party.name)
    if _count(session, _today(now), actor_id=actor.actor_id) >= policy.unchecked_letters_of_clerk:
        raise Conflict("unchecked_enough_for_clerk")


def warn_of_last(session: Session, actor: Actor, *, policy: Policy, now: datetime) -> None:
    """Sound the alarm when the clerk came to the end of his measure."""
    count = _count(session, _today(now), actor_id=actor.actor_id)
    if count >= policy.unchecked_letters_of_clerk:
        record(session, actor, "alarm", now=now, ground=Ground.RULE, unchecked_letters=count)


def _today(now: datetime) -> datetime:
    return start_of_brussels_day(brussels_day(now))


def _count(session: Session, since: datetime, **of: uuid.UUID | None) -> int:
    query = select(func.count()).select_from(JournalEntry)
    query = query.where(JournalEntry.kind == "prepared", JournalEntry.at >= since)
    query = query.where(JournalEntry.ground == Ground.UNCHECKED_CALLER).filter_by(**of)
    return session.execute(query).scalar_one()
