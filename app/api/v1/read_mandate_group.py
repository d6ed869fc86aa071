"""GET /mandate-groups/{groupKey}"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.catalogue import mandate_group_json
from app.clock import brussels_day
from app.core.views.catalogue import get_type_list


@answers("readMandateGroup")
def read_mandate_group(asked: Asked) -> Answer:
    """One group of mandate types."""
    return Answer(mandate_group_json(get_type_list(asked.session, asked.path["groupKey"], brussels_day(asked.now))))
