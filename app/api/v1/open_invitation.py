"""POST /invitations/open"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.invitations import opened


@answers("openInvitation")
def open_invitation(asked: Asked) -> Answer:
    """Who invites the user, to what and until when."""
    return opened(asked)
