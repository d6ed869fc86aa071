"""POST /mandates/{mandateId}/extension/withdraw"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.acts import For, carried_out
from app.core.acts.extending import withdraw_extension


@answers("withdrawExtension")
def withdraw(asked: Asked) -> Answer:
    """Take back the later end that the own side proposed."""
    return carried_out(asked, withdraw_extension, For.PROPOSER)
