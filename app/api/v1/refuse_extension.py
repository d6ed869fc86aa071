"""POST /mandates/{mandateId}/extension/refuse"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.acts import For, carried_out
from app.core.acts.extending import refuse_extension


@answers("refuseExtension")
def refuse(asked: Asked) -> Answer:
    """Refuse the later end that the other side proposed."""
    return carried_out(asked, refuse_extension, For.EXTENSION_ANSWERER)
