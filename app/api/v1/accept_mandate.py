"""POST /mandates/{mandateId}/accept"""

from app.api.checking import read_day
from app.api.operations import Answer, Asked, answers
from app.api.shapes.acts import For, carried_out
from app.core.acts.answering import accept_mandate
from app.core.mandates.narrower import Narrower


@answers("acceptMandate")
def accept(asked: Asked) -> Answer:
    """Accept all of it, or give less than was asked."""
    return carried_out(asked, accept_mandate, For.ANSWERER, narrower=_less(asked))


def _less(asked: Asked) -> Narrower | None:
    if asked.body is None:
        return None
    last_day = asked.body.get("lastDay")
    return Narrower(tuple(asked.body.get("types", ())), read_day(last_day) if last_day else None)
