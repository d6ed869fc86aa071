"""Extending: one side proposes a later end for lines that still run; nothing changes until the other side accepts.

Accepting moves the last day of the lines from the same day on. It is done while they still run, so what was valid on
any earlier day stays as it was; the end that was agreed before stands with the extension.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.extension_outcomes import (
    answer_by_of,
    check_extension_answer,
    extension_data,
    finish_accepting_extension,
    finish_proposing,
    record_extension,
    refuse_stopped,
)
from app.core.acts.late_sheets import extension_came_in_time
from app.core.acts.second_signatures import ask_second
from app.core.calendar import promised_by
from app.core.counter.second_looks import check_look
from app.core.counter.sights import MandateSight, Part
from app.core.errors import Conflict
from app.core.journal import list_entries, record_rule
from app.core.letters.orders import order_letters
from app.core.mandates.extension_plans import (
    ExtensionPlan,
    ExtensionWish,
    check_running,
    newest_extension,
    open_extension,
    plan_extension,
)
from app.core.mandates.lookup import get_mandate_of
from app.core.mandates.signatures import Second
from app.core.permits.managing import Permit, check_domains, check_named, check_widening, permit_managing
from app.core.permits.signing import needs_second
from app.core.policy import Policy
from app.models.extension import Extension, ExtensionStatus
from app.models.lifecycle import Side
from app.models.mandate import Mandate

NOT_EXTENDED_LETTERS = ["not_extended.giver", "not_extended.holder"]


@dataclass(frozen=True)
class ExtensionPreview:
    """What would happen if this side proposed it now."""

    mandate: Mandate
    side: Side
    plan: ExtensionPlan
    answer_by: date
    promised_by: date


def preview_extension(
    session: Session, actor: Actor, wish: ExtensionWish, *, policy: Policy, now: datetime
) -> ExtensionPreview:
    """What proposing would do, for the check page; raises what `propose_extension` would raise about the wish."""
    mandate, side = get_mandate_of(session, actor, wish.mandate_id)
    day = brussels_day(now)
    check_running(mandate, day)
    plan = plan_extension(mandate, wish, day)
    by = answer_by_of(plan, day)
    return ExtensionPreview(mandate, side, plan, by, promised_by(day, policy.promise_working_days))


def propose_extension(
    session: Session,
    actor: Actor,
    wish: ExtensionWish,
    *,
    policy: Policy,
    now: datetime,
    second: Second | None = None,
) -> Mandate:
    """Propose a later end to the other side, which answers within 30 days, and before the last line ends.

    Both sides get a letter. Proposing the same again is harmless; another proposal has to wait for the answer to the
    first. Raises NotAllowed unless the actor decides for a side, Invalid or Conflict when the wish cannot be.
    """
    mandate, side = get_mandate_of(session, actor, wish.mandate_id, lock=True)
    day = brussels_day(now)
    permit = permit_managing(session, actor, mandate.party_on(side), day, widens=True, about=wish.fingerprint())
    check_named(session, permit, wish.type_keys)
    check_running(mandate, day)
    tell_lapsed_extensions(session, mandate, policy=policy, now=now)
    plan = plan_extension(mandate, wish, day)
    types = [end.line.mandate_type for end in plan.ends]
    check_widening(permit, types)
    refuse_stopped(session, mandate)
    waiting = open_extension(mandate, day)
    if waiting is not None:
        if waiting.proposed_by == side and _ends(waiting) == {end.line.id: end.last_day for end in plan.ends}:
            return mandate
        raise Conflict("extension_waits")
    actor = check_look(session, actor, _sight_of_wish(mandate, wish, plan), policy=policy, now=now)
    if needs_second(session, permit, mandate.party_on(side), types, day):
        facts = {"ends": {str(end.line.id): end.last_day.isoformat() for end in plan.ends}}
        return ask_second(
            session, actor, permit, mandate, "extend", second, sign_by=answer_by_of(plan, day), policy=policy, now=now,
            facts=facts,
        )  # fmt: skip
    return finish_proposing(session, actor, permit, mandate, side, plan, policy=policy, now=now)


def accept_extension(
    session: Session,
    actor: Actor,
    mandate_id: uuid.UUID,
    *,
    policy: Policy,
    now: datetime,
    second: Second | None = None,
) -> Mandate:
    """Accept for the side that did not propose: the lines that still run get their later end at once.

    Both sides get a letter. Accepting twice is harmless. Raises NotAllowed unless the actor decides for that side,
    Conflict unless an extension waits for an answer.
    """
    mandate, extension, permit = _answer(session, actor, mandate_id, "accept_extension", now)
    day = brussels_day(now)
    if extension.status_on(day) is ExtensionStatus.ACCEPTED:
        return mandate
    late = _check_open(session, actor, mandate, extension, day)
    types = [one.line.mandate_type for one in extension.open_lines(day)]
    check_widening(permit, types)
    side = Side(extension.proposed_by).other
    two = needs_second(session, permit, mandate.party_on(side), types, day)
    check_extension_answer(session, actor, mandate, extension, day)
    actor = check_look(session, actor, _sight_of_answer(mandate, extension, day), policy=policy, now=now)
    if two:
        return ask_second(
            session, actor, permit, mandate, "accept_extension", second, sign_by=extension.lapses_after,
            policy=policy, now=now, facts={"extension": str(extension.id)},
        )  # fmt: skip
    return finish_accepting_extension(
        session, actor, permit, mandate, policy=policy, now=now, late=extension if late else None
    )


def refuse_extension(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, policy: Policy, now: datetime
) -> Mandate:
    """Refuse for the side that did not propose: the mandate ends when it would have; the other side gets a letter."""
    mandate, extension, permit = _answer(session, actor, mandate_id, "refuse_extension", now)
    if extension.refused_on is not None:
        return mandate
    _check_open(session, actor, mandate, extension, brussels_day(now))
    extension.refused_on = brussels_day(now)
    entry = record_extension(session, actor, permit, "extension_refused", mandate, extension, now)
    order_letters(session, entry, mandate, [f"not_extended.{extension.proposed_by}"], policy=policy, now=now)
    return mandate


def withdraw_extension(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, policy: Policy, now: datetime
) -> Mandate:
    """Take back what the own side proposed, as long as nobody answered; the other side gets a letter."""
    mandate, extension, permit = _answer(session, actor, mandate_id, "withdraw_extension", now)
    if extension.withdrawn_on is not None:
        return mandate
    _check_open(session, actor, mandate, extension, brussels_day(now))
    extension.withdrawn_on = brussels_day(now)
    entry = record_extension(session, actor, permit, "extension_withdrawn", mandate, extension, now)
    kind = f"not_extended.{Side(extension.proposed_by).other}"
    order_letters(session, entry, mandate, [kind], policy=policy, now=now)
    return mandate


def tell_lapsed_extensions(session: Session, mandate: Mandate, *, policy: Policy, now: datetime) -> None:
    """Write down, once, that nobody answered an extension in time, and tell both sides."""
    day = brussels_day(now)
    lapsed = [one for one in mandate.extensions if one.status_on(day) is ExtensionStatus.LAPSED]
    if not lapsed:
        return
    told = {entry.data.get("extension") for entry in list_entries(session, mandate.id) if entry.kind == "undecided"}
    for extension in lapsed:
        if str(extension.id) in told:
            continue
        entry = record_rule(session, "undecided", mandate, now=now, **extension_data(extension))
        order_letters(session, entry, mandate, NOT_EXTENDED_LETTERS, policy=policy, now=now)


def _sight_of_wish(mandate: Mandate, wish: ExtensionWish, plan: ExtensionPlan) -> MandateSight:
    parts = [Part(end.line.mandate_type, end.line.first_day, end.last_day) for end in plan.ends]
    return MandateSight("extend", wish.fingerprint(), mandate.giver, mandate.holder, parts, mandate)


def _sight_of_answer(mandate: Mandate, extension: Extension, day: date) -> MandateSight:
    lines = extension.open_lines(day)
    parts = [Part(one.line.mandate_type, one.line.first_day, one.last_day) for one in lines]
    about = f"accept_extension:{extension.id}"
    return MandateSight("accept_extension", about, mandate.giver, mandate.holder, parts, mandate)


def _answer(
    session: Session, actor: Actor, mandate_id: uuid.UUID, act: str, now: datetime
) -> tuple[Mandate, Extension, Permit]:
    """The extension that was proposed last, and the permit of who answers it or takes it back."""
    mandate, _ = get_mandate_of(session, actor, mandate_id, lock=True)
    extension = newest_extension(mandate)
    if extension is None:
        raise Conflict("no_extension")
    proposer = Side(extension.proposed_by)
    side = proposer if act == "withdraw_extension" else proposer.other
    permit = permit_managing(
        session,
        actor,
        mandate.party_on(side),
        brussels_day(now),
        widens=act == "accept_extension",
        about=f"{act}:{extension.id}",
    )
    check_domains(permit, [one.line.mandate_type for one in extension.lines])
    return mandate, extension, permit


def _check_open(session: Session, actor: Actor, mandate: Mandate, extension: Extension, day: date) -> bool:
    """Conflict unless it waits for an answer, or this one came in time; whether it is keyed after the last day."""
    check_running(mandate, day)
    if open_extension(mandate, day) is not None:
        return False
    if not extension_came_in_time(session, actor, mandate, extension, day):
        raise Conflict(f"extension_{extension.status_on(day)}", answer_by=extension.lapses_after)
    return True


def _ends(extension: Extension) -> dict[uuid.UUID, date]:
    return {one.line_id: one.last_day for one in extension.lines}


