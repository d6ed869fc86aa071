"""The rows behind a check, read with one query per pair of parties and kept light: no objects that track changes."""

import json
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, Select, Text, bindparam, cast, select, tuple_
from sqlalchemy.orm import Session

from app.models.lifecycle import Lifecycle, LineDays, Pause
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType, Part
from app.models.suspension import Suspension

MOST_PAIRS = 1_000  # in one statement; a driver takes some 30,000 values
Pair = tuple[uuid.UUID, uuid.UUID]


@dataclass
class CheckedLine(LineDays):
    """A line with what a check asks of its type."""

    type_key: str
    first_day: date
    last_day: date | None
    stop_day: date | None
    cooling_off_days: int
    source_line_id: uuid.UUID | None
    access_level: str
    services: Collection[str]
    domain_key: str

    @property
    def part(self) -> Part:
        """What a right asks of it."""
        return Part(self.type_key, self.domain_key)


@dataclass
class SourceLine(LineDays):
    """The line that was passed on, as a check sees it."""

    first_day: date
    last_day: date | None
    stop_day: date | None
    cooling_off_days: int
    mandate: "CheckedMandate"
    holder_id: uuid.UUID


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
    second_must_sign: bool
    second_signed_on: date | None
    giver_must_confirm: bool
    giver_confirmed_on: date | None
    holder_must_confirm: bool
    holder_confirmed_on: date | None
    giver_posted_on: date | None
    lines: list[CheckedLine] = field(default_factory=list)
    suspensions: list[CheckedPause] = field(default_factory=list)


@lru_cache(maxsize=1_000)
def keys_in(text: str) -> frozenset[str]:
    """The keys of services, or of mandate types, as the database keeps them.

    There are few such texts, and reading JSON takes longer than a check.
    """
    return frozenset(json.loads(text))


# Columns of tables, not attributes of models: SQLAlchemy then hands rows over as they are, which takes a third less.
_mandate, _line, _type, _pause = (model.__table__.c for model in (Mandate, Line, MandateType, Suspension))
_MANDATE = (
    _mandate.id,
    _mandate.started_by,
    _mandate.started_on,
    _mandate.answer_by,
    _mandate.accepted_on,
    _mandate.refused_on,
    _mandate.withdrawn_on,
    _mandate.second_must_sign,
    _mandate.second_signed_on,
    _mandate.giver_must_confirm,
    _mandate.giver_confirmed_on,
    _mandate.holder_must_confirm,
    _mandate.holder_confirmed_on,
    _mandate.giver_posted_on,
)
_LINE = (
    _line.type_key,
    _line.first_day,
    _line.last_day,
    _line.stop_day,
    _line.cooling_off_days,
    _line.source_line_id,
    _type.access_level,
    cast(_type.services, Text),
    _type.domain_key,
)
_SERVICES = len(_MANDATE) + len(_LINE) - 2
_DAYS = (_line.first_day, _line.last_day, _line.stop_day, _line.cooling_off_days)
_PAUSE = (_pause.id, _pause.first_day, _pause.decide_by, _pause.ended_on)


def _between(*, many: bool) -> Select[tuple[object, ...]]:
    mandate, line, kind, pause = (model.__table__ for model in (Mandate, Line, MandateType, Suspension))
    joined = mandate.join(line, _line.mandate_id == _mandate.id).join(kind, _type.key == _line.type_key)
    rows = joined.outerjoin(pause, _pause.mandate_id == _mandate.id)
    between = (_mandate.giver_id == bindparam("giver_id"), _mandate.holder_id == bindparam("holder_id"))
    if many:
        between = (tuple_(_mandate.giver_id, _mandate.holder_id).in_(bindparam("pairs", expanding=True)),)
    # A line that was asked and not given never holds; a mandate always keeps another.
    asked = (*between, _line.refused_on.is_(None))
    newest_first = (_mandate.started_at.desc(), _mandate.id)
    of_whom = (_mandate.giver_id, _mandate.holder_id)
    return select(*of_whom, *_MANDATE, *_LINE, *_PAUSE).select_from(rows).where(*asked).order_by(*newest_first)


