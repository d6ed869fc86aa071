"""GET /mandate-groups"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.catalogue import mandate_group_json
from app.api.shapes.lists import paged
from app.clock import brussels_day
from app.core.views.catalogue import list_type_lists


@answers("listMandateGroups")
def list_mandate_groups(asked: Asked) -> Answer:
    """The groups of mandate types, in the order of the catalogue."""
    return paged(asked, list_type_lists(asked.session, brussels_day(asked.now)), mandate_group_json)
