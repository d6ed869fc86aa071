"""Stopping: either side alone ends a mandate, or some of its lines. It holds from the very next check."""

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.takeovers import settle_moves
from app.core.calendar import check_near
from app.core.errors import Conflict, Invalid
from app.core.journal import record
from app.core.letters.orders import order_letters
from app.core.mandates.lookup import get_mandate_of, lock_mandates
from app.core.mandates.possible_acts import Act
from app.core.permits.managing import Permit, check_named, check_parts, permit_managing
from app.core.policy import Policy
from app.models.lifecycle import DAY, Side, Status
from app.models.line import Line
from app.models.mandate import Mandate

DIGEST = 24  # signs of a digest: enough to tell choices apart, short enough for the visit
STOPPED_LETTERS = ["stopped.giver", "stopped.holder"]


def stop_mandate(
    session: Session,
    actor: Actor,
    mandate_id: uuid.UUID,
    *,
    policy: Policy,
    now: datetime,
    type_keys: Sequence[str] | None = None,
    stop_day: date | None = None,
) -> Mandate:
    """Stop for the giver: the whole mandate, or only the lines of `type_keys`.

    `stop_day` is the first day on which it no longer holds; empty means today. Both sides get a letter. Stopping what
    is already over is harmless.
    """
    return _stop(session, actor, mandate_id, Side.GIVER, "stopped", policy, now, type_keys, stop_day)


def renounce_mandate(
    session: Session,
    actor: Actor,
    mandate_id: uuid.UUID,
    *,
    policy: Policy,
    now: datetime,
    type_keys: Sequence[str] | None = None,
    stop_day: date | None = None,
) -> Mandate:
    """Stop for the holder: he will no longer act for the giver. Otherwise as `stop_mandate`."""
    return _stop(session, actor, mandate_id, Side.HOLDER, "renounced", policy, now, type_keys, stop_day)


STOPPING = {Act.STOP: stop_mandate, Act.RENOUNCE: renounce_mandate}


def stop_about(
    kind: str, mandate_id: uuid.UUID, type_keys: Sequence[str] | None = None, stop_day: date | None = None
) -> str:
    """The stop as a customer at the counter consents to it: to these parts and this day, and to no other.

    `kind` is "stopped" or "renounced". Stopping everything today has the plainest name.
    """
    if type_keys is None and stop_day is None:
        return f"{kind}:{mandate_id}"
    text = json.dumps([type_keys and sorted(type_keys), stop_day], default=str)
    return f"{kind}:{mandate_id}:{hashlib.sha256(text.encode()).hexdigest()[:DIGEST]}"


def plan_stop(
    mandate: Mandate, type_keys: Sequence[str] | None, stop_day: date | None, day: date
) -> tuple[list[Line], list[Line]]:
    """The lines that would stop from `stop_day` (empty means `day`, today), and those that still run on it.

    Invalid when the choice cannot be, also when all that was chosen is over by then.
    """
    first_free_day = _checked(stop_day or day, day)
    chosen = _chosen(mandate, type_keys)
    stops = [line for line in chosen if not line.is_over(first_free_day)]
    if not stops:
        raise Invalid("stops_already", field="stop_day")
    return stops, [line for line in mandate.lines if line not in chosen and not line.is_over(first_free_day)]


def stop_lines(lines: Sequence[Line], stop_day: date) -> list[str]:
    """Stop these lines from `stop_day` on, the keys of the types that really changed; an earlier end is left alone."""
    changed = [line for line in lines if not line.is_over(stop_day)]
    for line in changed:
        line.stop_day = stop_day
    return [line.type_key for line in changed]


def _stop(
    session: Session,
    actor: Actor,
    mandate_id: uuid.UUID,
    side: Side,
    kind: str,
    policy: Policy,
    now: datetime,
    type_keys: Sequence[str] | None,
    stop_day: date | None,
) -> Mandate:
    mandate, _ = get_mandate_of(session, actor, mandate_id, lock=True)
    day = brussels_day(now)
    about = stop_about(kind, mandate.id, type_keys, stop_day)
    permit = permit_managing(session, actor, mandate.party_on(side), day, widens=False, about=about)
    check_named(session, permit, type_keys or ())
    first_free_day = _checked(stop_day or day, day)
    lines = _chosen(mandate, type_keys)
    check_parts(permit, [line.mandate_type for line in lines if not line.is_over(first_free_day)])
    status = mandate.status_on(day)
    if status in {Status.STOPPED, Status.EXPIRED}:
        return mandate
    if status.is_final or status is Status.TO_SIGN:
        raise Conflict(f"not_open_{status}", answer_by=mandate.lapses_after)
    _stop_and_tell(session, actor, permit, mandate, lines, kind, first_free_day, policy, now)
    return mandate


def stop_for(
    session: Session, actor: Actor, permit: Permit, lines: Sequence[Line], *, policy: Policy, now: datetime
) -> None:
    """Stop these lines today for their giver, as a part of what `permit` was given for; both sides get a letter."""
    stops: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for line in lines:
        stops[line.mandate_id].add(line.id)
    for mandate_id, mandate in lock_mandates(session, stops).items():
        chosen = [line for line in mandate.lines if line.id in stops[mandate_id]]
        _stop_and_tell(session, actor, permit, mandate, chosen, "stopped", brussels_day(now), policy, now)


def _stop_and_tell(
    session: Session, actor: Actor, permit: Permit, mandate: Mandate, lines: Sequence[Line], kind: str, stop_day: date,
    policy: Policy, now: datetime,
) -> None:  # fmt: skip
    changed = stop_lines(lines, stop_day)
    if not changed:
        return
    session.flush()
    whole = len(changed) == len(mandate.kept_lines)
    data = {"types": changed, "stop_day": stop_day.isoformat(), "whole": whole}
    because = {"ground": permit.ground, "capacity": permit.capacity}
    entry = record(session, actor, kind, now=now, mandate=mandate, **because, **data)
    order_letters(session, entry, mandate, STOPPED_LETTERS, policy=policy, now=now)
    settle_moves(session, entry, mandate, policy=policy, now=now)


def _checked(stop_day: date, day: date) -> date:
    if stop_day < day:
        raise Invalid("stop_day_past", field="stop_day")
    # What people name is the last day on which it still holds.
    check_near(stop_day - DAY, field="stop_day")
    return stop_day


def _chosen(mandate: Mandate, type_keys: Sequence[str] | None) -> list[Line]:
    if type_keys is None:
        return mandate.kept_lines
    lines = [line for line in mandate.kept_lines if line.type_key in set(type_keys)]
    if not lines or len(lines) != len(set(type_keys)):
        raise Invalid("lines_missing", field="types")
    return lines
