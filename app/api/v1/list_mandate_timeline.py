"""GET /mandates/{mandateId}/timeline"""

from typing import Any
from uuid import UUID

from app.api.operations import Answer, Asked, answers
from app.api.shapes.lists import paged
from app.core.views.mandate_facts import Happening, read_timeline


@answers("listMandateTimeline")
def list_mandate_timeline(asked: Asked) -> Answer:
    """What happened to a mandate, oldest first."""
    found = read_timeline(asked.session, asked.actor, UUID(asked.path["mandateId"]), now=asked.now)
    return paged(asked, found, _happening_json)


def _happening_json(happening: Happening) -> dict[str, Any]:
    said = {"at": happening.at.isoformat(), "kind": happening.kind, "sentence": happening.sentence}
    return said | ({"how": happening.how} if happening.how else {})
