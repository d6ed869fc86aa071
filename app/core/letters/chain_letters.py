"""From what happens to a mandate that was passed on to the facts of the letter to who did."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.mandates.lookup import get_mandate
from app.core.policy import Policy
from app.models.journal import JournalEntry
from app.models.lifecycle import Side
from app.models.mandate import Mandate


def onward(
    session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy
) -> dict[str, Any]:
    """What became of it, seen from the mandate of who passed it on."""
    chain = get_mandate(session, uuid.UUID(entry.data["chain"]))
    passed = [line.mandate_type.short for line in chain.lines if line.type_key in entry.data["types"]]
    asked = entry.data["outcome"] == "asked"
    return {
        "new_name": chain.holder.name,
        "new_number": chain.holder.enterprise_number,
        "outcome": entry.data["outcome"],
        "acted_on": day.isoformat(),
        "passed": list(dict.fromkeys(passed)),
    } | ({"answer_by": chain.answer_by.isoformat()} if asked else {})
