"""A list of types that became longer: telling both sides of a mandate, and who says that it stays as it is.

A running mandate is never widened. Each newer version is told once; what is then given, or asked, is another mandate.
"""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import Conflict
from app.core.journal import record, record_rule
from app.core.letters.orders import order_letters
from app.core.mandates.growth import (
    can_start,
    is_told_elsewhere,
    list_growths,
    newest_version,
    runs_with_list,
    unheard_types,
)
from app.core.mandates.lookup import get_mandate, get_mandate_of, wait_for_giver
from app.core.permits.managing import permit_managing, refuse_code
from app.core.policy import Policy
from app.models.group_growth import GroupGrowth
from app.models.lifecycle import Side
from app.models.mandate import Mandate


def tell_growth(session: Session, mandate_id: uuid.UUID, *, policy: Policy, now: datetime) -> None:
    """Tell both sides, once, that the list with which it was given has more types now; each what it can do with that.

    What does not run yet, or stands still, is told when it runs. Where nobody can do anything, nobody is told.
    """
    # As at giving: who gives the same at the same moment is waited for.
    wait_for_giver(session, mandate_id)
    mandate, day = get_mandate(session, mandate_id, lock=True), brussels_day(now)
    newest = newest_version(session, mandate, day)
    if newest is None or not runs_with_list(mandate, day):
        return
    if session.get(GroupGrowth, (mandate.id, newest.id)) is not None:
        return
    keys = set() if is_told_elsewhere(session, mandate, newest, day) else unheard_types(session, mandate, newest)
    found = {side: [one.key for one in can_start(session, mandate, side, keys, day)] for side in Side}
    growth = GroupGrowth(mandate_id=mandate.id, version_id=newest.id, noted_on=day)
    told = [side for side in Side if found[side]]
    if told:
        data = {f"for_{side}": found[side] for side in told}
        entry = record_rule(session, "list_grown", mandate, now=now, version=newest.number, **data)
        growth.entry_id = entry.id
        order_letters(session, entry, mandate, [f"list_grown.{side}" for side in told], policy=policy, now=now)
    session.add(growth)
    session.flush()


def list_kept_about(mandate_id: uuid.UUID) -> str:
    """The answer as a customer at the counter consents to it."""
    return f"list_kept:{mandate_id}"


def keep_list(session: Session, actor: Actor, mandate_id: uuid.UUID, *, now: datetime) -> Mandate:
    """One side says that the mandate stays as it is, and is not asked again about these types.

    A giver answers for both; a holder only says that he does not ask, and the giver still may give it. Saying it twice
    is harmless. Raises NotAllowed unless the actor decides for that side, Conflict when the list did not grow or nobody
    was told.
    """
    mandate, side = get_mandate_of(session, actor, mandate_id, lock=True)
    refuse_code(actor)
    day, party = brussels_day(now), mandate.party_on(side)
    permit = permit_managing(session, actor, party, day, widens=False, about=list_kept_about(mandate.id))
    told = [one for one in list_growths(session, mandate.id) if one.entry_id is not None]
    if not told:
        raise Conflict("list_not_grown")
    unanswered = [one for one in told if not one.is_declined_by(side)]
    for one in unanswered:
        if side is Side.GIVER:
            one.declined_on = day
        else:
            one.holder_declined_on = day
    session.flush()
    if unanswered:
        because = {"ground": permit.ground, "capacity": permit.capacity}
        record(session, actor, "list_kept", now=now, mandate=mandate, **because)
    return mandate
