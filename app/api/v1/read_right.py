"""GET /rights/{rightId}"""

from uuid import UUID

from app.api.operations import Answer, Asked, answers
from app.api.shapes.appointments import appointment_answer
from app.api.versions import is_known


@answers("readRight")
def read_right(asked: Asked) -> Answer:
    """One appointment, as it stands today."""
    answer = appointment_answer(asked, UUID(asked.path["rightId"]))
    return Answer(None, 304, answer.headers) if is_known(asked, answer) else answer
