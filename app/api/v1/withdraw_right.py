"""POST /rights/{rightId}/withdraw"""

from uuid import UUID

from app.api.operations import Answer, Asked, answers
from app.api.shapes.appointments import appointment_answer
from app.core.rights.withdrawing import withdraw_invitation


@answers("withdrawRight")
def withdraw(asked: Asked) -> Answer:
    """Take back what nobody accepted or signed yet."""
    relation = withdraw_invitation(
        asked.session, asked.actor, UUID(asked.path["rightId"]), policy=asked.policy, now=asked.now
    )
    return appointment_answer(asked, relation.id)
