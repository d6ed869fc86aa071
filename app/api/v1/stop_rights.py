"""POST /rights/{rightId}/stop"""

from uuid import UUID

from app.api.operations import Answer, Asked, answers
from app.api.shapes.appointments import ending_json
from app.core.rights.ending import dismiss_rights
from app.core.views.appointments import read_appointment


@answers("stopRights")
def stop(asked: Asked) -> Answer:
    """Take rights of one colleague back; all of the appointment when none is named."""
    found = read_appointment(asked.session, asked.actor, UUID(asked.path["rightId"]), now=asked.now)
    mine = [right.id for right in found.relation.rights]
    named = (asked.body or {}).get("rights")
    wanted = mine if named is None else [UUID(one) for one in named]
    ending = dismiss_rights(
        asked.session, asked.actor, found.relation.person_id, wanted, policy=asked.policy, now=asked.now
    )
    return Answer(ending_json(asked, ending))
