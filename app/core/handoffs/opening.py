"""Opening such a link: what it says, whether it still opens, for whom, and the draft that comes of it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.drafts import start_draft
from app.core.errors import NotAllowed, NotFound
from app.core.handoffs.making import HandoffWish
from app.core.mandates.catalogue import MandateType, list_all_types, list_groups
from app.core.people.parties import find_party_of_person
from app.core.people.standing import Standing, list_parties
from app.core.policy import Policy
from app.core.register.enterprises import find_enterprise
from app.core.vault import Vault
from app.models.draft import Draft
from app.models.handoff import Handoff
from app.models.lifecycle import Side

LONGEST_TOKEN = 100
WIZARDS = {Side.GIVER: "give", Side.HOLDER: "ask"}


class State(StrEnum):
    """How a link stands for who shows it."""

    OPEN = "open"
    SIGN_IN = "sign_in"  # it is for somebody, and nobody knows yet who shows it
    RUNNING = "running"
    SENT = "sent"
    ENDED = "ended"
    EXPIRED = "expired"


class PartyNeeded(Exception):
    """Neither side is named that he decides for: he has to say first for whom he works."""


@dataclass(frozen=True)
class Named:
    """An enterprise that the application named; `name` is None when the register does not know it."""

    number: str
    name: str | None
    stopped: bool = False


@dataclass(frozen=True)
class Seen:
    """What a page may say of a link. `types` are those that exist, `unknown` is how many do not.

    `group` is the name of the group, None when there is none or when it is not offered (`unknown` counts it).
    `draft` is the wizard and the id of what came of it.
    """

    id: uuid.UUID
    application: str
    language: str
    state: State
    started_by: Side | None
    giver: Named | None = None
    holder: Named | None = None
    group: str | None = None
    types: tuple[MandateType, ...] = ()
    unknown: int = 0
    draft: tuple[str, uuid.UUID] | None = None

    @property
    def has_unknown(self) -> bool:
        """Whether anything that was named does not exist, or stopped."""
        return bool(self.unknown) or any(one and (one.name is None or one.stopped) for one in (self.giver, self.holder))


def look_at(session: Session, person_id: uuid.UUID | None, token: str, vault: Vault, *, now: datetime) -> Seen:
    """The link as it may be shown to `person_id`, or to somebody who did not sign in (None).

    NotFound, in the same words, for a link that never was, for one that is somebody else's, and for one of an
    application that was shut out.
    """
    handoff = _find(session, token, vault, person_id)
    draft = find_draft(session, handoff.id)
    seen = {"id": handoff.id, "application": handoff.client.name, "language": handoff.language}
    started_by = Side(handoff.started_by) if handoff.started_by else None
    state = _state(handoff, draft, person_id, now)
    if state is not State.OPEN:
        return Seen(**seen, state=state, started_by=started_by, draft=(draft.wizard, draft.id) if draft else None)
    return Seen(**seen, state=state, started_by=started_by, **_known(session, handoff, brussels_day(now)))


def open_handoff(
    session: Session, actor: Actor, token: str, vault: Vault, *, policy: Policy, now: datetime
) -> tuple[Draft, HandoffWish]:
    """The draft that comes of a link, begun now or before, and what the application knew.

    Raises NotFound as `look_at`, and also for a link that is over; NotAllowed for who decides for neither side, and
    PartyNeeded.
    """
    handoff = _find(session, token, vault, actor.person_id, lock=True)
    wish = wish_of(handoff)
    draft = find_draft(session, handoff.id)
    if draft is not None:
        return draft, wish
    if _state(handoff, None, actor.person_id, now) is not State.OPEN:
        raise NotFound("handoff_unknown")
    side, party_id = choose_side(session, actor, wish, brussels_day(now))
    draft = start_draft(
        session, actor.for_party(party_id), WIZARDS[side], now=now, days=policy.retention.draft_days
    )
    draft.handoff_id, draft.begun_client_id = handoff.id, handoff.client_id
    handoff.person_id, handoff.opened_at = actor.person_id, now
    session.flush()
    return draft, wish


def choose_side(session: Session, actor: Actor, wish: HandoffWish, day: date) -> tuple[Side, uuid.UUID]:
    """Which side he starts from, and for which party: one that was named, or else the one for which he works.

    Writes, because parties are made at first use. NotAllowed, or PartyNeeded, when there is none.
    """
    if actor.person_id is None:
        raise NotAllowed("sign_in_first")
    sides = [wish.started_by] if wish.started_by else list(Side)
    own = [one for one in list_parties(session, actor.person_id, day) if one.manages]
    for side in sides:
        found = next((one for one in own if one.number and one.number == _number(wish, side)), None)
        if found is not None:
            return side, found.party_id
    free = [side for side in sides if _number(wish, side) is None]
    if not free:
        raise NotAllowed("handoff_not_for_you")
    if actor.party_id is None:
        raise PartyNeeded
    for side in free:
        if _may_start(session, actor, side, own):
            return side, actor.party_id
    raise NotAllowed("handoff_not_for_you")


def wish_of(handoff: Handoff) -> HandoffWish:
    """What the application knew."""
    return HandoffWish(
        handoff.return_address, Side(handoff.started_by) if handoff.started_by else None, handoff.giver, handoff.holder,
        handoff.covers, handoff.first_day, handoff.ends, handoff.language, handoff.state,
    )  # fmt: skip


def find_draft(session: Session, handoff_id: uuid.UUID) -> Draft | None:
    """What came of a link, as long as it is kept."""
    return session.scalars(select(Draft).where(Draft.handoff_id == handoff_id)).first()


def _find(session: Session, token: str, vault: Vault, person_id: uuid.UUID | None, *, lock: bool = False) -> Handoff:
    if not token.isascii() or len(token) > LONGEST_TOKEN:
        raise NotFound("handoff_unknown")
    query = select(Handoff).where(Handoff.digest.in_(vault.handoff_hashes(token)))
    found = session.scalar(query.with_for_update(of=Handoff) if lock else query)
    if found is None or found.client.revoked_at is not None:
        raise NotFound("handoff_unknown")
    if person_id is not None and found.person_id not in (None, person_id):
        raise NotFound("handoff_unknown")
    return found


def _state(handoff: Handoff, draft: Draft | None, person_id: uuid.UUID | None, now: datetime) -> State:
    if handoff.person_id is not None and person_id is None:
        return State.SIGN_IN
    if draft is not None:
        return State.SENT if draft.mandate_id else State.RUNNING
    if handoff.ended_at is not None:
        return State.ENDED
    # Once it was opened, it was used: its draft was kept for its days, and is gone.
    return State.EXPIRED if handoff.opened_at is not None or now >= handoff.expires_at else State.OPEN


def _known(session: Session, handoff: Handoff, day: date) -> dict[str, Any]:
    keys = list(handoff.covers.get("types", ()))
    types = tuple(one for one in list_all_types(session) if one.key in keys)
    wanted = handoff.covers.get("group")
    group = next((one.group.name for one in list_groups(session, day) if one.group_key == wanted), None)
    unknown = len(keys) - len(types) + int(wanted is not None and group is None)
    sides = {"giver": _named(session, handoff.giver), "holder": _named(session, handoff.holder)}
    return {**sides, "group": group, "types": types, "unknown": unknown}


def _named(session: Session, number: str | None) -> Named | None:
    if number is None:
        return None
    found = find_enterprise(session, number)
    return Named(number, found.name, found.stopped) if found else Named(number, None)


def _number(wish: HandoffWish, side: Side) -> str | None:
    return wish.giver if side is Side.GIVER else wish.holder


def _may_start(session: Session, actor: Actor, side: Side, own: list[Standing]) -> bool:
    """Whether he may decide for the party for which he works; only an enterprise asks, and nobody asks himself."""
    found = next((one for one in own if one.party_id == actor.party_id), None)
    if found is not None:
        return True
    person = find_party_of_person(session, actor.person_id)  # type: ignore[arg-type] - the caller looked
    return side is Side.GIVER and person is not None and person.id == actor.party_id
