"""GET /people/{personId}"""

from uuid import UUID

from app.api.operations import Answer, Asked, answers
from app.api.shapes.appointments import person_answer
from app.api.versions import is_known


@answers("readPerson")
def read_person(asked: Asked) -> Answer:
    """Somebody who works there, with what he may."""
    answer = person_answer(asked, UUID(asked.path["personId"]))
    return Answer(None, 304, answer.headers) if is_known(asked, answer) else answer
