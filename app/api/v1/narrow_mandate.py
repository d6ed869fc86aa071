"""PATCH /mandates/{mandateId}"""

from app.api.checking import read_day
from app.api.operations import Answer, Asked, answers
from app.api.problems import Refused
from app.api.shapes.acts import actor_of, as_it_stands, mandate_id_of
from app.api.versions import check_version
from app.api.words import sentence_of
from app.core.acts.narrowing import narrow_mandate
from app.core.errors import Conflict

# What does what is wider, by the code of the core.
WIDER = {"wider_end": "extendMandate", "wider_types": "startMandate"}


@answers("narrowMandate")
def narrow(asked: Asked) -> Answer:
    """Make the mandate as narrow as it should be."""
    actor, last_day = actor_of(asked), asked.body.get("lastDay")
    check_version(asked, as_it_stands(asked, asked.actor, mandate_id_of(asked)))
    try:
        narrow_mandate(
            asked.session, actor, mandate_id_of(asked), type_keys=asked.body.get("types"),
            last_day=read_day(last_day) if last_day else None, policy=asked.policy, now=asked.now,
        )  # fmt: skip
    except Conflict as error:
        if error.code in WIDER:
            raise Refused("wider", more={"use": WIDER[error.code]}, detail=sentence_of(error)) from error
        raise
    return as_it_stands(asked, actor, mandate_id_of(asked))
