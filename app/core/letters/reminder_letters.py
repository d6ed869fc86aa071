"""From a mandate and the day that somebody is reminded of, to the facts of the letter."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.letters.extension_letters import extended_period, extension_of, lines_of, period_with
from app.core.mandates.ends import going_on_after
from app.core.mandates.extension_plans import can_gain, extendable, open_extension
from app.core.mandates.mandate_texts import may_not_of, may_of, period_of
from app.core.permits.phone import types_allow
from app.core.policy import Policy
from app.models.extension import Extension
from app.models.journal import JournalEntry
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate

Facts = dict[str, Any]
FINAL = "expiring_7"


def expiring(session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy) -> Facts:
    """The mandate ends soon, or the parts of it that the entry names."""
    keys, waiting = entry.data.get("types"), open_extension(mandate, day)
    facts = {
        "last_day": entry.data["last_day"],
        "can_extend": can_gain(mandate, day, keys),
        "by_phone": types_allow(mandate, day),
        "by_code": all(line.mandate_type.code_allowed for line in extendable(mandate, day)),
        "extension_until": waiting.last_day.isoformat() if waiting else None,
        "final": entry.data["reminder"] == FINAL,
    }
    return _running(mandate, day) | facts | (_part(entry, mandate, waiting) if keys else {})


def lapsing(session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy) -> Facts:
    """Nobody answered yet."""
    return {
        "may": may_of(mandate),
        "may_not": may_not_of(mandate),
        "period": period_of(mandate),
        "started_by": mandate.started_by,
        "written_on": mandate.started_on.isoformat(),
        "answer_by": entry.data["answer_by"],
        "high_risk": not all(line.mandate_type.code_allowed for line in mandate.lines),
    }


def extension_unanswered(
    session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy
) -> Facts:
    """The other side did not answer yet about a later end."""
    extension = extension_of(entry, mandate)
    return {
        "proposed_by": extension.proposed_by,
        "written_on": extension.proposed_on.isoformat(),
        "answer_by": entry.data["answer_by"],
        "last_day": max(one.previous_last_day for one in extension.lines).isoformat(),
        "until": entry.data["last_day"],
    }


def extension_waits(
    session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy
) -> Facts:
    """The same to who is to answer: with what he was asked, so that this letter can be answered too."""
    lines = lines_of(mandate, entry)
    return extension_unanswered(session, side, entry, mandate, day, policy) | {
        "may": may_of(mandate, lines),
        "may_not": may_not_of(mandate, lines),
        "period": extended_period(mandate, extension_of(entry, mandate), day),
        "high_risk": not all(line.mandate_type.code_allowed for line in lines),
    }


def yearly(session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy) -> Facts:
    """Does it still hold?"""
    starts = [line.starts_on(mandate.agreed_on, mandate.giver_posted_on) for line in mandate.kept_lines]
    first = min(start for start in starts if start is not None)
    return _running(mandate, day) | {"first_day": first.isoformat()}


def _part(entry: JournalEntry, mandate: Mandate, waiting: Extension | None) -> Facts:
    """What changes when only some parts end: those alone may be asked to run longer."""
    ending = [line for line in mandate.lines if line.type_key in entry.data["types"]]
    going_on = going_on_after(mandate, date.fromisoformat(entry.data["last_day"]))
    asked = [one.last_day for one in waiting.lines if one.line in ending] if waiting else []
    return {
        "may": may_of(mandate, ending),
        "may_not": may_not_of(mandate, ending),
        "ending": [line.mandate_type.short for line in ending],
        "going_on": [line.mandate_type.short for line in going_on],
        "extension_until": max(asked).isoformat() if asked else None,
        "other_extension": waiting is not None and not asked,
    }


def _running(mandate: Mandate, day: date) -> Facts:
    lines: Sequence[Line] = [line for line in mandate.lines if not line.is_over(day)]
    return {
        "may": may_of(mandate, lines),
        "may_not": may_not_of(mandate, lines),
        "period": period_with(mandate, {}, day),
    }
