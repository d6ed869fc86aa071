"""GET /right-groups/{groupKey}"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.catalogue import right_group_json
from app.clock import brussels_day
from app.core.views.catalogue import get_right_list


@answers("readRightGroup")
def read_right_group(asked: Asked) -> Answer:
    """One group of rights."""
    return Answer(right_group_json(get_right_list(asked.session, asked.path["groupKey"], brussels_day(asked.now))))
