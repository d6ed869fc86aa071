"""GET /people"""

from app.api.operations import Answer, Asked, answers
from app.api.shapes.appointments import colleague_json
from app.api.shapes.lists import paged
from app.core.views import appointments


@answers("listPeople")
def list_people(asked: Asked) -> Answer:
    """Who works in the user's organisation, by name."""
    return paged(asked, appointments.list_people(asked.session, asked.actor, now=asked.now), colleague_json)
