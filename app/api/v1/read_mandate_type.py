"""GET /mandate-types/{typeKey}"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.catalogue import type_json
from app.core.views.catalogue import get_type


@answers("readMandateType")
def read_mandate_type(asked: Asked) -> Answer:
    """One mandate type."""
    return Answer(type_json(get_type(asked.session, asked.path["typeKey"])))
