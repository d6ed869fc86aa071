"""Drafts: answers that are kept after every page, so that nobody ever has to start over."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.calendar import DRAFT_DAYS
from app.core.errors import NotAllowed, NotFound
from app.core.mandates.catalogue import EDITION
from app.core.mandates.dossier_numbers import new_dossier_number, parse_dossier_number
from app.core.permits.drafts import check_may_begin, customer_may_decide, is_his_own, may_go_on, may_throw_away
from app.core.permits.phone import PREPARE, open_call, was_begun_unchecked
from app.core.prepared import Prepared
from app.core.register.functions import names_two
from app.models.draft import Draft
from app.models.handoff import Handoff
from app.models.journal import Channel
from app.models.mandate import Mandate
from app.models.notice_preference import NoticePreference
from app.models.party import Party

FINISHED = "finished"
# Every page of a wizard asks these: put together once.
_BY_ID = select(Draft).where(Draft.id == bindparam("draft_id"))
_draft, _party, _news = Draft.__table__, Party.__table__, NoticePreference.__table__
_READ = (
    select(
        _draft,
        _party.c.name.label("party_name"),
        _party.c.enterprise_number.label("party_number"),
        _news.c.party_id.is_not(None).label("chose_news"),
        names_two(_party.c.enterprise_number).label("names_two"),
        EDITION,
    )
    .select_from(
        _draft.outerjoin(_party, _party.c.id == _draft.c.party_id).outerjoin(
            _news, _news.c.party_id == _draft.c.party_id
        )
    )
    .where(_draft.c.id == bindparam("draft_id"))
)
_TO_SHOW, _TO_CHANGE = Prepared(lambda engine: _READ), Prepared(lambda engine: _READ.with_for_update(of=_draft))
_LOCKED = _BY_ID.with_for_update().execution_options(populate_existing=True)

# A draft as it was read: with `party_name` and `party_number`, which are None without a party, with `chose_news`,
# whether that party said how it wants its news, with `names_two`, whether the register says of anybody in it that he
# signs together with somebody else, and with the `edition` of the catalogue at that moment. Nothing can be changed
# through it.
KeptDraft = Any
Kept = TypeVar("Kept", Draft, KeptDraft)


def start_draft(
    session: Session,
    actor: Actor,
    wizard: str,
    *,
    now: datetime,
    mandate_id: uuid.UUID | None = None,
    dossier_number: str | None = None,
    days: int = DRAFT_DAYS,
) -> Draft:
    """Begin a wizard: the draft gets its dossier number at once, and is kept for so many `days`.

    `mandate_id` is the mandate it answers, if any; `dossier_number` is for a dossier that has its number already.
    Raises NotAllowed for who did not sign in, and for who would appoint colleagues without deciding for the party.
    """
    _check_door(session, actor, wizard)
    check_may_begin(session, actor, wizard, brussels_day(now))
    draft = Draft(
        wizard=wizard,
        dossier_number=dossier_number or new_dossier_number(session),
        person_id=actor.person_id,
        party_id=actor.party_id,
        visit_id=actor.visit_id,
        subject_id=mandate_id,
        answers={},
        started_at=now,
        saved_at=now,
        expires_on=brussels_day(now) + timedelta(days=days),
        begun_channel=actor.channel,
        begun_visit_id=actor.visit_id,
        begun_call_id=actor.call_id,
    )
    session.add(draft)
    session.flush()
    return draft


def _check_door(session: Session, actor: Actor, wizard: str) -> None:
    """Refuse who did not sign in, and on the phone everything but preparing for a caller who was checked."""
    if actor.channel is Channel.PHONE and open_call(session, actor).relation_id is not None:
        raise NotAllowed("caller_not_checked_for_this")
    if (actor.channel is Channel.PHONE) != (wizard == PREPARE):
        raise NotAllowed("not_by_phone" if actor.channel is Channel.PHONE else "caller_not_checked")
    if actor.person_id is None and actor.channel is not Channel.COUNTER:
        raise NotAllowed("sign_in_first")


def get_draft(session: Session, actor: Actor, draft_id: uuid.UUID, *, now: datetime, lock: bool = False) -> Draft:
    """The draft; NotFound for whoever has no business with it, and for one whose 30 days are over."""
    draft = session.scalars(_LOCKED if lock else _BY_ID, {"draft_id": draft_id}).first()
    return _permitted(session, actor, draft, brussels_day(now))


def read_draft(
    session: Session, actor: Actor, draft_id: uuid.UUID, *, now: datetime, lock: bool = False
) -> KeptDraft:
    """As `get_draft`, for whoever shows it: all that is asked for every page, in one go."""
    day = brussels_day(now)
    found = (_TO_CHANGE if lock else _TO_SHOW).named(session, {"draft_id": draft_id, "day": day})
    return _permitted(session, actor, found[0] if found else None, day)


def begun_elsewhere(draft: Draft | None, actor: Actor) -> dict[str, Any]:
    """For the journal, when it was begun through another door, in another visit or by somebody else: how, and when.

    Also in which call it was filled in since, and which application sent him here.
    """
    if draft is None:
        return {}
    sent_by = {"application": str(draft.begun_client_id)} if draft.begun_client_id else {}
    return _begun(draft, actor) | _filled_by_phone(draft, actor) | sent_by


def _begun(draft: Draft, actor: Actor) -> dict[str, Any]:
    if draft.begun_channel is None:
        return {}
    now, then = (actor.channel, actor.visit_id), (draft.begun_channel, draft.begun_visit_id)
    if now == then and (actor.visit_id is not None or draft.person_id == actor.person_id):
        return {}
    keys = {"visit": draft.begun_visit_id, "person": draft.person_id, "call": draft.begun_call_id}
    begun = {"channel": draft.begun_channel, "day": brussels_day(draft.started_at).isoformat()}
    return {"begun": begun | {name: str(key) for name, key in keys.items() if key}}


def _filled_by_phone(draft: Draft, actor: Actor) -> dict[str, Any]:
    if draft.filled_call_id in {None, draft.begun_call_id, actor.call_id}:
        return {}
    return {"filled": str(draft.filled_call_id)}


def find_by_number(session: Session, actor: Actor, text: str, *, now: datetime) -> Draft:
    """The draft on a resume card, by its dossier number as typed; an answer to a mandate has the number of the mandate.

    Invalid when the number cannot be one; NotFound, in the same words, when it is unknown and when it is not for him.
    """
    day = brussels_day(now)
    for draft in list_by_number(session, text, day):
        if may_go_on(session, actor, draft, day):
            return draft
    raise NotFound("resume_unknown")


def list_by_number(session: Session, text: str, day: date) -> Sequence[Draft]:
    """Everybody's drafts with this dossier number that can still be sent, for whoever then asks who may see them."""
    number = parse_dossier_number(text)
    query = select(Draft).outerjoin(Mandate, Mandate.id == Draft.subject_id)
    query = query.where(Draft.mandate_id.is_(None), Draft.expires_on >= day)
    query = query.where((Draft.dossier_number == number) | (Mandate.dossier_number == number))
    return session.scalars(query.order_by(Draft.saved_at.desc(), Draft.id)).all()


