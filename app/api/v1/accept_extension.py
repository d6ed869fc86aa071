"""POST /mandates/{mandateId}/extension/accept"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.acts import For, carried_out
from app.core.acts.extending import accept_extension


@answers("acceptExtension")
def accept(asked: Asked) -> Answer:
    """Accept the later end that the other side proposed."""
    return carried_out(asked, accept_extension, For.EXTENSION_ANSWERER)
