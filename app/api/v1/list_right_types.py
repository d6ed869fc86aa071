"""GET /right-types"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.catalogue import right_json
from app.api.shapes.lists import paged
from app.clock import brussels_day
from app.core.views.catalogue import list_rights


@answers("listRightTypes")
def list_right_types(asked: Asked) -> Answer:
    """The rights inside an organisation, in the order of the catalogue."""
    day = brussels_day(asked.now) if asked.query["offered"] else None
    found = list_rights(asked.session, domain_key=asked.query.get("domain"), offered_on=day)
    return paged(asked, found, right_json)