def save_answers(
    session: Session, actor: Actor, draft_id: uuid.UUID, step: str, answers: Mapping[str, Any], *, now: datetime
) -> Draft:
    """Keep the answers of one step; those of the other steps stay. A draft that was sent no longer changes."""
    draft = get_draft(session, actor, draft_id, now=now, lock=True)
    if draft.mandate_id is None:
        draft.answers = {**draft.answers, step: dict(answers)}
        draft.saved_at = now
        draft.visit_id = actor.visit_id
        draft.filled_call_id = actor.call_id or draft.filled_call_id
        session.flush()
    return draft


def choose_party(session: Session, actor: Actor, draft_id: uuid.UUID, party_id: uuid.UUID, *, now: datetime) -> Draft:
    """Say for which of his parties somebody answers; the core asks for his ground when he sends it."""
    draft = get_draft(session, actor, draft_id, now=now, lock=True)
    if draft.mandate_id is None:
        draft.party_id = party_id
        draft.saved_at = now
        session.flush()
    return draft


def finish_draft(session: Session, actor: Actor, draft_id: uuid.UUID, mandate_id: uuid.UUID, *, now: datetime) -> Draft:
    """Say that what the draft was for is done; from then on it only leads to that mandate."""
    draft = get_draft(session, actor, draft_id, now=now, lock=True)
    draft.mandate_id = mandate_id
    session.flush()
    return draft


