"""POST /access/v1/search/action"""

import uuid

from app.api.operations import Answer, Asked, answers
from app.api.shapes.access import question_in
from app.api.shapes.cursors import page_answer, page_in
from app.core.representation.finding import FoundNames, find_levels


@answers("searchActions")
def search_actions(asked: Asked) -> Answer:
    """How far the subject may go."""
    page = page_in(asked, "action")
    wanted = question_in(asked, asked.body)
    levels = [str(one) for one in find_levels(asked.session, asked.actor, wanted, now=asked.now)]
    # A level has no id: a page begins after so many of them.
    first = page.after.int if page.after is not None else 0
    shown = levels[first : first + page.size]
    end = first + len(shown)
    found = FoundNames(shown, len(levels), uuid.UUID(int=end) if end < len(levels) else None)
    return page_answer(asked, "action", found, [{"name": one} for one in shown])
