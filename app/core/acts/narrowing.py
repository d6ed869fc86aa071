"""Making a mandate as narrow as somebody says it should be: fewer types, an earlier end. Wider is another act."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.stopping import STOPPING
from app.core.calendar import check_near
from app.core.errors import Conflict, Invalid
from app.core.mandates.lookup import get_mandate_of
from app.core.mandates.possible_acts import Act
from app.core.permits.managing import check_named, permit_managing
from app.core.policy import Policy
from app.models.lifecycle import DAY, Side
from app.models.line import Line
from app.models.mandate import Mandate

STOPS = {Side.GIVER: Act.STOP, Side.HOLDER: Act.RENOUNCE}


def narrow_mandate(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, type_keys: Sequence[str] | None, last_day: date | None,
    policy: Policy, now: datetime,
) -> Mandate:  # fmt: skip
    """Leave of the mandate only `type_keys` (empty: all), up to and including `last_day`; for the side of the actor.

    What falls stops today, what ends earlier stops after `last_day`; both sides get a letter of each. What is as
    narrow already stays as it is. Conflict for what would be wider: `wider_types` is a new mandate, `wider_end` an
    extension. Raises what stopping raises.
    """
    mandate, side = get_mandate_of(session, actor, mandate_id, lock=True)
    day = brussels_day(now)
    about = f"narrow:{mandate.id}"
    permit = permit_managing(session, actor, mandate.party_on(side), day, widens=False, about=about)
    running = [line for line in mandate.kept_lines if not line.is_over(day)]
    check_named(session, permit, [line.type_key for line in running] if type_keys is None else type_keys)
    kept = _kept(running, type_keys)
    longer = _longer(kept, last_day, day)
    stop, how = STOPPING[STOPS[side]], {"policy": policy, "now": now}
    fallen = [line.type_key for line in running if line not in kept]
    if fallen:
        stop(session, actor, mandate_id, type_keys=fallen, **how)
    if longer and last_day is not None:
        stop(session, actor, mandate_id, type_keys=longer, stop_day=last_day + DAY, **how)
    return mandate


def _kept(running: Sequence[Line], type_keys: Sequence[str] | None) -> list[Line]:
    if type_keys is None:
        return list(running)
    kept = [line for line in running if line.type_key in type_keys]
    if len(kept) < len(set(type_keys)):
        raise Conflict("wider_types")
    return kept


def _longer(kept: Sequence[Line], last_day: date | None, day: date) -> list[str]:
    """The types that run longer than `last_day`; Conflict when they would have to run longer than they do."""
    if last_day is None:
        return []
    if last_day < day:
        raise Invalid("last_day_past", field="last_day")
    check_near(last_day, field="last_day")
    ends = [line.over_from for line in kept]
    if kept and None not in ends and last_day >= max(end for end in ends if end):
        raise Conflict("wider_end")
    return [line.type_key for line in kept if line.over_from is None or line.over_from > last_day + DAY]
