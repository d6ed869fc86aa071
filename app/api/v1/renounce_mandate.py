"""POST /mandates/{mandateId}/renounce"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.acts import HOLDER, carried_out
from app.api.shapes.stops import stop_of
from app.core.acts.stopping import renounce_mandate


@answers("renounceMandate")
def renounce(asked: Asked) -> Answer:
    """Stop for the holder."""
    return carried_out(asked, renounce_mandate, HOLDER, **stop_of(asked.body))
