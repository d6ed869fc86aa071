"""From a list that grew to the facts of the letters that tell it."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.mandates.catalogue import get_types, may_not_sentences, may_sentences
from app.core.policy import Policy
from app.models.journal import JournalEntry
from app.models.lifecycle import Side
from app.models.mandate import Mandate


def list_grown(
    session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy
) -> dict[str, Any]:
    """The new types that this side can give, or ask for."""
    types = get_types(session, entry.data[f"for_{side}"])
    group = mandate.group_version
    if group is None or mandate.accepted_on is None:
        raise LookupError("only of a mandate that runs, given with a list, it can be told that the list grew")
    return {
        "list_name": group.group.name,
        "may": may_sentences(types, mandate.holder.name),
        "may_not": may_not_sentences(types, mandate.holder.name),
        "given_on": mandate.accepted_on.isoformat(),
    }
