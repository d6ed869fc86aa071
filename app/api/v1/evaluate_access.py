"""POST /access/v1/evaluation"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.access import answered, decisions_json, question_in


@answers("evaluateAccess")
def evaluate_access(asked: Asked) -> Answer:
    """Yes or no, as things stand at this moment."""
    decisions = answered(asked, [question_in(asked, asked.body)])
    [decision] = decisions_json(asked, decisions)
    return Answer(decision)
