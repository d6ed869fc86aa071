"""From an answer sheet on which something is missing, to the facts of the letter that asks for it."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.letters.sheet_boxes import boxes_of
from app.core.mandates.possible_acts import Act, types_of_act
from app.core.people.persons import get_person
from app.core.policy import Policy
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet

WAITING = frozenset({Status.OFFERED, Status.REQUESTED})


def still_needed(
    session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy
) -> dict[str, Any]:
    """What we have, and what we still need."""
    sheet = session.get_one(PaperSheet, uuid.UUID(entry.data["sheet"]))
    boxes = boxes_of(session.get_one(Letter, sheet.letter_id), mandate)
    widens = next((box for box in boxes if box.widens), Act.ACCEPT)
    return {
        "received_on": sheet.received_on.isoformat(),
        "missing": list(sheet.missing or []),
        "boxes": [box.value for box in boxes],
        "chosen": sheet.act,
        "signer": get_person(session, sheet.person_id).name if sheet.person_id else None,
        "capacity": sheet.capacity,
        "answer_by": entry.data["answer_by"],
        "waits": mandate.status_on(day) in WAITING,
        "high_risk": not all(one.code_allowed for one in types_of_act(mandate, widens, side, day)),
    }