def _sources() -> Select[tuple[object, ...]]:
    mandate, line, pause = (model.__table__ for model in (Mandate, Line, Suspension))
    rows = line.join(mandate, _mandate.id == _line.mandate_id).outerjoin(pause, _pause.mandate_id == _mandate.id)
    wanted = _line.id.in_(bindparam("line_ids", expanding=True))
    return select(_mandate.holder_id, _line.id, *_MANDATE, *_DAYS, *_PAUSE).select_from(rows).where(wanted)


_BETWEEN = _between(many=False)
_BETWEEN_MANY = _between(many=True)
_SOURCES = _sources()


def mandates_between(session: Session, giver_id: uuid.UUID, holder_id: uuid.UUID) -> list[CheckedMandate]:
    """Every mandate of this giver to this holder, with its lines and suspensions, the newest first."""
    pair = (giver_id, holder_id)
    rows = session.connection().execute(_BETWEEN, {"giver_id": giver_id, "holder_id": holder_id})
    return _gathered(session, rows).get(pair, [])


def mandates_of_pairs(session: Session, pairs: Collection[Pair]) -> dict[Pair, list[CheckedMandate]]:
    """The same of many givers and holders in one go; a pair without any is not there."""
    if len(pairs) == 1:
        [(giver_id, holder_id)] = pairs
        return {(giver_id, holder_id): mandates_between(session, giver_id, holder_id)}
    found: dict[Pair, list[CheckedMandate]] = {}
    wanted = list(pairs)
    for start in range(0, len(wanted), MOST_PAIRS):
        some = {"pairs": wanted[start : start + MOST_PAIRS]}
        found |= _gathered(session, session.connection().execute(_BETWEEN_MANY, some))
    return found


def _gathered(session: Session, rows: Iterable[Row[Any]]) -> dict[Pair, list[CheckedMandate]]:
    by_pair: dict[Pair, list[CheckedMandate]] = {}
    found: dict[uuid.UUID, CheckedMandate] = {}
    pauses: set[uuid.UUID] = set()
    for row in rows:
        giver_id, holder_id, *values = row
        mandate = found.get(values[0])
        if mandate is None:
            mandate = found[values[0]] = CheckedMandate(*values[: len(_MANDATE)])
            by_pair.setdefault((giver_id, holder_id), []).append(mandate)
        values[_SERVICES] = keys_in(values[_SERVICES])
        line = CheckedLine(*values[len(_MANDATE) : len(_MANDATE) + len(_LINE)])
        if all(line.type_key != known.type_key for known in mandate.lines):
            mandate.lines.append(line)
        pause_id, *days = values[len(_MANDATE) + len(_LINE) :]
        if pause_id is not None and pause_id not in pauses:
            pauses.add(pause_id)
            mandate.suspensions.append(CheckedPause(*days))
    for mandate in found.values():
        # Not by the database, each of which has an order of signs of its own.
        mandate.lines.sort(key=attrgetter("type_key"))
    add_sources(session, [line for mandate in found.values() for line in mandate.lines])
    return by_pair


def add_sources(session: Session, lines: Sequence[CheckedLine]) -> None:
    """Give every line that was passed on the line that it comes from, with its mandate; asks nothing without such."""
    wanted = {line.source_line_id for line in lines if line.source_line_id is not None}
    if not wanted:
        return
    sources: dict[uuid.UUID, SourceLine] = {}
    mandates: dict[uuid.UUID, CheckedMandate] = {}
    pauses: set[uuid.UUID] = set()
    for holder_id, line_id, *values in session.connection().execute(_SOURCES, {"line_ids": list(wanted)}):
        mandate = mandates.setdefault(values[0], CheckedMandate(*values[: len(_MANDATE)]))
        if line_id not in sources:
            days = values[len(_MANDATE) : len(_MANDATE) + len(_DAYS)]
            sources[line_id] = SourceLine(*days, mandate=mandate, holder_id=holder_id)
        pause_id, *days = values[len(_MANDATE) + len(_DAYS) :]
        if pause_id is not None and pause_id not in pauses:
            pauses.add(pause_id)
            mandate.suspensions.append(CheckedPause(*days))
    for line in lines:
        line.source = sources.get(line.source_line_id) if line.source_line_id is not None else None


def type_matches(line: CheckedLine, service: str) -> bool:
    """Whether the line covers what is asked: a mandate type by its key, or a service that the type opens."""
    return service == line.type_key or service in line.services
