"""POST /rights/{rightId}/accept"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.invitations import opened
from app.core.rights.accepting import accept_relation


@answers("acceptRight")
def accept(asked: Asked) -> Answer:
    """Accept an invitation, for who shows its letter or its e-mail."""
    return opened(asked, accept_relation)
