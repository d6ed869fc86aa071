"""GET /mandates/{mandateId}"""

from uuid import UUID

from app.api.operations import Answer, Asked, answers
from app.api.shapes.mandates import mandate_answer
from app.api.versions import is_known
from app.core.views.mandate_facts import read_facts


@answers("readMandate")
def read_mandate(asked: Asked) -> Answer:
    """One mandate, as it stands today."""
    facts = read_facts(asked.session, asked.actor, UUID(asked.path["mandateId"]), now=asked.now)
    answer = mandate_answer(facts)
    return Answer(None, 304, answer.headers) if is_known(asked, answer) else answer
