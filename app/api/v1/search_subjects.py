"""POST /access/v1/search/subject"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.access import question_in
from app.api.shapes.cursors import page_answer, page_in
from app.core.representation.finding import find_subjects


@answers("searchSubjects")
def search_subjects(asked: Asked) -> Answer:
    """Who may act for the giver."""
    wanted = question_in(asked, asked.body)
    found = find_subjects(asked.session, asked.actor, wanted, page_in(asked, "subject"), now=asked.now)
    kind = asked.body["subject"]["type"]
    results = [{"type": kind, "id": one} for one in found.names]
    return page_answer(asked, "subject", found, results)
