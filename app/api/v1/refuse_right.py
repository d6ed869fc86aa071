"""POST /rights/{rightId}/refuse"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.invitations import opened
from app.core.rights.accepting import refuse_relation


@answers("refuseRight")
def refuse(asked: Asked) -> Answer:
    """Refuse an invitation, for who shows its letter or its e-mail."""
    return opened(asked, refuse_relation)
