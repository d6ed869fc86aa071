"""GET /rights"""

from uuid import UUID

from app.api.operations import Answer, Asked, answers
from app.api.shapes.appointments import appointment_json
from app.api.shapes.lists import paged
from app.core.views.appointments import AppointmentFilter, Status, list_appointments


@answers("listRights")
def list_rights(asked: Asked) -> Answer:
    """Who may what in the user's organisation, the newest appointment first."""
    query = asked.query
    wanted = AppointmentFilter(
        person_id=UUID(query["person"]) if "person" in query else None,
        type_key=query.get("type"),
        statuses=frozenset(Status(one) for one in query.get("status", ())),
    )
    return paged(asked, list_appointments(asked.session, asked.actor, wanted, now=asked.now), appointment_json)
