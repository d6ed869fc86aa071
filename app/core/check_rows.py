"""The rows behind a check, read with one query per pair of parties and kept light: no objects that track changes."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from app.models.lifecycle import Lifecycle, LineDays, Pause
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.suspension import Suspension


@dataclass
class CheckedLine(LineDays):
    """A line with what a check asks of its type."""

    type_key: str
    first_day: date
    last_day: date | None
    stop_day: date | None
    cooling_off_days: int
    access_level: str
    services: Sequence[str]


@dataclass
class CheckedPause(Pause):
    """A suspension as a check sees it."""

    first_day: date
    decide_by: date | None
    ended_on: date | None


@dataclass
class CheckedMandate(Lifecycle):
    """A mandate as a check sees it; the lifecycle is the same as everywhere."""

    id: uuid.UUID
    started_by: str
    started_on: date
    answer_by: date
    accepted_on: date | None
    refused_on: date | None
    withdrawn_on: date | None
    giver_must_confirm: bool
    giver_confirmed_on: date | None
    holder_must_confirm: bool
    holder_confirmed_on: date | None
    giver_posted_on: date | None
    lines: list[CheckedLine] = field(default_factory=list)
    suspensions: list[CheckedPause] = field(default_factory=list)


_MANDATE = (
    Mandate.id,
    Mandate.started_by,
    Mandate.started_on,
    Mandate.answer_by,
    Mandate.accepted_on,
    Mandate.refused_on,
    Mandate.withdrawn_on,
    Mandate.giver_must_confirm,
    Mandate.giver_confirmed_on,
    Mandate.holder_must_confirm,
    Mandate.holder_confirmed_on,
    Mandate.giver_posted_on,
)
_LINE = (
    Line.type_key,
    Line.first_day,
    Line.last_day,
    Line.stop_day,
    Line.cooling_off_days,
    MandateType.access_level,
    MandateType.services,
)
_PAUSE = (Suspension.id, Suspension.first_day, Suspension.decide_by, Suspension.ended_on)


def _between() -> Select[tuple[object, ...]]:
    joined = (
        select(*_MANDATE, *_LINE, *_PAUSE)
        .join(Line, Line.mandate_id == Mandate.id)
        .join(MandateType, MandateType.key == Line.type_key)
        .outerjoin(Suspension, Suspension.mandate_id == Mandate.id)
    )
    asked = (Mandate.giver_id == bindparam("giver_id"), Mandate.holder_id == bindparam("holder_id"))
    return joined.where(*asked).order_by(Mandate.started_at.desc(), Mandate.id, Line.type_key)


_BETWEEN = _between()


def mandates_between(session: Session, giver_id: uuid.UUID, holder_id: uuid.UUID) -> list[CheckedMandate]:
    """Every mandate of this giver to this holder, with its lines and suspensions, the newest first."""
    found: dict[uuid.UUID, CheckedMandate] = {}
    pauses: set[uuid.UUID] = set()
    rows = session.execute(_BETWEEN, {"giver_id": giver_id, "holder_id": holder_id})
    for row in rows:
        values = tuple(row)
        mandate = found.get(values[0])
        if mandate is None:
            mandate = found[values[0]] = CheckedMandate(*values[: len(_MANDATE)])
        line = CheckedLine(*values[len(_MANDATE) : len(_MANDATE) + len(_LINE)])
        if all(line.type_key != known.type_key for known in mandate.lines):
            mandate.lines.append(line)
        pause_id, *days = values[len(_MANDATE) + len(_LINE) :]
        if pause_id is not None and pause_id not in pauses:
            pauses.add(pause_id)
            mandate.suspensions.append(CheckedPause(*days))
    return list(found.values())


def type_matches(line: CheckedLine, service: str) -> bool:
    """Whether the line covers what is asked: a mandate type by its key, or a service that the type opens."""
    return service == line.type_key or service in line.services
