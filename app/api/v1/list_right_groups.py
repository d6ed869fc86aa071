"""GET /right-groups"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.catalogue import right_group_json
from app.api.shapes.lists import paged
from app.clock import brussels_day
from app.core.views.catalogue import list_right_lists


@answers("listRightGroups")
def list_right_groups(asked: Asked) -> Answer:
    """The groups of rights, in the order of the catalogue."""
    return paged(asked, list_right_lists(asked.session, brussels_day(asked.now)), right_group_json)
