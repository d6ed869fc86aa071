"""GET /mandates"""

from app.api.checking import read_moment
from app.api.operations import Answer, Asked, answers
from app.api.shapes.lists import first_of, page_answer
from app.api.shapes.mandates import mandate_json
from app.core.views.mandate_search import MandateFilter, Status, search_mandates


@answers("listMandates")
def list_mandates(asked: Asked) -> Answer:
    """The mandates that fit, the newest first."""
    query = asked.query
    since = query.get("changedSince")
    wanted = MandateFilter(
        giver=query.get("giver"),
        holder=query.get("holder"),
        statuses=frozenset(Status(one) for one in query.get("status", ())),
        type_key=query.get("type"),
        domain_key=query.get("domain"),
        changed_since=read_moment(since) if since else None,
    )
    found = search_mandates(
        asked.session, asked.actor, wanted, first=first_of(asked), size=query["pageSize"], now=asked.now
    )
    return page_answer(asked, [mandate_json(one) for one in found.page], found.total)
