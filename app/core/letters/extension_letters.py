"""From an extension and what just happened to it, to the facts of its letters."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.journal import list_entries
from app.core.mandates.mandate_texts import channel_text, lines_period, may_not_of, may_of, who_did
from app.core.policy import Policy
from app.models.extension import Extension
from app.models.journal import JournalEntry
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate

Facts = dict[str, Any]
OUTCOMES = {"extension_refused": "refused", "extension_withdrawn": "withdrawn", "undecided": "lapsed"}


def extension_sent(
    session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy
) -> Facts:
    """One side proposed a later end."""
    extension = extension_of(entry, mandate)
    return _longer(mandate, entry, extended_period(mandate, extension, day)) | {
        "proposed_by": extension.proposed_by,
        "acted_by": who_did(session, entry),
        "acted_on": day.isoformat(),
        "channel": channel_text(session, entry),
        "last_day": _end(extension).isoformat(),
        "until": extension.last_day.isoformat(),
        "answer_by": extension.answer_by.isoformat(),
    }


def extension_asked(
    session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy
) -> Facts:
    """The same, to the side that answers."""
    risky = not all(line.mandate_type.code_allowed for line in lines_of(mandate, entry))
    return extension_sent(session, side, entry, mandate, day, policy) | {"high_risk": risky}


def extended(session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy) -> Facts:
    """The other side accepted."""
    accepted_by = mandate.side_of(entry.party_id)
    return _longer(mandate, entry, extended_period(mandate, extension_of(entry, mandate), day)) | {
        "acted_by": who_did(session, entry),
        "acted_on": day.isoformat(),
        "channel": channel_text(session, entry) if side is accepted_by else None,
        "until": entry.data["last_day"],
    } | _after_silence(session, entry)


def _after_silence(session: Session, entry: JournalEntry) -> Facts:
    """For an answer on paper that came in time, after we wrote that nobody answered: when it came."""
    told = [one for one in list_entries(session, entry.mandate_id) if one.kind == "undecided"]
    came_on = entry.data.get("received_on")
    after = any(one.data.get("extension") == entry.data["extension"] for one in told)
    return {"came_on": came_on} if came_on and after else {}


def not_extended(
    session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy
) -> Facts:
    """It stays as it was."""
    extension = extension_of(entry, mandate)
    outcome = OUTCOMES[entry.kind]
    return {
        "proposed_by": extension.proposed_by,
        "outcome": outcome,
        "acted_by": None if outcome == "lapsed" else who_did(session, entry),
        "acted_on": (extension.lapses_after if outcome == "lapsed" else day).isoformat(),
        "last_day": _end(extension).isoformat(),
    }


def extended_period(mandate: Mandate, extension: Extension, day: date) -> str:
    """How long the mandate runs with the later ends, to be put after "Het mandaat geldt"."""
    later = {one.line_id: one.last_day for one in extension.lines if one.line.stop_day is None}
    return period_with(mandate, later, day)


def period_with(mandate: Mandate, later: dict[uuid.UUID, date], day: date) -> str:
    """The period of what still runs on `day`, with the later ends of these lines."""
    lines = [line for line in mandate.lines if not line.is_over(day)] or list(mandate.lines)
    starts = [line.starts_on(mandate.agreed_on, mandate.giver_posted_on) or line.first_day for line in lines]
    return lines_period(min(starts), [(line.mandate_type.name, later.get(line.id, line.last_day)) for line in lines])


def _longer(mandate: Mandate, entry: JournalEntry, period: str) -> Facts:
    lines = lines_of(mandate, entry)
    return {"may": may_of(mandate, lines), "may_not": may_not_of(mandate, lines), "period": period}


def lines_of(mandate: Mandate, entry: JournalEntry) -> Sequence[Line]:
    """The lines of the types that the entry names."""
    return [line for line in mandate.lines if line.type_key in entry.data["types"]]


def extension_of(entry: JournalEntry, mandate: Mandate) -> Extension:
    """The extension that the entry is about."""
    return next(one for one in mandate.extensions if str(one.id) == entry.data["extension"])


def _end(extension: Extension) -> date:
    return max(one.previous_last_day for one in extension.lines)
