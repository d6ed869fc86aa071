"""What somebody gives or asks, and what becomes of it: lines with days, types left out, and why something cannot be."""

import hashlib
import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import Protocol

from sqlalchemy.orm import Session

from app.core.calendar import check_near, last_day_of_period
from app.core.errors import Conflict, Invalid, NotFound
from app.core.mandates.catalogue import get_types
from app.core.mandates.chains import check_source, survey_passing
from app.core.mandates.lookup import get_mandate, list_between
from app.core.mandates.moves import survey_move
from app.core.people.notices import NoticeChoice
from app.models.lifecycle import DAY, Side
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType, Risk
from app.models.party import Party

LONGEST_MONTHS = 1200
VERBS = {Side.GIVER: "give", Side.HOLDER: "request"}


class Period(Protocol):
    """From `first_day`, empty for as soon as can be, for so many `months`, or up to `last_day`, or without an end."""

    @property
    def first_day(self) -> date | None: ...

    @property
    def months(self) -> int | None: ...

    @property
    def last_day(self) -> date | None: ...


@dataclass(frozen=True)
class MandateWish:
    """What the side that starts answered: a giver who gives, or a holder who asks.

    `starter_id` is the party that starts, `other_number` the enterprise that will decide. `first_day` empty means: as
    soon as the other side accepts. Of `months` and `last_day` one is set for a period with an end; both empty means:
    until somebody stops it. `reason` is what a holder writes to the giver. `notice` is how the side that starts wants
    its news from now on, None when that was not asked. `taken_from` is the holder from which the
    types move, when a giver changes holders; each then runs until the day that was agreed with that holder. With
    `stops_now` that one stops today, whatever the other answers. `source_id` is the mandate that its holder passes on:
    he starts then, and what he does not limit runs as long as his own.
    """

    starter_id: uuid.UUID
    other_number: str
    type_keys: tuple[str, ...]
    started_by: Side = Side.GIVER
    group_version_id: uuid.UUID | None = None
    first_day: date | None = None
    months: int | None = None
    last_day: date | None = None
    reason: str | None = None
    notice: NoticeChoice | None = None
    taken_from: uuid.UUID | None = None
    source_id: uuid.UUID | None = None
    stops_now: bool = False

    def fingerprint(self) -> str:
        """The same for the same wish: a customer's consent is to this wish and no other."""
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:
        # Not `asdict`, which takes a copy of every value.
        facts = {one.name: getattr(self, one.name) for one in fields(self)} | {"type_keys": sorted(self.type_keys)}
        notice = {"notice": asdict(self.notice)} if self.notice else {}
        text = json.dumps(facts | notice, default=str, sort_keys=True)
        verb = VERBS[self.started_by] if self.taken_from is None else "transfer"
        verb = verb if self.source_id is None else "pass_on"
        return f"{verb}:{hashlib.sha256(text.encode()).hexdigest()}"


@dataclass(frozen=True)
class PlannedLine:
    """A line as it will be. `shortened` is true when the type allows less than was asked.

    `old_line` is the line of another holder that it takes over, if any; `source` the line that is passed on.
    """

    mandate_type: MandateType
    first_day: date
    last_day: date | None
    cooling_off_days: int
    shortened: bool
    old_line: Line | None = None
    source: Line | None = None


@dataclass(frozen=True)
class LeftOut:
    """A type that the holder has already, in a mandate that runs or waits for an answer."""

    mandate_type: MandateType
    mandate: Mandate


@dataclass(frozen=True)
class Plan:
    """What giving would do: the lines it would make and the types it would leave out.

    `stops` are the lines of the holder whom the giver leaves that would stop at once, for good.
    """

    lines: tuple[PlannedLine, ...]
    left_out: tuple[LeftOut, ...]
    stops: tuple[Line, ...] = ()


