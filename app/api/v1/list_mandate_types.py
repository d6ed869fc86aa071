"""GET /mandate-types"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.catalogue import type_json
from app.api.shapes.lists import paged
from app.clock import brussels_day
from app.core.views.catalogue import list_types


@answers("listMandateTypes")
def list_mandate_types(asked: Asked) -> Answer:
    """The mandate types, in the order of the catalogue."""
    day = brussels_day(asked.now) if asked.query["offered"] else None
    found = list_types(asked.session, domain_key=asked.query.get("domain"), offered_on=day)
    return paged(asked, found, type_json)
