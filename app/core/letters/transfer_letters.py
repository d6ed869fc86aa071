"""From a change of holders to the facts of its letters, seen from the old mandate."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.mandates.lookup import get_mandate
from app.core.mandates.mandate_texts import may_of, who_did
from app.core.policy import Policy
from app.models.journal import JournalEntry
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate

Facts = dict[str, Any]


def old_holder_name(session: Session, mandate: Mandate) -> str:
    """Who holds now what this mandate takes over."""
    old_id = next(line.takeover.old_line.mandate_id for line in mandate.lines if line.takeover is not None)
    return str(get_mandate(session, old_id).holder.name)


def transfer_told(
    session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy
) -> Facts:
    """The giver asked somebody else to take over."""
    new = _new_mandate(session, entry)
    return {
        "new_name": new.holder.name,
        "new_number": new.holder.enterprise_number,
        "acted_by": who_did(session, entry),
        "acted_on": day.isoformat(),
        "answer_by": new.answer_by.isoformat(),
        "moves": _short(_lines(mandate, entry)),
    }


def transferred(
    session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy
) -> Facts:
    """The new holder takes over from a day that is known."""
    stop_day = date.fromisoformat(entry.data["stop_day"])
    still = [line for line in mandate.lines if not line.is_over(stop_day)]
    return {
        "new_name": _new_mandate(session, entry).holder.name,
        "stops_on": stop_day.isoformat(),
        "moves": _short(_lines(mandate, entry)),
        "still": may_of(mandate, still) if still else [],
    }


def stays(session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy) -> Facts:
    """It stays with the old holder, for good or for now."""
    return {
        "new_name": _new_mandate(session, entry).holder.name,
        "outcome": entry.data["outcome"],
        "acted_on": day.isoformat(),
        "stays": may_of(mandate, _lines(mandate, entry)),
    }


def _new_mandate(session: Session, entry: JournalEntry) -> Mandate:
    return get_mandate(session, uuid.UUID(entry.data["transfer"]))


def _lines(mandate: Mandate, entry: JournalEntry) -> list[Line]:
    return [line for line in mandate.lines if line.type_key in entry.data["types"]]


def _short(lines: list[Line]) -> list[str]:
    return list(dict.fromkeys(line.mandate_type.short for line in lines))
