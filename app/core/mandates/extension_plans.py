"""What an extension would do: which lines get a later end, which day that is, and which lines are left out and why.

The longest period of a type counts from the day on which the extension is proposed, as at giving it counts from the
first day: a mandate never runs further ahead than its type allows after somebody last asked for it
(docs/decisions/2026-11-21-extensions.md).
"""

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from app.core.calendar import check_near, last_day_of_period
from app.core.errors import Conflict, Invalid
from app.core.mandates.wishes import LONGEST_MONTHS
from app.models.extension import Extension, ExtensionStatus
from app.models.lifecycle import Status
from app.models.line import Line
from app.models.mandate import Mandate

DAY = timedelta(days=1)
RUNNING = {Status.ACTIVE, Status.SCHEDULED}
UNANSWERED = {Status.OFFERED, Status.REQUESTED, Status.TO_CONFIRM}


@dataclass(frozen=True)
class ExtensionWish:
    """What somebody answered: `months` longer than each line runs now, or up to and including `last_day`.

    `type_keys` empty means every line that can be extended.
    """

    mandate_id: uuid.UUID
    type_keys: tuple[str, ...] = ()
    months: int | None = None
    last_day: date | None = None

    def fingerprint(self) -> str:
        """The same for the same wish: a customer's consent is to this extension and no other."""
        text = json.dumps(asdict(self) | {"type_keys": sorted(self.type_keys)}, default=str, sort_keys=True)
        # Half of the digest is plenty, and leaves room to name the mandate: a call is about one mandate only.
        return f"extend:{self.mandate_id}:{hashlib.sha256(text.encode()).hexdigest()[:32]}"


@dataclass(frozen=True)
class PlannedEnd:
    """The later end of a line. `shortened` is true when the type allows less than was asked."""

    line: Line
    last_day: date
    shortened: bool


@dataclass(frozen=True)
class ExtensionPlan:
    """The later ends, and the lines that would gain nothing because their type allows no later end yet."""

    ends: tuple[PlannedEnd, ...]
    left_out: tuple[Line, ...]

    @property
    def last_day(self) -> date:
        """The latest of the new ends."""
        return max(end.last_day for end in self.ends)


def extendable(mandate: Mandate, day: date) -> Sequence[Line]:
    """The lines that can get a later end: they have one, it is not over, nobody stopped them or passed them on."""
    return [
        line
        for line in mandate.lines
        if line.last_day is not None
        and line.stop_day is None
        and line.source_line_id is None
        and not line.is_over(day)
        and not (line.mandate_type.withdrawn_from is not None and line.mandate_type.withdrawn_from <= day)
    ]


def can_gain(mandate: Mandate, day: date, type_keys: Collection[str] | None = None) -> bool:
    """Whether somebody can propose a later end today: a line can still get one, and its type allows it already.

    Of all its lines, or only of those with these types.
    """
    if mandate.status_on(day) not in RUNNING:
        return False
    lines = [line for line in extendable(mandate, day) if type_keys is None or line.type_key in type_keys]
    return any((latest_end(line, day) or date.max) > _end(line) for line in lines)


def newest_extension(mandate: Mandate) -> Extension | None:
    """The extension that was proposed last, whatever became of it."""
    return mandate.extensions[-1] if mandate.extensions else None


def open_extension(mandate: Mandate, day: date) -> Extension | None:
    """The extension that waits for an answer on `day`; while the mandate stands still nobody can give one."""
    newest = newest_extension(mandate)
    if newest is None or mandate.status_on(day) not in RUNNING:
        return None
    return newest if newest.status_on(day) is ExtensionStatus.PROPOSED else None


def check_running(mandate: Mandate, day: date) -> None:
    """Conflict unless a mandate in this state can be extended, or its extension answered."""
    status = mandate.status_on(day)
    if status in RUNNING:
        return
    if status in UNANSWERED:
        raise Conflict("extension_too_early")
    if status in {Status.SUSPENDED, Status.EXPIRED}:
        raise Conflict(f"extension_{status}")
    raise Conflict(f"not_open_{status}", answer_by=mandate.lapses_after)


def plan_extension(mandate: Mandate, wish: ExtensionWish, day: date) -> ExtensionPlan:
    """The ends this wish leads to on `day`; Invalid or Conflict when it cannot be."""
    lines = _chosen(mandate, wish, day)
    if (wish.months is None) == (wish.last_day is None):
        raise Invalid("extension_period_missing", field="period")
    if wish.months is not None and not 1 <= wish.months <= LONGEST_MONTHS:
        raise Invalid("extension_period_missing", field="period")
    check_near(wish.last_day, field="last_day")
    # Months come on top of the end that there is: without this, one extension after another leaves our calendar.
    check_near(max(map(_end, lines)) if wish.months else None, field="period")
    later = [line for line in lines if _asked(line, wish) > _end(line)]
    if not later:
        raise Invalid("extension_not_later", field="last_day", last_day=max(_end(line) for line in lines))
    ends = [_planned(line, wish, day) for line in later]
    kept = tuple(end for end in ends if end.last_day > _end(end.line))
    if not kept:
        raise Conflict("extension_longest", type=later[0].mandate_type.name)
    return ExtensionPlan(kept, tuple(end.line for end in ends if end.last_day <= _end(end.line)))


def restore_plan(mandate: Mandate, ends: Mapping[str, str], day: date) -> ExtensionPlan:
    """The plan with these ends, as ISO days by the id of the line; Conflict when one is no longer a later end."""
    lines = {str(line.id): line for line in extendable(mandate, day)}
    kept = [PlannedEnd(lines[key], date.fromisoformat(end), False) for key, end in ends.items() if key in lines]
    if len(kept) < len(ends) or any(end.last_day <= _end(end.line) for end in kept):
        raise Conflict("signing_changed")
    return ExtensionPlan(tuple(kept), ())


def latest_end(line: Line, day: date) -> date | None:
    """The furthest end that the type allows to somebody who proposes it on `day`; None without a longest period."""
    months = line.mandate_type.longest_months
    return last_day_of_period(day, months) if months else None


def _chosen(mandate: Mandate, wish: ExtensionWish, day: date) -> Sequence[Line]:
    possible = extendable(mandate, day)
    if not possible:
        raise Conflict("nothing_to_extend")
    wanted = set(wish.type_keys)
    lines = [line for line in possible if not wanted or line.type_key in wanted]
    if len(lines) < len(wanted):
        raise Invalid("extension_lines_missing", field="types")
    return lines


def _asked(line: Line, wish: ExtensionWish) -> date:
    """The end that was asked: so many months longer than now, or the day that was named."""
    if wish.last_day is not None:
        return wish.last_day
    return last_day_of_period(_end(line) + DAY, wish.months or 1)


def _planned(line: Line, wish: ExtensionWish, day: date) -> PlannedEnd:
    asked, latest = _asked(line, wish), latest_end(line, day)
    shortened = latest is not None and asked > latest
    return PlannedEnd(line, latest if shortened and latest else asked, shortened)


def _end(line: Line) -> date:
    return line.last_day or date.max
