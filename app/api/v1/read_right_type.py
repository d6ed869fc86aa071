"""GET /right-types/{typeKey}"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.catalogue import right_json
from app.core.views.catalogue import get_right


@answers("readRightType")
def read_right_type(asked: Asked) -> Answer:
    """One right inside an organisation."""
    return Answer(right_json(get_right(asked.session, asked.path["typeKey"])))
