"""What somebody will be allowed, before he does it: his permit, and who would have to sign with him."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.permits.managing import Permit, permit_managing
from app.core.permits.signing import needs_second, possible_seconds
from app.core.permits.visit import open_visit
from app.core.register.functions import get_function
from app.models.function import Function
from app.models.journal import Ground
from app.models.mandate_type import MandateType
from app.models.party import Party
from app.models.visit import IdentityMethod


def foreseen_permit(
    session: Session, actor: Actor, party: Party, day: date, about: str, *, widens: bool = True
) -> Permit:
    """The permit of the actor, or that of a clerk as it will be once the customer consents; raises as the act would."""
    try:
        return permit_managing(session, actor, party, day, widens=widens, about=about)
    except Conflict as refusal:
        if refusal.code != "consent_missing":
            raise
    visit = open_visit(session, actor)
    alone = visit.function_id is None or get_function(session, visit.function_id).signs == "alone"
    risk = IdentityMethod(visit.identity_method or IdentityMethod.NONE).highest_risk
    return Permit(
        Ground.CONSENTED_CUSTOMER, visit.capacity, signs_alone=alone, highest_risk=risk, function_id=visit.function_id
    )


def foreseen_seconds(
    session: Session, actor: Actor, party: Party, types: Sequence[MandateType], day: date, about: str
) -> list[Function]:
    """Who could sign second when the actor does what `about` names; nobody when his own signature is enough.

    Also nobody when he may not do it, or when there is no second: the act itself says so.
    """
    try:
        permit = foreseen_permit(session, actor, party, day, about)
        if not needs_second(session, permit, party, types, day):
            return []
    except (Conflict, Invalid, NotAllowed):
        return []
    return possible_seconds(session, actor.person_id, permit.function_id, party, day)