def set_finished(session: Session, actor: Actor, draft_id: uuid.UUID, *, now: datetime) -> Draft:
    """Say that nothing is left to send, for a draft that leads to more than one mandate: it is no longer shown as kept.

    Its dossier number still leads to it as long as it lives.
    """
    return save_answers(session, actor, draft_id, FINISHED, {"day": brussels_day(now).isoformat()}, now=now)


def delete_draft(session: Session, actor: Actor, draft_id: uuid.UUID, *, now: datetime) -> None:
    """Throw the answers away; what was sent already stays sent.

    NotAllowed for a caller who did not begin it: nobody is sure enough who calls.
    """
    draft = get_draft(session, actor, draft_id, now=now, lock=True)
    if not may_throw_away(actor, draft):
        raise NotAllowed("kept_stays_by_phone")
    if draft.mandate_id is None:
        if draft.handoff_id is not None:
            session.get_one(Handoff, draft.handoff_id).ended_at = now
        session.delete(draft)
        session.flush()


def list_drafts(session: Session, actor: Actor, *, now: datetime) -> Sequence[Draft]:
    """The drafts with which this actor can go on, the last saved first.

    These are his own and what was begun or prepared for his party by phone, or at the counter those of the party. What
    was prepared for a caller whom nobody knew is found with the number on our letter, and listed once somebody went on.
    """
    day = brussels_day(now)
    query = select(Draft).where(Draft.mandate_id.is_(None), Draft.expires_on >= day, Draft.wizard != PREPARE)
    if actor.channel is Channel.COUNTER:
        query = query.where(Draft.party_id == actor.party_id)
        if actor.visit_id is None or not customer_may_decide(session, actor):
            query = query.where(Draft.begun_visit_id == actor.visit_id)
    else:
        by_phone = or_(Draft.begun_call_id.is_not(None), Draft.prepared_at.is_not(None))
        query = query.where(or_(Draft.person_id == actor.person_id, by_phone))
        query = query.where((Draft.party_id == actor.party_id) | Draft.party_id.is_(None))
    found = session.scalars(query.order_by(Draft.saved_at.desc(), Draft.id))
    kept = [one for one in found if FINISHED not in one.answers and _is_open_to(session, actor, one, day)]
    return [one for one in kept if not (is_ready(one) and was_begun_unchecked(session, one.begun_call_id))]


def is_ready(draft: Draft | KeptDraft) -> bool:
    """Whether it stands ready as a clerk on the phone read it aloud: nothing was answered since."""
    return draft.prepared_at is not None and draft.saved_at <= draft.prepared_at


def _is_open_to(session: Session, actor: Actor, draft: Draft, day: date) -> bool:
    own = is_his_own(actor, draft)
    return actor.channel is Channel.COUNTER or own or may_go_on(session, actor, draft, day)


def _permitted(session: Session, actor: Actor, draft: Kept | None, day: date) -> Kept:
    if draft is None or draft.expires_on < day or not may_go_on(session, actor, draft, day):
        raise NotFound("draft_unknown")
    return draft
