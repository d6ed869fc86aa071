"""GET /enterprises/{enterpriseNumber}"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.enterprises import enterprise_json
from app.core.register.enterprise_numbers import parse_enterprise_number
from app.core.register.enterprises import get_enterprise


@answers("readEnterprise")
def read_enterprise(asked: Asked) -> Answer:
    """One enterprise."""
    number = parse_enterprise_number(asked.path["enterpriseNumber"])
    return Answer(enterprise_json(get_enterprise(asked.session, number)))
