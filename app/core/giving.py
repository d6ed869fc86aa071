"""Giving a mandate: the giver starts, the holder decides."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.addresses import Address
from app.core.calendar import ANSWER_DAYS, promised_by
from app.core.dossier_numbers import new_dossier_number
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import record
from app.core.letters import order_letters
from app.core.mandates import get_mandate
from app.core.parties import ensure_enterprise_party, get_party, stopped_among
from app.core.permits import check_widening, permit_managing, refuse_code
from app.core.policy import Policy
from app.core.postal import address_of
from app.core.visit_permits import are_own_affairs
from app.core.wishes import MandateWish, Plan, plan_lines
from app.models.draft import Draft
from app.models.journal import Channel
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_group import MandateGroupVersion
from app.models.party import Party


@dataclass(frozen=True)
class Preview:
    """What would happen if the giver sent this now."""

    giver: Party
    holder: Party
    plan: Plan
    answer_by: date
    promised_by: date
    giver_address: Address | None
    holder_address: Address | None


def preview_gift(session: Session, actor: Actor, wish: MandateWish, *, policy: Policy, now: datetime) -> Preview:
    """What giving would do, for the check page; raises what `give_mandate` would raise about the wish itself."""
    day = brussels_day(now)
    giver, holder = _two_parties(session, actor, wish, day)
    plan = plan_lines(session, wish, giver, holder, day, policy.cooling_off_days)
    return Preview(
        giver,
        holder,
        plan,
        answer_by=day + timedelta(days=ANSWER_DAYS),
        promised_by=promised_by(day, policy.promise_working_days),
        giver_address=address_of(session, giver, actor.visit_id),
        holder_address=address_of(session, holder, None),
    )


def give_mandate(
    session: Session,
    actor: Actor,
    wish: MandateWish,
    *,
    policy: Policy,
    now: datetime,
    draft_id: uuid.UUID | None = None,
) -> Mandate:
    """Offer a mandate to the holder, who has 30 days to answer; both sides get a letter.

    Sending the same draft twice gives the same mandate. Raises NotAllowed unless the actor decides for the giver,
    Invalid or Conflict when the wish cannot be.
    """
    draft = _claim(session, actor, draft_id, now)
    if draft is not None and draft.mandate_id is not None:
        return get_mandate(session, draft.mandate_id)
    day = brussels_day(now)
    giver, holder = _two_parties(session, actor, wish, day)
    session.execute(select(Party.id).where(Party.id == giver.id).with_for_update())
    permit = permit_managing(session, actor, giver, day, widens=True, about=wish.fingerprint())
    plan = plan_lines(session, wish, giver, holder, day, policy.cooling_off_days)
    check_widening(permit, [line.mandate_type for line in plan.lines])
    mandate = _open(session, actor, wish, giver, holder, plan, draft, now)
    entry = record(
        session,
        actor,
        "given",
        now=now,
        ground=permit.ground,
        capacity=permit.capacity,
        mandate=mandate,
        party_id=giver.id,
        types=[line.mandate_type.key for line in plan.lines],
    )
    order_letters(session, entry, mandate, ["given.giver", "invitation.holder"], policy=policy, now=now)
    return mandate


def _two_parties(session: Session, actor: Actor, wish: MandateWish, day: date) -> tuple[Party, Party]:
    giver = get_party(session, wish.giver_id)
    if actor.party_id != giver.id:
        raise NotAllowed("not_your_party", party=giver.name)
    refuse_code(actor)
    if wish.group_version_id is not None and session.get(MandateGroupVersion, wish.group_version_id) is None:
        raise NotFound("group_unknown")
    holder = ensure_enterprise_party(session, wish.holder_number)
    if holder.id == giver.id:
        raise Invalid("same_party", field="holder")
    if actor.channel is Channel.COUNTER and are_own_affairs(session, actor, holder, day):
        raise Invalid("clerk_is_holder", field="holder", other=holder.name)
    stopped = stopped_among(session, holder, giver)
    if holder in stopped:
        raise Invalid("holder_stopped", field="holder", other=holder.name)
    if giver in stopped:
        raise Conflict("giver_stopped", party=giver.name)
    return giver, holder


def _claim(session: Session, actor: Actor, draft_id: uuid.UUID | None, now: datetime) -> Draft | None:
    if draft_id is None:
        return None
    # Whoever waited for the lock must see what was sent meanwhile, also when the draft was read before.
    query = select(Draft).where(Draft.id == draft_id).with_for_update().execution_options(populate_existing=True)
    draft = session.scalars(query).first()
    if draft is None or draft.party_id != actor.party_id:
        raise Conflict("draft_gone")
    if draft.mandate_id is None and draft.expires_on < brussels_day(now):
        raise Conflict("draft_gone")
    return draft


def _open(
    session: Session,
    actor: Actor,
    wish: MandateWish,
    giver: Party,
    holder: Party,
    plan: Plan,
    draft: Draft | None,
    now: datetime,
) -> Mandate:
    day = brussels_day(now)
    mandate = Mandate(
        dossier_number=draft.dossier_number if draft else new_dossier_number(session),
        giver_id=giver.id,
        holder_id=holder.id,
        started_by=Side.GIVER,
        group_version_id=wish.group_version_id,
        started_at=now,
        started_on=day,
        answer_by=day + timedelta(days=ANSWER_DAYS),
        giver_must_confirm=address_of(session, giver, actor.visit_id) is None,
        holder_must_confirm=address_of(session, holder, None) is None,
        lines=[
            Line(
                type_key=line.mandate_type.key,
                first_day=line.first_day,
                last_day=line.last_day,
                cooling_off_days=line.cooling_off_days,
            )
            for line in plan.lines
        ],
        suspensions=[],
    )
    session.add(mandate)
    session.flush()
    if draft is not None:
        draft.mandate_id = mandate.id
        session.flush()
    return get_mandate(session, mandate.id, lock=True)
