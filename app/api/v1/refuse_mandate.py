"""POST /mandates/{mandateId}/refuse"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.acts import For, carried_out
from app.core.acts.answering import refuse_mandate


@answers("refuseMandate")
def refuse(asked: Asked) -> Answer:
    """Refuse for the side that did not start."""
    return carried_out(asked, refuse_mandate, For.ANSWERER, reason=(asked.body or {}).get("reason"))
