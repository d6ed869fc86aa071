"""GET /enterprises"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.enterprises import enterprise_json
from app.core.register.enterprises import find_enterprises


@answers("searchEnterprises")
def search_enterprises(asked: Asked) -> Answer:
    """The enterprises that somebody means, best first."""
    query = asked.query
    town = query.get("town", "")
    found = find_enterprises(asked.session, query["q"], town=town, limit=query["limit"], field="q")
    return Answer({"items": [enterprise_json(one) for one in found.items], "more": found.more})
