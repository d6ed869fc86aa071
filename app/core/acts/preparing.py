"""Preparing on the phone: a clerk writes down what a caller wants to give; somebody who is known for sure gives it.

A caller is not known well enough to give. So the answers stand ready under their dossier number, and a letter to the
address in the register says what is missing: who decides for the party finishes it at home or at a counter. What was
begun there can be filled in further on the phone, and what is not ready when a call ends is kept.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.drafts import begun_elsewhere, get_draft, is_ready
from app.core.acts.giving import preview_gift
from app.core.acts.starting import Preview
from app.core.acts.unchecked_callers import check_measure, warn_of_last
from app.core.errors import Conflict
from app.core.journal import record
from app.core.letters.data import PREPARED
from app.core.letters.facts import reader_of
from app.core.letters.orders import order_letter_of_party
from app.core.mandates.mandate_texts import ON_ACCEPTANCE, channel_text, lines_period
from app.core.mandates.wishes import MandateWish
from app.core.people.parties import get_party
from app.core.people.persons import get_person
from app.core.permits.managing import permit_managing
from app.core.permits.phone import KEPT_AS, PREPARE
from app.core.permits.signing import is_bound_by_two
from app.core.policy import Policy
from app.models.draft import Draft
from app.models.journal import Channel, Ground, JournalEntry
from app.models.letter import Letter
from app.models.notice_preference import NoticePreference
from app.models.party import Party
from app.models.phone_call import CallerCheck, PhoneCall

# The question with which a gift begins: without an answer to it nothing was said yet.
ASKED_FIRST = "holder"


def prepare_gift(
    session: Session, actor: Actor, wish: MandateWish, draft_id: uuid.UUID, *, policy: Policy, now: datetime
) -> Draft:
    """Keep what a caller wants to give, for who may give it, and send the party the letter with which it goes on.

    It may have been begun at home or at a counter. Nothing is given: the other side hears of nothing. Preparing twice
    is harmless; what was changed since gets a new letter. The 30 days begin anew, so that the letter is in time. Raises
    NotAllowed for who is not on the phone with a caller who was checked, Invalid or Conflict when it could not be given
    today.
    """
    draft = get_draft(session, actor, draft_id, now=now, lock=True)
    if draft.mandate_id is not None or is_ready(draft):
        return draft
    if draft.wizard not in (PREPARE, KEPT_AS) or actor.channel is not Channel.PHONE:
        raise Conflict("draft_gone")
    day = brussels_day(now)
    giver = get_party(session, wish.starter_id)
    permit = permit_managing(session, actor, giver, day, widens=False, about=PREPARE)
    unchecked = permit.ground is Ground.UNCHECKED_CALLER
    if unchecked:
        check_measure(session, actor, giver, policy=policy, now=now)
    preview = preview_gift(session, actor, wish, policy=policy, now=now)
    draft.wizard, draft.prepared_at = KEPT_AS, now
    draft.expires_on = day + timedelta(days=policy.retention.draft_days)
    entry = record(
        session, actor, "prepared", now=now, ground=permit.ground, capacity=permit.capacity,
        number=draft.dossier_number, **begun_elsewhere(draft, actor),
    )  # fmt: skip
    facts = _facts(session, entry, draft, wish, preview, now)
    order_letter_of_party(
        session, entry, giver, PREPARED, draft.dossier_number, facts, policy=policy, now=now,
        other_id=preview.holder.id,
    )  # fmt: skip
    if unchecked:
        warn_of_last(session, actor, policy=policy, now=now)
    return draft


def list_unready(session: Session, call_id: uuid.UUID) -> Sequence[Draft]:
    """What was filled in during a call, was not sent meanwhile and is not ready; without what has no answer yet."""
    query = select(Draft).where(Draft.filled_call_id == call_id, Draft.mandate_id.is_(None))
    found = session.scalars(query.order_by(Draft.saved_at, Draft.id))
    return [one for one in found if ASKED_FIRST in one.answers and not is_ready(one)]


def keep_unready(session: Session, call: PhoneCall) -> None:
    """Keep what was begun in a call that is over, for who decides for the party.

    Thrown away is what has no answer, and the half of what was said by somebody whom nobody knows.
    """
    for draft in session.scalars(select(Draft).where(Draft.begun_call_id == call.id, Draft.wizard == PREPARE)):
        if ASKED_FIRST in draft.answers and call.check_kind != CallerCheck.NONE:
            draft.wizard = KEPT_AS
        else:
            session.delete(draft)
    session.flush()


def find_prepared_letter(session: Session, dossier_number: str) -> Letter | None:
    """The newest letter about what was prepared under this number; None when nothing was."""
    query = select(Letter).where(Letter.dossier_number == dossier_number, Letter.kind == PREPARED)
    return session.scalars(query.order_by(Letter.ordered_at.desc(), Letter.cause_id.desc()).limit(1)).first()


def _facts(
    session: Session, entry: JournalEntry, draft: Draft, wish: MandateWish, preview: Preview, now: datetime
) -> dict[str, Any]:
    giver, holder, lines = preview.giver, preview.holder, preview.plan.lines
    day = brussels_day(now)
    ends = [(line.mandate_type.name, line.last_day) for line in lines]
    return {
        "recipient_name": reader_of(session, entry, giver, day),
        "giver_name": giver.name,
        "giver_number": giver.enterprise_number,
        "holder_name": holder.name,
        "holder_number": holder.enterprise_number,
        "acted_by": get_person(session, entry.person_id).name if entry.person_id else "",
        "acted_on": day.isoformat(),
        "channel": channel_text(session, entry),
        "prepared": list(dict.fromkeys(line.mandate_type.short for line in lines)),
        "period": lines_period(wish.first_day, ends, ON_ACCEPTANCE),
        "still_open": _still_open(session, giver, preview, now),
        "kept_until": draft.expires_on.isoformat(),
    } | ({"unchecked": True} if entry.ground == Ground.UNCHECKED_CALLER else {})


def _still_open(session: Session, giver: Party, preview: Preview, now: datetime) -> list[str]:
    """What is still asked before it can be given, as the letter names it."""
    types = [line.mandate_type for line in preview.plan.lines]
    asks_news = session.get(NoticePreference, giver.id) is None
    two = is_bound_by_two(session, giver, types, brussels_day(now))
    return ["identity", *["notice"] * asks_news, *["second"] * two, "send"]
