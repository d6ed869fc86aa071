"""POST /people/{personId}/leave"""

from uuid import UUID

from app.api.operations import Answer, Asked, answers
from app.api.shapes.appointments import ending_json
from app.core.rights.ending import end_relation


@answers("leaveOrganisation")
def leave(asked: Asked) -> Answer:
    """Somebody leaves: everything that he may ends today."""
    person_id = UUID(asked.path["personId"])
    ending = end_relation(asked.session, asked.actor, person_id, policy=asked.policy, now=asked.now)
    return Answer(ending_json(asked, ending))
