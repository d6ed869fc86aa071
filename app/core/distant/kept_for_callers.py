"""A caller names the number of what his party kept: what the clerk may go on with, or where the caller can."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.drafts import FINISHED, list_by_number
from app.core.errors import NotAllowed, NotFound
from app.core.people.parties import get_party
from app.core.permits.drafts import may_go_on
from app.core.permits.phone import DECIDING, PREPARE, may_know_kept, open_call
from app.models.draft import Draft


@dataclass(frozen=True)
class KeptForCaller:
    """What a caller may hear of what his party kept: for what it was begun and until when, never an answer.

    `goes_on` tells whether it can be filled in further on the phone.
    """

    draft_id: uuid.UUID
    dossier_number: str
    wizard: str
    kept_until: date
    goes_on: bool


def find_kept(session: Session, actor: Actor, text: str, *, now: datetime) -> KeptForCaller:
    """What the party of the caller kept under this number, as typed.

    Invalid when the number cannot be one. NotFound, in the same words, when it is unknown, when it is of another party
    and while another call is preparing it; NotAllowed for a caller who does not decide for his party.
    """
    day = brussels_day(now)
    return _first(session, actor, list(list_by_number(session, text, day)), day)


def get_kept(session: Session, actor: Actor, draft_id: uuid.UUID, *, now: datetime) -> KeptForCaller:
    """The same, once it was found."""
    day = brussels_day(now)
    draft = session.get(Draft, draft_id)
    waits = draft is not None and draft.mandate_id is None and draft.expires_on >= day
    return _first(session, actor, [draft] if draft is not None and waits else [], day)


def _first(session: Session, actor: Actor, drafts: list[Draft], day: date) -> KeptForCaller:
    call = open_call(session, actor)
    if call.capacity not in DECIDING:
        raise NotAllowed("caller_may_not_see_kept", party=get_party(session, call.party_id).name)
    kept = [
        KeptForCaller(one.id, one.dossier_number, one.wizard, one.expires_on, may_go_on(session, actor, one, day))
        for one in drafts
        if may_know_kept(call, one.party_id) and FINISHED not in one.answers
    ]
    # What another call is still preparing is not kept yet: it is when that call ends.
    kept = [one for one in kept if one.goes_on or one.wizard != PREPARE]
    if not kept:
        raise NotFound("resume_unknown")
    return next((one for one in kept if one.goes_on), kept[0])