def plan_lines(
    session: Session, wish: MandateWish, giver: Party, holder: Party, day: date, cooling_off_days: int,
    *, blind: bool = False,
) -> Plan:  # fmt: skip
    """The lines this wish leads to on `day`; Invalid or Conflict when it cannot be.

    `nothing_left` names the existing mandate when the holder already has everything, `nothing_left_to_move` when the
    giver wanted the old one to stop at once besides: then nothing stops. A `blind` plan does not look at
    what there is between the two, for who may not know.
    """
    sources = passed_lines(session, wish, day) if wish.source_id else {}
    types = [line.mandate_type for line in sources.values()]
    types = types or check_types(session, wish.type_keys, giver, day, wish.started_by)
    check_days(wish, day)
    left_out = [] if blind else _already_there(session, types, giver, holder, day, wish.started_by)
    taken = {one.mandate_type.key for one in left_out}
    left = [one for one in types if one.key not in taken]
    if not left:
        raise _nothing_left(session, wish, left_out[0].mandate, holder)
    # What stops at once stops too where the new holder has it already: there is nothing to wait for.
    old = _old_lines(session, types if wish.stops_now else left, wish, giver, day)
    lines = tuple(_line(one, wish, day, cooling_off_days, old.get(one.key), sources.get(one.key)) for one in left)
    if wish.stops_now:
        stops = tuple(old[one.key] for one in types)
        return Plan(tuple(replace(one, old_line=None) for one in lines), tuple(left_out), stops)
    return Plan(lines, tuple(left_out))


def _nothing_left(session: Session, wish: MandateWish, mandate: Mandate, holder: Party) -> Conflict:
    """Why there is nothing to send. Who wanted the old holder to stop must hear that nothing stops by this."""
    if wish.taken_from is None or not wish.stops_now:
        return Conflict("nothing_left", mandate_id=mandate.id, holder=holder.name)
    old = session.get_one(Party, wish.taken_from)
    return Conflict("nothing_left_to_move", mandate_id=mandate.id, holder=holder.name, old=old.name)


def check_types(
    session: Session, keys: Sequence[str], giver: Party, day: date, started_by: Side = Side.GIVER
) -> list[MandateType]:
    """The types, when they all exist for this giver on `day` and that side may start them."""
    if not keys:
        raise Invalid("types_missing", field="types")
    types = get_types(session, keys)
    for one in types:
        if giver.kind not in one.party_kinds:
            raise Invalid("type_not_for_you", field="types", type=one.name)
        if one.withdrawn_from is not None and one.withdrawn_from <= day:
            raise Invalid("type_withdrawn", field="types", type=one.name)
        if one.starters not in {"both", started_by}:
            raise Invalid(f"type_starts_{Side(started_by).other}", field="types", type=one.name)
    return types


def check_days(wish: Period, day: date) -> None:
    """Invalid when the days are past, in the wrong order or further away than anybody means."""
    first_day = wish.first_day or day
    if wish.months is not None and not (1 <= wish.months <= LONGEST_MONTHS and wish.last_day is None):
        raise Invalid("period_missing", field="period")
    check_near(first_day, field="first_day")
    check_near(wish.last_day, field="last_day")
    if first_day < day:
        raise Invalid("first_day_past", field="first_day")
    if wish.last_day is not None and wish.last_day < day:
        raise Invalid("last_day_past", field="last_day")
    if wish.last_day is not None and wish.last_day < first_day:
        raise Invalid("days_out_of_order", field="last_day", first_day=first_day)


def _old_lines(
    session: Session, types: Sequence[MandateType], wish: MandateWish, giver: Party, day: date
) -> dict[str, Line]:
    """The line that each type takes over, by its key; Invalid when one does not run, ends first or moves already."""
    if wish.taken_from is None:
        return {}
    found = survey_move(session, giver, wish.taken_from, day)
    moving = {one.old_line.type_key: one.mandate.holder.name for one in found.on_their_way}
    lines = {line.type_key: line for line in found.lines}
    for one in types:
        if one.key in moving:
            raise Invalid("moves_already", field="types", type=one.name, other=moving[one.key])
        if one.key not in lines:
            raise Invalid("not_with_old_holder", field="types", type=one.name)
        last_day = lines[one.key].last_day
        if wish.first_day is not None and last_day is not None and last_day < wish.first_day:
            raise Invalid("old_line_ends_first", field="first_day", type=one.name, last_day=last_day)
    return lines


