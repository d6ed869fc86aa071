"""GET /mandates/{mandateId}/letters"""

from typing import Any
from uuid import UUID

from app.api.operations import Answer, Asked, answers
from app.api.shapes.lists import paged
from app.api.shapes.mandates import known
from app.core.views.mandate_facts import SentLetter, read_letters


@answers("listMandateLetters")
def list_mandate_letters(asked: Asked) -> Answer:
    """The letters about a mandate, the newest first."""
    found = read_letters(asked.session, asked.actor, UUID(asked.path["mandateId"]), now=asked.now)
    return paged(asked, found, _letter_json)


def _letter_json(letter: SentLetter) -> dict[str, Any]:
    line = letter.line
    return {
        "id": str(line.id),
        "subject": line.subject,
        "to": letter.side.value,
        "dated": line.dated.isoformat(),
        **known(postedOn=line.posted_on),
        "promisedBy": line.promised_by.isoformat(),
        "handedOver": line.handed_over,
    }
