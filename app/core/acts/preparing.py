"""Preparing on the phone: a clerk writes down what a caller wants to give; somebody who is known for sure gives it.

A caller is not known well enough to give. So the answers stand ready under their dossier number, and a letter to the
address in the register says what is missing: who decides for the party finishes it at home or at a counter.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.drafts import get_draft
from app.core.acts.giving import preview_gift
from app.core.acts.starting import Preview
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
from app.core.permits.phone import PREPARE
from app.core.permits.signing import is_bound_by_two
from app.core.policy import Policy
from app.models.draft import Draft
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.notice_preference import NoticePreference
from app.models.party import Party

FINISHED_AS = "give"


def prepare_gift(
    session: Session, actor: Actor, wish: MandateWish, draft_id: uuid.UUID, *, policy: Policy, now: datetime
) -> Draft:
    """Keep what a caller wants to give, for who may give it, and send the party the letter with which it goes on.

    Nothing is given: the other side hears of nothing. Preparing twice is harmless. Raises NotAllowed for who is not on
    the phone with a caller who was checked, Invalid or Conflict when it could not be given today.
    """
    draft = get_draft(session, actor, draft_id, now=now, lock=True)
    if draft.prepared_at is not None:
        return draft
    if draft.wizard != PREPARE:
        raise Conflict("draft_gone")
    day = brussels_day(now)
    giver = get_party(session, wish.starter_id)
    permit = permit_managing(session, actor, giver, day, widens=False, about=PREPARE)
    preview = preview_gift(session, actor, wish, policy=policy, now=now)
    draft.wizard, draft.prepared_at = FINISHED_AS, now
    entry = record(
        session, actor, "prepared", now=now, ground=permit.ground, capacity=permit.capacity,
        number=draft.dossier_number,
    )  # fmt: skip
    facts = _facts(session, entry, draft, wish, preview, now)
    order_letter_of_party(
        session, entry, giver, PREPARED, draft.dossier_number, facts, policy=policy, now=now,
        other_id=preview.holder.id,
    )  # fmt: skip
    return draft


def throw_unprepared_away(session: Session, call_id: uuid.UUID) -> None:
    """Throw away what was begun in a call and is not ready: nobody can go on with it when the call is over."""
    session.execute(delete(Draft).where(Draft.begun_call_id == call_id, Draft.prepared_at.is_(None)))


def find_prepared_letter(session: Session, dossier_number: str) -> Letter | None:
    """The letter about what was prepared under this number; None when nothing was."""
    return session.scalar(select(Letter).where(Letter.dossier_number == dossier_number, Letter.kind == PREPARED))


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
    }


def _still_open(session: Session, giver: Party, preview: Preview, now: datetime) -> list[str]:
    """What is still asked before it can be given, as the letter names it."""
    types = [line.mandate_type for line in preview.plan.lines]
    asks_news = session.get(NoticePreference, giver.id) is None
    two = is_bound_by_two(session, giver, types, brussels_day(now))
    return ["identity", *["notice"] * asks_news, *["second"] * two, "send"]