def _line(
    mandate_type: MandateType, wish: MandateWish, day: date, cooling_off_days: int, old_line: Line | None,
    source: Line | None,
) -> PlannedLine:  # fmt: skip
    first_day = wish.first_day or day
    if source is not None:
        return _passed(source, wish, max(first_day, source.first_day), cooling_off_days)
    asked = last_day_of_period(first_day, wish.months) if wish.months else wish.last_day
    asked = old_line.last_day if old_line else asked
    longest = last_day_of_period(first_day, mandate_type.longest_months) if mandate_type.longest_months else None
    shortened = longest is not None and (asked is None or asked > longest)
    wait = cooling_off_days if mandate_type.risk == Risk.HIGH else 0
    return PlannedLine(mandate_type, first_day, longest if shortened else asked, wait, shortened, old_line)


def passed_lines(session: Session, wish: MandateWish, day: date) -> dict[str, Line]:
    """The line that is passed on for each type, by its key; Invalid or Conflict when one cannot be.

    Raises NotFound for anybody but the holder of the mandate.
    """
    source = get_mandate(session, wish.source_id)  # type: ignore[arg-type]
    if source.holder_id != wish.starter_id:
        raise NotFound("mandate_unknown")
    check_source(source, day)
    if not wish.type_keys:
        raise Invalid("types_missing", field="types")
    found = survey_passing(session, source, day)
    lines = {line.type_key: line for line in found.lines}
    for key in wish.type_keys:
        if key in found.away:
            raise Invalid("passed_on_already", field="types", type=found.names[key], other=found.away[key].holder.name)
        if key not in lines:
            raise Invalid("not_to_be_passed_on", field="types", type=found.names.get(key, key))
    chosen = {key: lines[key] for key in lines if key in wish.type_keys}
    _check_source_days(chosen.values(), wish, day)
    return chosen


def _check_source_days(lines: Collection[Line], wish: MandateWish, day: date) -> None:
    ends = [line.over_from for line in lines]
    latest = max((end for end in ends if end), default=None) if None not in ends else None
    if latest is not None and wish.last_day is not None and wish.last_day >= latest:
        raise Invalid("longer_than_source", field="last_day", last_day=latest - DAY)
    if latest is not None and (wish.first_day or day) >= latest:
        raise Invalid("longer_than_source", field="first_day", last_day=latest - DAY)


def _passed(source: Line, wish: MandateWish, first_day: date, cooling_off_days: int) -> PlannedLine:
    """The line as the third holder gets it: never longer than the source runs as things stand."""
    asked = last_day_of_period(first_day, wish.months) if wish.months else wish.last_day
    latest = source.over_from - DAY if source.over_from else None
    shortened = asked is not None and latest is not None and asked > latest
    last_day = min((day for day in (asked, latest) if day is not None), default=None)
    wait = cooling_off_days if source.mandate_type.risk == Risk.HIGH else 0
    return PlannedLine(source.mandate_type, first_day, last_day, wait, shortened, source=source)


def _already_there(
    session: Session, types: Sequence[MandateType], giver: Party, holder: Party, day: date, started_by: Side
) -> list[LeftOut]:
    running = [
        one for one in list_between(session, giver.id, holder.id)
        if not one.status_on(day).is_final and not one.is_hidden_from(started_by)
    ]
    held = {line.type_key: one for one in running for line in one.lines if not line.is_over(day)}
    return [LeftOut(one, held[one.key]) for one in types if one.key in held]
