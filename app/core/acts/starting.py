"""Starting a mandate, whichever side does: what giving and asking share."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.chain_news import tell_passer
from app.core.acts.drafts import begun_elsewhere
from app.core.acts.second_signatures import ask_second
from app.core.acts.stopping import stop_for
from app.core.acts.takeovers import announce_moves
from app.core.acts.two_pass_on import ask_to_pass_on
from app.core.calendar import ANSWER_DAYS, promised_by
from app.core.counter.second_looks import check_look
from app.core.counter.sights import MandateSight, Part
from app.core.counter.understanding import check_talk
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.journal import record
from app.core.letters.notice_choices import keep_notice
from app.core.letters.orders import order_letters
from app.core.mandates.catalogue import check_group_version
from app.core.mandates.chains import source_giver
from app.core.mandates.dossier_numbers import new_dossier_number
from app.core.mandates.lookup import get_mandate, hold_giver
from app.core.mandates.signatures import PASSING_ON, Second
from app.core.mandates.wishes import MandateWish, Plan, PlannedLine, plan_lines
from app.core.people.parties import ensure_enterprise_party, get_party_and, stopped_among
from app.core.permits.managing import check_named, check_widening, permit_managing, refuse_code
from app.core.permits.phone import is_unchecked
from app.core.permits.signing import needs_second
from app.core.permits.visit import are_own_affairs
from app.core.policy import Policy
from app.core.register.addresses import Address
from app.core.register.postal import addresses_of
from app.models.draft import Draft
from app.models.journal import Channel, JournalEntry
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.takeover import Takeover

# The letters with which a mandate reaches the other side, by the side that starts.
SENT_LETTERS = {Side.GIVER: ["given.giver", "invitation.holder"], Side.HOLDER: ["invitation.giver"]}
MOVED_LETTERS = ["transfer_sent.giver", "invitation.holder"]
PASSED_ON_LETTERS = ["passed_on.giver", "invitation.holder"]
PASSED_ON = ("passed_on", PASSING_ON)
STARTS = {Side.GIVER: ("given", "give"), Side.HOLDER: ("requested", "request")}


@dataclass(frozen=True)
class Preview:
    """What would happen if the side that starts sent this now."""

    starter: Party
    giver: Party
    holder: Party
    plan: Plan
    answer_by: date
    promised_by: date
    giver_address: Address | None
    holder_address: Address | None


def preview_start(session: Session, actor: Actor, wish: MandateWish, *, policy: Policy, now: datetime) -> Preview:
    """What starting would do, for the check page; raises what `start_mandate` would raise about the wish itself."""
    day = brussels_day(now)
    starter, giver, holder = _parties(session, actor, wish, day)
    blind = is_unchecked(session, actor)
    plan = plan_lines(session, wish, giver, holder, day, policy.cooling_off_days, blind=blind)
    giver_address, holder_address = _addresses(session, actor, wish, giver, holder)
    return Preview(
        starter,
        giver,
        holder,
        plan,
        answer_by=day + timedelta(days=ANSWER_DAYS),
        promised_by=promised_by(day, policy.promise_working_days),
        giver_address=giver_address,
        holder_address=holder_address,
    )


def start_mandate(
    session: Session, actor: Actor, wish: MandateWish, *, policy: Policy, now: datetime,
    draft_id: uuid.UUID | None = None, second: Second | None = None,
) -> Mandate:  # fmt: skip
    """Put a mandate before the other side, who has 30 days to answer.

    Where two people must sign, `second` is asked first; the other side hears of it when he signed. Sending the same
    draft twice starts one mandate. Raises NotAllowed unless the actor decides for the side that starts, Invalid or
    Conflict when the wish cannot be.
    """
    draft = _claim(session, actor, draft_id, now)
    if draft is not None and draft.mandate_id is not None:
        return get_mandate(session, draft.mandate_id)
    day = brussels_day(now)
    starter, giver, holder = _wait_in_line(session, actor, wish, day)
    permit = permit_managing(session, actor, starter, day, widens=True, about=wish.fingerprint())
    check_named(session, permit, wish.type_keys)
    plan = plan_lines(session, wish, giver, holder, day, policy.cooling_off_days)
    types = [line.mandate_type for line in plan.lines]
    check_widening(permit, types)
    if starter is not holder:
        check_talk(session, actor, types, wish.fingerprint())
    two = needs_second(session, permit, starter, types, day)
    actor = check_look(session, actor, sight_of_start(wish, giver, holder, plan), policy=policy, now=now)
    begun = begun_elsewhere(draft, actor)
    if two and wish.source_id is not None:
        return ask_to_pass_on(session, actor, permit, wish, holder, plan, draft, second, begun, policy, now)
    mandate = open_mandate(session, actor, wish, giver, holder, plan, draft, now, two=two)
    kind, act = STARTS[wish.started_by] if wish.source_id is None else PASSED_ON
    because = {"ground": permit.ground, "capacity": permit.capacity, "types": [one.key for one in types]}
    because |= begun | _moved(wish)
    entry = record(session, actor, kind, now=now, mandate=mandate, party_id=starter.id, **because)
    stop_for(session, actor, permit, plan.stops, policy=policy, now=now)
    if wish.notice is not None:
        keep_notice(session, actor, permit, starter.id, wish.notice, policy=policy, now=now)
    if two:
        by, facts = mandate.lapses_after, _stopped_with(wish, plan)
        return ask_second(session, actor, permit, mandate, act, second, sign_by=by, policy=policy, now=now, facts=facts)
    send_out(session, entry, mandate, policy=policy, now=now)
    return mandate


def sight_of_start(wish: MandateWish, giver: Party, holder: Party, plan: Plan) -> MandateSight:
    """What a colleague of the clerk looks at before it is sent."""
    parts = [Part(line.mandate_type, line.first_day, line.last_day) for line in plan.lines]
    act = PASSED_ON[1] if wish.source_id else STARTS[wish.started_by][1]
    if wish.taken_from is not None:
        act = "transfer_now" if wish.stops_now else "transfer"
    stops = [line.type_key for line in plan.stops]
    return MandateSight(act, wish.fingerprint(), giver, holder, parts, old_id=wish.taken_from, stops=stops)


def send_out(session: Session, entry: JournalEntry, mandate: Mandate, *, policy: Policy, now: datetime) -> None:
    """Let a mandate reach the other side because of `entry`.

    One that takes over from another says so to all three, and so does one that a holder passes on.
    """
    moves = any(line.takeover is not None for line in mandate.lines)
    letters = MOVED_LETTERS if moves else SENT_LETTERS[Side(mandate.started_by)]
    letters = letters if mandate.source is None else PASSED_ON_LETTERS
    order_letters(session, entry, mandate, letters, policy=policy, now=now)
    tell_passer(session, entry, mandate, policy=policy, now=now)
    announce_moves(session, entry, mandate, policy=policy, now=now)


def _address(session: Session, actor: Actor, wish: MandateWish, party: Party) -> Address | None:
    return _addresses(session, actor, wish, party)[0]


def _addresses(session: Session, actor: Actor, wish: MandateWish, *parties: Party) -> list[Address | None]:
    # Only the customer's own letter can go to an address that this visit may know.
    return addresses_of(session, [(one, actor.visit_id if one.id == wish.starter_id else None) for one in parties])


def _parties(session: Session, actor: Actor, wish: MandateWish, day: date) -> tuple[Party, Party, Party]:
    """Who starts, the giver and the holder; who passes a mandate on starts, and is neither of the two."""
    starter, known = get_party_and(session, wish.starter_id, wish.other_number)
    if actor.party_id != starter.id:
        raise NotAllowed("not_your_party", party=starter.name)
    refuse_code(actor)
    if wish.group_version_id is not None:
        check_group_version(session, wish.group_version_id, day)
    other = ensure_enterprise_party(session, wish.other_number, known)
    if other.id == starter.id:
        raise Invalid(f"same_party_{'passer' if wish.source_id else wish.started_by}", field="other")
    if other.id == wish.taken_from:
        raise Invalid("same_holder", field="other", other=other.name)
    giver, holder = (starter, other) if wish.started_by is Side.GIVER else (other, starter)
    if wish.source_id is not None:
        giver = source_giver(session, wish.source_id, starter, other)
    if actor.channel in (Channel.COUNTER, Channel.PHONE) and are_own_affairs(session, actor, holder, day):
        raise Invalid("clerk_is_holder", field="other", other=holder.name)
    stopped = stopped_among(session, other, starter, giver)
    if other in stopped:
        raise Invalid("other_stopped", field="other", other=other.name)
    for party in stopped:
        raise Conflict("starter_stopped", party=party.name)
    return starter, giver, holder


def _wait_in_line(session: Session, actor: Actor, wish: MandateWish, day: date) -> tuple[Party, Party, Party]:
    """The parties, once whoever starts the same at the same moment, from either side, is done and can be seen."""
    parties = _parties(session, actor, wish, day)
    # The giver first, as everywhere: who changes holders meanwhile locks him, and then the mandates.
    hold_giver(session, parties[1].id)
    if wish.source_id is not None:
        get_mandate(session, wish.source_id, lock=True)
    return parties


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


def _moved(wish: MandateWish) -> dict[str, Any]:
    """For the journal, when it takes over from another holder."""
    return {"transfer": True} if wish.taken_from and not wish.stops_now else {}


def _stopped_with(wish: MandateWish, plan: Plan) -> dict[str, Any]:
    """For who signs second: whom this stopped. That stays so without him, and his letters must not say otherwise."""
    return {"stopped_with": str(wish.taken_from)} if plan.stops else {}


def open_mandate(
    session: Session, actor: Actor, wish: MandateWish, giver: Party, holder: Party, plan: Plan, draft: Draft | None,
    now: datetime, *, two: bool = False,
) -> Mandate:  # fmt: skip
    """Write down what is to reach the other side, for whoever checked that it may; nobody hears of it yet."""
    day = brussels_day(now)
    mandate = Mandate(
        dossier_number=draft.dossier_number if draft else new_dossier_number(session),
        giver_id=giver.id,
        holder_id=holder.id,
        started_by=wish.started_by,
        reason=wish.reason,
        group_version_id=wish.group_version_id,
        started_at=now,
        started_on=day,
        answer_by=day + timedelta(days=ANSWER_DAYS),
        second_must_sign=two,
        # Of a mandate that is passed on, the giver gave his signs of life for the source.
        giver_must_confirm=wish.source_id is None and _address(session, actor, wish, giver) is None,
        holder_must_confirm=_address(session, actor, wish, holder) is None,
        lines=[_line(line) for line in plan.lines],
        suspensions=[],
        signatures=[],
    )
    session.add(mandate)
    session.flush()
    if draft is not None:
        draft.mandate_id = mandate.id
        session.flush()
    return get_mandate(session, mandate.id, lock=True)


def _line(planned: PlannedLine) -> Line:
    return Line(
        type_key=planned.mandate_type.key,
        first_day=planned.first_day,
        last_day=planned.last_day,
        cooling_off_days=planned.cooling_off_days,
        takeover=Takeover(old_line_id=planned.old_line.id) if planned.old_line else None,
        source_line_id=planned.source.id if planned.source else None,
    )
