"""PATCH /people/{personId}"""

from typing import Any
from uuid import UUID

from app.api.operations import Answer, Asked, answers
from app.api.shapes.appointments import appointment_json, ending_json, own_party_id, person_answer, wishes_of
from app.api.versions import check_version
from app.core.errors import NotAllowed
from app.core.rights.appointing import lock_party
from app.core.rights.changing import change_rights
from app.core.views.appointments import read_appointment


@answers("changeRights")
def change(asked: Asked) -> Answer:
    """Let a colleague have these rights and no others."""
    person_id, party_id = UUID(asked.path["personId"]), own_party_id(asked)
    # Nobody else changes a right there between looking whether somebody did, and the change.
    lock_party(asked.session, party_id)
    check_version(asked, person_answer(asked, person_id))
    change = change_rights(
        asked.session, asked.actor, party_id, person_id, wishes_of(asked, asked.body["covers"]),
        policy=asked.policy, now=asked.now,
    )  # fmt: skip
    body: dict[str, Any] = ending_json(asked, change.ending)
    if change.relation is not None:
        facts = read_appointment(asked.session, asked.actor, change.relation.id, now=asked.now)
        body["appointment"] = appointment_json(facts)
    return Answer(body, 200, _version_now(asked, person_id))


def _version_now(asked: Asked, person_id: UUID) -> dict[str, str]:
    """The version of this person now; none for who may not read it any more, because he gave up his own right to."""
    try:
        return {"ETag": person_answer(asked, person_id).headers["ETag"]}
    except NotAllowed:
        return {}
