"""POST /mandates/{mandateId}/contest"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.acts import carried_out
from app.core.acts.contesting import contest_mandate


@answers("contestMandate")
def contest(asked: Asked) -> Answer:
    """Let the mandate stand still at once."""
    return carried_out(asked, contest_mandate, reason=asked.body["reason"])
