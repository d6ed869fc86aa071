"""PATCH /people/{personId}"""

from typing import Any
from uuid import UUID

from app.api.operations import Answer, Asked, answers
from app.api.shapes.appointments import appointment_json, ending_json, own_party_id, wishes_of
from app.api.shapes.references import addressed
from app.core.rights.changing import change_rights
from app.core.views.appointments import read_appointment


@answers("changeRights")
def change(asked: Asked) -> Answer:
    """Let a colleague have these rights and no others."""
    person_id, wishes = UUID(asked.path["personId"]), wishes_of(asked, asked.body["covers"])
    with addressed("colleague_unknown"):
        change = change_rights(
            asked.session, asked.actor, own_party_id(asked), person_id, wishes, policy=asked.policy, now=asked.now
        )
    body: dict[str, Any] = ending_json(asked, change.ending)
    if change.relation is not None:
        facts = read_appointment(asked.session, asked.actor, change.relation.id, now=asked.now)
        body["appointment"] = appointment_json(facts)
    return Answer(body)
