"""Which relations hold, read from the facts by brute force: what every engine of `bench.relations` must say too.

It looks at no lifecycle of ours and at no statement: each line, each day, each fact by itself.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.suspension import Suspension

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Relation:
    """From when until when a giver lets a holder use a service, at a level; both days count."""

    giver_id: uuid.UUID
    holder_id: uuid.UUID
    service: str
    level: str
    first: date
    last: date


def relations(session: Session, days: Sequence[date]) -> Iterator[Relation]:
    """What all the lines allow, as runs of the days given, which come one after another."""
    mandates = {one["id"]: one for one in _rows(session, Mandate)}
    types = {one["key"]: one for one in _rows(session, MandateType)}
    pauses: dict[uuid.UUID, list[Mapping[str, Any]]] = defaultdict(list)
    for one in _rows(session, Suspension):
        pauses[one["mandate_id"]].append(one)
    found: dict[tuple[uuid.UUID, uuid.UUID, str, str], set[date]] = defaultdict(set)
    for line in _rows(session, Line):
        mandate, kind = mandates[line["mandate_id"]], types[line["type_key"]]
        on = {day for day in days if holds(mandate, line, pauses[mandate["id"]], day)}
        for service in kind["services"]:
            for level in ("view", "manage") if kind["access_level"] == "manage" else ("view",):
                found[mandate["giver_id"], mandate["holder_id"], service, level] |= on
    for key, on in found.items():
        starts = sorted(day for day in on if day - ONE_DAY not in on)
        ends = sorted(day for day in on if day + ONE_DAY not in on)
        yield from (Relation(*key, first, last) for first, last in zip(starts, ends, strict=True))


def holds(
    mandate: Mapping[str, Any], line: Mapping[str, Any], pauses: Sequence[Mapping[str, Any]], day: date
) -> bool:
    """Whether the line may be used on that day, by the facts alone."""
    needed = [mandate["accepted_on"], mandate["started_on"], line["first_day"]]
    needed += [mandate[f"{side}_confirmed_on"] for side in ("giver", "holder") if mandate[f"{side}_must_confirm"]]
    if any(one is None or one > day for one in needed) or any(mandate[one] for one in ("refused_on", "withdrawn_on")):
        return False
    if line["cooling_off_days"]:
        posted = mandate["giver_posted_on"]
        if posted is None or posted + timedelta(days=line["cooling_off_days"]) > day:
            return False
    if (line["last_day"] and day > line["last_day"]) or (line["stop_day"] and day >= line["stop_day"]):
        return False
    return not any(one["first_day"] <= day and (one["ended_on"] is None or day < one["ended_on"]) for one in pauses)


def _rows(session: Session, model: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - any table
    return iter(session.execute(select(*model.__table__.c)).mappings())
