"""Answering a mandate: the side that did not start it accepts or refuses, the side that did may withdraw."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.drafts import begun_elsewhere
from app.core.acts.executors import NAMED, appoint_executors, check_executors, check_same_executors
from app.core.acts.late_sheets import check_answerable
from app.core.acts.second_signatures import ask_second, end_unsigned
from app.core.acts.takeovers import settle_moves
from app.core.counter.second_looks import check_look
from app.core.counter.sights import Sight, sight_of
from app.core.counter.understanding import check_talk
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.journal import list_entries, record
from app.core.letters.orders import order_letters
from app.core.mandates.lookup import get_mandate_of
from app.core.mandates.narrower import (
    Narrower,
    NarrowerPlan,
    accept_about,
    check_given_so,
    give_less,
    less_kept,
    plan_narrower,
)
from app.core.mandates.signatures import Second
from app.core.people.parties import has_stopped
from app.core.permits.application import is_of_entity
from app.core.permits.managing import (
    Permit,
    check_domains,
    check_named,
    check_widening,
    is_legal_representative,
    permit_managing,
)
from app.core.permits.signing import needs_second
from app.core.policy import Policy
from app.models.draft import Draft
from app.models.journal import JournalEntry
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate

REFUSAL_REASONS = ("unknown_party", "no_longer_together", "something_wrong", "other")
ACTIVE_LETTERS = ["active.giver", "active.holder"]
# Who started it, and who signed it second.
STARTED = {"given", "requested", "signed", "passed_on"}


def accept_mandate(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, policy: Policy, now: datetime,
    executors: Sequence[uuid.UUID] = (), narrower: Narrower | None = None, second: Second | None = None,
    draft_id: uuid.UUID | None = None,
) -> Mandate:  # fmt: skip
    """Accept for the side that did not start; from its first day the holder may represent the giver.

    `executors` are people of the holder who may execute this mandate; with `narrower` a giver gives less than was
    asked; `draft_id` is where the answers were kept. Both sides get a letter, later when one of them must still
    confirm. Where two people must sign, `second` is asked; the days to answer go on. Accepting the same twice is
    harmless. NotAllowed unless the actor decides there, Conflict unless it waits or was answered so; `plan_narrower`.
    """
    mandate, _ = get_mandate_of(session, actor, mandate_id, lock=True)
    day = brussels_day(now)
    side = Side(mandate.started_by).other
    about = accept_about(mandate.id, narrower, executors)
    permit = permit_managing(session, actor, mandate.party_on(side), day, widens=True, about=about)
    check_named(session, permit, narrower.type_keys if narrower else ())
    if mandate.accepted_on is not None and not mandate.status_on(day).is_final:
        check_same_answer(session, mandate, narrower)
        check_same_executors(session, mandate, executors, day)
        return mandate
    check_answerable(session, actor, mandate, day, accepts=True)
    plan = plan_narrower(mandate, narrower, day) if narrower else None
    types = [line.mandate_type for line in (plan.kept if plan else mandate.lines)]
    check_widening(permit, types)
    if side is Side.GIVER:
        # Who accepts a request gives: at a counter he is asked the same as who gives by himself.
        check_talk(session, actor, types, about)
    two = needs_second(session, permit, mandate.party_on(side), types, day)
    _check_answer(session, actor, mandate, day)
    check_executors(session, actor, mandate, executors, day)
    actor = check_look(session, actor, sight_of_answer(mandate, narrower, plan, executors), policy=policy, now=now)
    frame = {"policy": policy, "now": now}
    if two:
        facts = {"executors": sorted(map(str, executors))} | ({"less": less_kept(narrower)} if narrower else {})
        frame |= {"sign_by": mandate.lapses_after, "facts": facts}
        return ask_second(session, actor, permit, mandate, "accept", second, **frame)
    frame |= {"narrower": narrower, "begun": _begun(session, actor, draft_id)}
    return finish_accepting(session, actor, permit, mandate, executors, **frame)


def check_same_answer(session: Session, mandate: Mandate, narrower: Narrower | None) -> None:
    """Conflict when somebody accepted it already, and more or less of it than this; Invalid as `check_given_so`."""
    entries = [one for one in list_entries(session, mandate.id) if one.kind == "accepted"]
    check_given_so(mandate, narrower, entries[-1].data if entries else {})


def sight_of_answer(
    mandate: Mandate, narrower: Narrower | None, plan: NarrowerPlan | None, executors: Sequence[uuid.UUID] = ()
) -> Sight:  # fmt: skip
    """What a colleague of the clerk looks at before a customer accepts all of it, or gives less: also who is named."""
    lines, last_day = (plan.kept, plan.last_day) if plan else (mandate.lines, None)
    sight = sight_of(mandate, "accept", accept_about(mandate.id, narrower, executors), lines, last_day)
    return replace(sight, executors=sorted(set(executors), key=str))


def finish_accepting(
    session: Session,
    actor: Actor,
    permit: Permit,
    mandate: Mandate,
    executors: Sequence[uuid.UUID],
    *,
    policy: Policy,
    now: datetime,
    narrower: Narrower | None = None,
    first: uuid.UUID | None = None,
    begun: Mapping[str, Any] | None = None,
) -> Mandate:
    """Accept, now that everybody who must sign for this side did; `first` is who signed before the actor, if anybody;
    `begun` is where it was begun.

    For whoever checked the permit and that the mandate is open.
    """
    day = brussels_day(now)
    both = _check_answer(session, actor, mandate, day)
    check_executors(session, actor, mandate, executors, day, first=first)
    plan = plan_narrower(mandate, narrower, day) if narrower else None
    mandate.accepted_on = day
    data = ({"represents_both": True} if both else {}) | (give_less(plan, day) if plan else {})
    data |= {"transfer": True} if plan and mandate.takes_over else {}
    data |= {"first": str(first)} if first else {}
    data |= {NAMED: sorted({str(one) for one in executors})} if executors else {}
    entry = _record(session, actor, permit, "accepted", mandate, now, **data, **(begun or {}))
    appoint_executors(session, actor, permit, mandate, executors, now=now)
    _follow(session, entry, mandate, policy, now)
    return mandate


def _check_answer(session: Session, actor: Actor, mandate: Mandate, day: date) -> bool:
    """Refuse who accepts what he started himself, and what has a party that stopped; whether he represents both."""
    side = Side(mandate.started_by).other
    own = NotAllowed("own_offer", other=mandate.party_on(side).name)
    starter_id = mandate.starter.id
    entries = list_entries(session, mandate.id)
    started = [one for one in entries if one.kind in STARTED and one.party_id == starter_id]
    started += _signed_before(session, mandate, started)
    both = represents_both(session, actor, mandate, day, started, own)
    _refuse_stopped(session, mandate)
    return both


def _signed_before(session: Session, mandate: Mandate, started: Sequence[JournalEntry]) -> list[JournalEntry]:
    """How the first of two signed to pass it on: that stands in the journal of the mandate that he holds."""
    signatures = {one.data["signature"] for one in started if one.kind == "passed_on" and "signature" in one.data}
    if not signatures or mandate.source is None:
        return []
    entries = list_entries(session, mandate.source.id)
    return [one for one in entries if one.kind == "sign_asked" and one.data["signature"] in signatures]


def refuse_mandate(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, policy: Policy, now: datetime, reason: str | None = None,
    draft_id: uuid.UUID | None = None,
) -> Mandate:  # fmt: skip
    """Refuse for the side that did not start; the other side gets a letter with the reason, if one was given."""
    mandate, _ = get_mandate_of(session, actor, mandate_id, lock=True)
    day = brussels_day(now)
    side = Side(mandate.started_by).other
    permit = permit_managing(session, actor, mandate.party_on(side), day, widens=False, about=f"refuse:{mandate.id}")
    check_domains(permit, [line.mandate_type for line in mandate.lines])
    if reason is not None and reason not in REFUSAL_REASONS:
        raise Invalid("reason_unknown", field="reason")
    if mandate.refused_on is not None:
        return mandate
    check_answerable(session, actor, mandate, day)
    mandate.refused_on = day
    entry = _record(session, actor, permit, "refused", mandate, now, reason=reason, **_begun(session, actor, draft_id))
    order_letters(session, entry, mandate, [f"refused.{mandate.started_by}"], policy=policy, now=now)
    settle_moves(session, entry, mandate, policy=policy, now=now)
    return mandate


def withdraw_mandate(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, policy: Policy, now: datetime
) -> Mandate:
    """Take back what the own side started, as long as the other side has not answered; that side gets a letter."""
    mandate, _ = get_mandate_of(session, actor, mandate_id, lock=True)
    day = brussels_day(now)
    side = Side(mandate.started_by)
    permit = permit_managing(session, actor, mandate.party_on(side), day, widens=False, about=f"withdraw:{mandate.id}")
    check_domains(permit, [line.mandate_type for line in mandate.lines])
    if mandate.withdrawn_on is not None:
        return mandate
    if mandate.status_on(day) is Status.TO_SIGN:
        # Nobody on the other side heard of it: it ends as when the second does not sign.
        end_unsigned(session, actor, permit, mandate, side, policy=policy, now=now)
        return mandate
    check_answerable(session, actor, mandate, day)
    mandate.withdrawn_on = day
    entry = _record(session, actor, permit, "withdrawn", mandate, now)
    order_letters(session, entry, mandate, [f"withdrawn.{side.other}"], policy=policy, now=now)
    settle_moves(session, entry, mandate, policy=policy, now=now)
    return mandate


def _begun(session: Session, actor: Actor, draft_id: uuid.UUID | None) -> dict[str, Any]:
    return begun_elsewhere(session.get(Draft, draft_id) if draft_id else None, actor)


def _refuse_stopped(session: Session, mandate: Mandate) -> None:
    for party in (mandate.giver, mandate.holder):
        if has_stopped(session, party):
            raise Conflict("party_stopped", party=party.name)


def represents_both(
    session: Session, actor: Actor, mandate: Mandate, day: date, started: Sequence[JournalEntry], refusal: NotAllowed
) -> bool:
    """Whether somebody accepts what he started himself, as he may when he legally represents both sides.

    Raises `refusal` for anybody else, also for a clerk: what he keyed in for a customer he does not accept for himself,
    nor for a customer what he started at home. An application that calls for itself represents nobody, and every
    application of an entity is one hand.
    """
    if not any(_same_hand(session, one, actor) for one in started):
        return False
    both = (mandate.passer or mandate.giver, mandate.holder)
    if not all(is_legal_representative(session, actor.person_id, one, day) for one in both):
        raise refusal
    return True


def _same_hand(session: Session, started: JournalEntry, actor: Actor) -> bool:
    # The same clerk may help both customers; the same person may not decide for both, nor one entity by applications.
    if started.person_id is None and actor.person_id is None and started.client_id is not None:
        return started.client_id == actor.client_id or is_of_entity(session, started.client_id, actor.entity_key)
    decided = started.person_id is not None and started.person_id in (actor.person_id, actor.actor_id)
    return decided or (actor.person_id is not None and started.actor_id == actor.person_id)


def _follow(session: Session, entry: JournalEntry, mandate: Mandate, policy: Policy, now: datetime) -> None:
    """What follows when everybody agreed: both sides get a letter, and what it takes over ends elsewhere."""
    if mandate.agreed_on is not None:
        order_letters(session, entry, mandate, ACTIVE_LETTERS, policy=policy, now=now)
    settle_moves(session, entry, mandate, policy=policy, now=now)


def _record(
    session: Session, actor: Actor, permit: Permit, kind: str, mandate: Mandate, now: datetime, **data: object
) -> JournalEntry:
    return record(
        session, actor, kind, now=now, ground=permit.ground, capacity=permit.capacity, mandate=mandate, **data
    )
