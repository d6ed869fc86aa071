"""Carrying out what was decided about an extension: proposing it to the other side, and giving lines their later end.

Whoever calls these checked the permit, and that everybody who must sign for the side did.
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.answering import represents_both
from app.core.calendar import ANSWER_DAYS
from app.core.errors import Conflict, NotAllowed
from app.core.journal import list_entries, record
from app.core.letters.orders import order_letters
from app.core.mandates.extension_plans import ExtensionPlan, open_extension
from app.core.people.parties import stopped_among
from app.core.permits.managing import Permit
from app.core.policy import Policy
from app.models.extension import Extension, ExtensionLine
from app.models.journal import JournalEntry
from app.models.lifecycle import Side
from app.models.mandate import Mandate

EXTENDED_LETTERS = ["extended.giver", "extended.holder"]


def finish_proposing(
    session: Session,
    actor: Actor,
    permit: Permit,
    mandate: Mandate,
    side: Side,
    plan: ExtensionPlan,
    *,
    policy: Policy,
    now: datetime,
    first: uuid.UUID | None = None,
) -> Mandate:
    """Propose the later ends, now that everybody who must sign for this side did; `first` signed before the actor."""
    extension = _open(session, mandate, side, plan, now)
    more = {"first": str(first)} if first else {}
    entry = record_extension(session, actor, permit, "extension_proposed", mandate, extension, now, **more)
    letters = [f"extension_sent.{side}", f"extension_asked.{side.other}"]
    order_letters(session, entry, mandate, letters, policy=policy, now=now)
    return mandate


def finish_accepting_extension(
    session: Session,
    actor: Actor,
    permit: Permit,
    mandate: Mandate,
    *,
    policy: Policy,
    now: datetime,
    first: uuid.UUID | None = None,
    late: Extension | None = None,
) -> Mandate:
    """Accept the open extension, now that everybody who must sign did; `first` signed before the actor.

    `late` is one whose answer came in time and is keyed after the last day.
    """
    day = brussels_day(now)
    extension = late or open_extension(mandate, day)
    if extension is None:
        raise Conflict("no_extension")
    both = check_extension_answer(session, actor, mandate, extension, day)
    lines = extension.open_lines(day)
    extension.accepted_on = day
    for one in lines:
        one.line.last_day = one.last_day
    session.flush()
    more = {"represents_both": True} if both else {}
    more |= {"first": str(first)} if first else {}
    entry = record_extension(session, actor, permit, "extension_accepted", mandate, extension, now, lines, **more)
    order_letters(session, entry, mandate, EXTENDED_LETTERS, policy=policy, now=now)
    return mandate


def check_extension_answer(session: Session, actor: Actor, mandate: Mandate, extension: Extension, day: date) -> bool:
    """Refuse who accepts what he proposed himself, and what has a party that stopped; whether he represents both."""
    own = NotAllowed("own_extension", other=mandate.party_on(Side(extension.proposed_by).other).name)
    both = represents_both(session, actor, mandate, day, _entries_of(session, extension), own)
    refuse_stopped(session, mandate)
    return both


def refuse_stopped(session: Session, mandate: Mandate) -> None:
    """Conflict when the register says that one of the two has stopped: nothing gets a later end then."""
    for party in stopped_among(session, mandate.giver, mandate.holder):
        raise Conflict("extension_party_stopped", party=party.name)


def answer_by_of(plan: ExtensionPlan, day: date) -> date:
    """Thirty days, but never later than the lines run: what is over gets no later end."""
    ends = [end.line.last_day for end in plan.ends if end.line.last_day]
    return min(day + timedelta(days=ANSWER_DAYS), max(ends))


def record_extension(
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
    """Write down what somebody did about an extension."""
    data = extension_data(extension, lines) | more
    return record(
        session, actor, kind, now=now, ground=permit.ground, capacity=permit.capacity, mandate=mandate, **data
    )


def extension_data(extension: Extension, lines: Sequence[ExtensionLine] = ()) -> dict[str, Any]:
    """What the journal keeps of an extension: which one, which types, and the latest of its ends."""
    lines = lines or extension.lines
    return {
        "extension": str(extension.id),
        "types": sorted(one.line.type_key for one in lines),
        "last_day": max(one.last_day for one in lines).isoformat(),
    }


def _open(session: Session, mandate: Mandate, side: Side, plan: ExtensionPlan, now: datetime) -> Extension:
    day = brussels_day(now)
    extension = Extension(
        mandate_id=mandate.id,
        proposed_by=side,
        proposed_at=now,
        proposed_on=day,
        answer_by=answer_by_of(plan, day),
        lines=[
            ExtensionLine(line=end.line, previous_last_day=end.line.last_day, last_day=end.last_day)
            for end in plan.ends
        ],
    )
    mandate.extensions.append(extension)
    session.flush()
    return extension


def _entries_of(session: Session, extension: Extension) -> list[JournalEntry]:
    """How it was proposed; with two signatures also how the first one was set, by whoever asked the second."""
    entries = list_entries(session, extension.mandate_id)
    mine = [one for one in entries if one.data.get("extension") == str(extension.id)]
    proposed = [one for one in mine if one.kind == "extension_proposed"]
    firsts = {one.data["first"] for one in proposed if "first" in one.data}
    asked = [one for one in entries if one.kind == "sign_asked" and one.data["act"] == "extend"]
    return proposed + [one for one in asked if one.data["first"] in firsts]
