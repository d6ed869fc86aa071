"""POST /access/v1/search/resource"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.access import question_in
from app.api.shapes.cursors import page_answer, page_in
from app.core.representation.finding import find_givers


@answers("searchResources")
def search_resources(asked: Asked) -> Answer:
    """For whom the subject may act."""
    wanted = question_in(asked, asked.body)
    found = find_givers(asked.session, asked.actor, wanted, page_in(asked, "resource"), now=asked.now)
    kind = asked.body["resource"]["type"]
    results = [{"type": kind, "id": one} for one in found.names]
    return page_answer(asked, "resource", found, results)
