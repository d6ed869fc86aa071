"""Giving less than was asked, fewer parts or an earlier end; or taking over fewer parts from another holder.

Who asked agreed to all of it, and so to less: it needs no second answer. A later end or another type he never agreed
to: that is a new offer (docs/decisions/2026-11-28-giving-less.md). What a new holder does not take over stays with the
old one, as it was.
"""

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.core.calendar import check_near
from app.core.errors import Conflict, Invalid
from app.models.line import Line
from app.models.mandate import Mandate


@dataclass(frozen=True)
class Narrower:
    """What the giver gives of what was asked: the parts in `type_keys` (empty: all), up to and including `last_day`.

    Without a `last_day` every part runs as long as was asked.
    """

    type_keys: tuple[str, ...] = ()
    last_day: date | None = None


@dataclass(frozen=True)
class NarrowerPlan:
    """The parts that are given, those that are not, and those of the given that end earlier than was asked."""

    kept: tuple[Line, ...]
    left_out: tuple[Line, ...]
    shorter: tuple[Line, ...]
    last_day: date | None


def accept_about(
    mandate_id: uuid.UUID, narrower: Narrower | None = None, executors: Collection[uuid.UUID] = ()
) -> str:  # fmt: skip
    """The acceptance as a customer at the counter consents to it: of all that was asked, or of exactly this part, to be
    executed by exactly these people of the holder."""
    less = asdict(narrower) | {"type_keys": sorted(narrower.type_keys)} if narrower else {}
    answer = less | ({"executors": sorted({str(one) for one in executors})} if executors else {})
    if not answer:
        return f"accept:{mandate_id}"
    text = json.dumps(answer, default=str, sort_keys=True)
    # Half of the digest is plenty, and leaves room to name the mandate.
    return f"accept:{mandate_id}:{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def less_kept(narrower: Narrower) -> dict[str, Any]:
    """The same as plain data, for who signs it second on another day."""
    return {"types": list(narrower.type_keys), "last_day": narrower.last_day.isoformat() if narrower.last_day else None}


def less_read(kept: Mapping[str, Any] | None) -> Narrower | None:
    """What was kept, read back; None when all was given that was asked."""
    if kept is None:
        return None
    return Narrower(tuple(kept["types"]), date.fromisoformat(kept["last_day"]) if kept["last_day"] else None)


def plan_narrower(mandate: Mandate, narrower: Narrower, day: date) -> NarrowerPlan:
    """What giving less would do on `day`.

    Conflict unless the holder asked, or takes over from another and leaves the end as it is; Invalid for a part that
    was not asked, an end that is not earlier, before the first day or too far away, and when nothing would be less.
    """
    if not mandate.was_asked and (not mandate.takes_over or narrower.last_day is not None):
        raise Conflict("narrower_not_asked")
    asked = [line for line in mandate.lines if not line.is_over(day)]
    wanted = set(narrower.type_keys)
    kept = tuple(line for line in asked if not wanted or line.type_key in wanted)
    if len(kept) < len(wanted):
        raise Invalid("narrower_other_types", field="types")
    left_out = tuple(line for line in asked if line not in kept)
    shorter = _shorter(kept, narrower.last_day, day) if narrower.last_day else ()
    if not left_out and not shorter:
        raise Invalid("narrower_is_everything", field="types")
    return NarrowerPlan(kept, left_out, shorter, narrower.last_day)


def give_less(plan: NarrowerPlan, day: date) -> dict[str, Any]:
    """Write it on the lines: who gives less refuses the rest on `day`, before anything of it ever held.

    Returns what the journal keeps: the parts that were not given, and the earlier end.
    """
    for line in plan.left_out:
        line.refused_on = day
    for line in plan.shorter:
        line.last_day = plan.last_day
    ends = {"given_until": plan.last_day.isoformat()} if plan.last_day and plan.shorter else {}
    return {"left_out": [line.type_key for line in plan.left_out]} | ends


def check_given_so(mandate: Mandate, narrower: Narrower | None, kept: Mapping[str, Any]) -> None:
    """Conflict when what was accepted already is not what is accepted now; `kept` is what `give_less` said of it.

    Invalid for a part that was not asked. To somebody who hears that it is done, it must be done as he said.
    """
    left_out, until = set(kept.get("left_out", ())), kept.get("given_until")
    keys = {line.type_key for line in mandate.lines}
    wanted, last_day = (set(narrower.type_keys), narrower.last_day) if narrower else (set[str](), None)
    if not wanted <= keys:
        raise Invalid("narrower_other_types", field="types")
    given_until = date.fromisoformat(until) if until else date.max
    wanted, wanted_until = wanted or keys, last_day or date.max
    if wanted & left_out or wanted_until > given_until:
        raise Conflict("accepted_less")
    # What was over by then could not be named.
    over = {line.type_key for line in mandate.lines if mandate.accepted_on and line.is_over(mandate.accepted_on)}
    if keys - left_out - over - wanted or wanted_until < given_until:
        raise Conflict("accepted_more")


def _shorter(kept: Sequence[Line], last_day: date, day: date) -> tuple[Line, ...]:
    check_near(last_day, field="last_day")
    first = max(day, *(line.first_day for line in kept))
    if last_day < first:
        raise Invalid("narrower_too_early", field="last_day", first_day=first)
    ends = [line.last_day for line in kept if line.last_day is not None]
    shorter = tuple(line for line in kept if line.last_day is None or line.last_day > last_day)
    if not shorter:
        raise Invalid("narrower_not_earlier", field="last_day", last_day=max(ends))
    return shorter
