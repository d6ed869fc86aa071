"""Extending: one side proposes a later end for lines that still run; nothing changes until the other side accepts.

Accepting moves the last day of the lines from the same day on. It is done while they still run, so what was valid on
any earlier day stays as it was; the end that was agreed before stands with the extension.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.answering import represents_both
from app.core.calendar import ANSWER_DAYS, promised_by
from app.core.errors import Conflict, NotAllowed
from app.core.journal import list_entries, record, record_rule
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
from app.core.people.parties import stopped_among
from app.core.permits.managing import Permit, check_widening, permit_managing
from app.core.policy import Policy
from app.models.extension import Extension, ExtensionLine, ExtensionStatus
from app.models.journal import JournalEntry
from app.models.lifecycle import Side
from app.models.mandate import Mandate

EXTENDED_LETTERS = ["extended.giver", "extended.holder"]
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
    by = _answer_by(plan, day)
    return ExtensionPreview(mandate, side, plan, by, promised_by(day, policy.promise_working_days))


def propose_extension(session: Session, actor: Actor, wish: ExtensionWish, *, policy: Policy, now: datetime) -> Mandate:
    """Propose a later end to the other side, which answers within 30 days, and before the last line ends.

    Both sides get a letter. Proposing the same again is harmless; another proposal has to wait for the answer to the
    first. Raises NotAllowed unless the actor decides for a side, Invalid or Conflict when the wish cannot be.
    """
    mandate, side = get_mandate_of(session, actor, wish.mandate_id, lock=True)
    day = brussels_day(now)
    permit = permit_managing(session, actor, mandate.party_on(side), day, widens=True, about=wish.fingerprint())
    check_running(mandate, day)
    tell_lapsed_extensions(session, mandate, policy=policy, now=now)
    plan = plan_extension(mandate, wish, day)
    check_widening(permit, [end.line.mandate_type for end in plan.ends])
    _refuse_stopped(session, mandate)
    waiting = open_extension(mandate, day)
    if waiting is not None:
        if waiting.proposed_by == side and _ends(waiting) == {end.line.id: end.last_day for end in plan.ends}:
            return mandate
        raise Conflict("extension_waits")
    extension = _open(session, mandate, side, plan, now)
    entry = _record(session, actor, permit, "extension_proposed", mandate, extension, now)
    letters = [f"extension_sent.{side}", f"extension_asked.{side.other}"]
    order_letters(session, entry, mandate, letters, policy=policy, now=now)
    return mandate


def accept_extension(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, policy: Policy, now: datetime
) -> Mandate:
    """Accept for the side that did not propose: the lines that still run get their later end at once.

    Both sides get a letter. Accepting twice is harmless. Raises NotAllowed unless the actor decides for that side,
    Conflict unless an extension waits for an answer.
    """
    mandate, extension, permit = _answer(session, actor, mandate_id, "accept_extension", now)
    day = brussels_day(now)
    if extension.status_on(day) is ExtensionStatus.ACCEPTED:
        return mandate
    _check_open(mandate, day)
    lines = extension.open_lines(day)
    check_widening(permit, [one.line.mandate_type for one in lines])
    own = NotAllowed("own_extension", other=mandate.party_on(Side(extension.proposed_by).other).name)
    both = represents_both(session, actor, mandate, day, _entry_of(session, extension), own)
    _refuse_stopped(session, mandate)
    extension.accepted_on = day
    for one in lines:
        one.line.last_day = one.last_day
    session.flush()
    more = {"represents_both": True} if both else {}
    entry = _record(session, actor, permit, "extension_accepted", mandate, extension, now, lines, **more)
    order_letters(session, entry, mandate, EXTENDED_LETTERS, policy=policy, now=now)
    return mandate


def refuse_extension(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, policy: Policy, now: datetime
) -> Mandate:
    """Refuse for the side that did not propose: the mandate ends when it would have; the other side gets a letter."""
    mandate, extension, permit = _answer(session, actor, mandate_id, "refuse_extension", now)
    if extension.refused_on is not None:
        return mandate
    _check_open(mandate, brussels_day(now))
    extension.refused_on = brussels_day(now)
    entry = _record(session, actor, permit, "extension_refused", mandate, extension, now)
    order_letters(session, entry, mandate, [f"not_extended.{extension.proposed_by}"], policy=policy, now=now)
    return mandate


def withdraw_extension(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, policy: Policy, now: datetime
) -> Mandate:
    """Take back what the own side proposed, as long as nobody answered; the other side gets a letter."""
    mandate, extension, permit = _answer(session, actor, mandate_id, "withdraw_extension", now)
    if extension.withdrawn_on is not None:
        return mandate
    _check_open(mandate, brussels_day(now))
    extension.withdrawn_on = brussels_day(now)
    entry = _record(session, actor, permit, "extension_withdrawn", mandate, extension, now)
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
        entry = record_rule(session, "undecided", mandate, now=now, **_data(extension))
        order_letters(session, entry, mandate, NOT_EXTENDED_LETTERS, policy=policy, now=now)


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
    return mandate, extension, permit


def _check_open(mandate: Mandate, day: date) -> None:
    check_running(mandate, day)
    extension = newest_extension(mandate)
    if extension is not None and open_extension(mandate, day) is None:
        raise Conflict(f"extension_{extension.status_on(day)}", answer_by=extension.lapses_after)


def _refuse_stopped(session: Session, mandate: Mandate) -> None:
    for party in stopped_among(session, mandate.giver, mandate.holder):
        raise Conflict("extension_party_stopped", party=party.name)


def _open(session: Session, mandate: Mandate, side: Side, plan: ExtensionPlan, now: datetime) -> Extension:
    day = brussels_day(now)
    extension = Extension(
        mandate_id=mandate.id,
        proposed_by=side,
        proposed_at=now,
        proposed_on=day,
        answer_by=_answer_by(plan, day),
        lines=[
            ExtensionLine(line=end.line, previous_last_day=end.line.last_day, last_day=end.last_day)
            for end in plan.ends
        ],
    )
    mandate.extensions.append(extension)
    session.flush()
    return extension


def _answer_by(plan: ExtensionPlan, day: date) -> date:
    """Thirty days, but never later than the lines run: what is over gets no later end."""
    ends = [end.line.last_day for end in plan.ends if end.line.last_day]
    return min(day + timedelta(days=ANSWER_DAYS), max(ends))


def _ends(extension: Extension) -> dict[uuid.UUID, date]:
    return {one.line_id: one.last_day for one in extension.lines}


def _entry_of(session: Session, extension: Extension) -> JournalEntry | None:
    entries = list_entries(session, extension.mandate_id)
    mine = [one for one in entries if one.data.get("extension") == str(extension.id)]
    return next((one for one in mine if one.kind == "extension_proposed"), None)


def _record(
    session: Session,
    actor: Actor,
    permit: Permit,
    kind: str,
    mandate: Mandate,
    extension: Extension,
    now: datetime,
    lines: Sequence[ExtensionLine] = (),
    **more: Any,
) -> JournalEntry:
    data = _data(extension, lines) | more
    return record(
        session, actor, kind, now=now, ground=permit.ground, capacity=permit.capacity, mandate=mandate, **data
    )


def _data(extension: Extension, lines: Sequence[ExtensionLine] = ()) -> dict[str, Any]:
    lines = lines or extension.lines
    return {
        "extension": str(extension.id),
        "types": sorted(one.line.type_key for one in lines),
        "last_day": max(one.last_day for one in lines).isoformat(),
    }
