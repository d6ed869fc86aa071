"""POST /rights"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.api.operations import Answer, Asked, answers
from app.api.shapes.appointments import appointment_answer, own_party_id, wishes_of
from app.core.rights.appointing import appoint_colleague
from app.core.rights.wishes import Newcomer, one_colleague


@answers("appointColleague")
def appoint(asked: Asked) -> Answer:
    """Let somebody do something in the user's organisation."""
    who, wishes = _who(asked.body), wishes_of(asked, asked.body["covers"])
    relation = appoint_colleague(
        asked.session, asked.actor, own_party_id(asked), who, wishes, policy=asked.policy, now=asked.now
    )
    return appointment_answer(asked, relation.id, 201)


def _who(body: Mapping[str, Any]) -> UUID | Newcomer:
    person, said = body.get("person"), body.get("newcomer")
    newcomer = Newcomer(said["firstName"], said["lastName"], said.get("emailAddress")) if said else None
    return one_colleague(UUID(person) if person else None, newcomer)
