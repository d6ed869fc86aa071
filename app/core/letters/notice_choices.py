"""How a party wants its news. A letter always comes; the party chooses how large its print is."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.journal import record
from app.core.people.parties import get_party
from app.core.permits.managing import permit_managing
from app.core.permits.sight import find_sight
from app.models.notice_preference import NoticePreference
from app.models.party import Party


@dataclass(frozen=True)
class NoticeChoice:
    """What holds for a party; the default for who never chose."""

    large_print: bool = False


def find_notice_choice(session: Session, party_id: uuid.UUID) -> NoticeChoice:
    """How this party wants its news now."""
    row = session.get(NoticePreference, party_id)
    return NoticeChoice(row.large_print) if row else NoticeChoice()


def view_notice_choice(session: Session, actor: Actor, *, now: datetime) -> tuple[Party, NoticeChoice]:
    """The actor's party and how it wants its news; NotAllowed for who may only execute."""
    sight = find_sight(session, actor, brussels_day(now))
    if not sight.decides:
        raise NotAllowed("may_not_decide", party=sight.party.name)
    return sight.party, find_notice_choice(session, sight.party.id)


def notice_about(party_id: uuid.UUID, choice: NoticeChoice) -> str:
    """The choice as a customer at the counter consents to it."""
    return f"notice_{'large' if choice.large_print else 'usual'}:{party_id}"


def choose_notice(
    session: Session, actor: Actor, party_id: uuid.UUID, choice: NoticeChoice, *, now: datetime
) -> NoticeChoice:
    """Keep the choice; it holds for letters that are ordered from now on. Choosing the same again changes nothing.

    Raises NotAllowed unless the actor decides for the party.
    """
    party = get_party(session, party_id)
    permit = permit_managing(
        session, actor, party, brussels_day(now), widens=False, about=notice_about(party.id, choice)
    )
    if choice == find_notice_choice(session, party.id):
        return choice
    row = session.get(NoticePreference, party.id) or NoticePreference(party_id=party.id)
    row.large_print, row.chosen_at, row.chosen_by = choice.large_print, now, actor.person_id or actor.actor_id
    session.add(row)
    facts = {"large_print": choice.large_print}
    record(session, actor, "notice_chosen", now=now, ground=permit.ground, capacity=permit.capacity, **facts)
    return choice
