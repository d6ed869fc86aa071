"""POST /mandates/{mandateId}/withdraw"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.acts import For, carried_out
from app.core.acts.answering import withdraw_mandate


@answers("withdrawMandate")
def withdraw(asked: Asked) -> Answer:
    """Take back what the own side started."""
    return carried_out(asked, withdraw_mandate, For.STARTER)
