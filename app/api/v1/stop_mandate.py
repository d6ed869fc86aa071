"""POST /mandates/{mandateId}/stop"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.acts import GIVER, carried_out
from app.api.shapes.stops import stop_of
from app.core.acts.stopping import stop_mandate


@answers("stopMandate")
def stop(asked: Asked) -> Answer:
    """Stop for the giver."""
    return carried_out(asked, stop_mandate, GIVER, **stop_of(asked.body))
