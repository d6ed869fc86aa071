"""POST /access/v1/evaluation"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.access import decisions_json, question_in
from app.core.representation.asking import check_many


@answers("evaluateAccess")
def evaluate_access(asked: Asked) -> Answer:
    """Yes or no, as things stand at this moment."""
    decisions = check_many(asked.session, asked.actor, [question_in(asked, asked.body)], now=asked.now)
    [decision] = decisions_json(asked, decisions)
    return Answer(decision)
