"""POST /rights/{rightId}/sign"""

from uuid import UUID

from app.api.operations import Answer, Asked, answers
from app.api.shapes.appointments import appointment_answer
from app.core.rights.accepting import sign_appointment


@answers("signRight")
def sign(asked: Asked) -> Answer:
    """Sign second, as another representative than who appointed."""
    relation = sign_appointment(
        asked.session, asked.actor, UUID(asked.path["rightId"]), policy=asked.policy, now=asked.now
    )
    return appointment_answer(asked, relation.id)
