"""Passing on: which parts of a mandate its holder may let a third do, and what was passed on already.

One link, one other at a time: what was passed on is not passed on again (docs/decisions/2026-11-28-passing-on.md).
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid, NotFound
from app.core.mandates.lookup import get_mandate, get_mandates
from app.models.lifecycle import DAY, Status
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.party import Party

SOURCES = {Status.SCHEDULED, Status.ACTIVE}


@dataclass(frozen=True)
class Passable:
    """The lines that can be passed on; `away` are the mandates in which others were, by type key; `names` of all."""

    lines: Sequence[Line]
    away: Mapping[str, Mandate]
    names: Mapping[str, str]


def passable_lines(mandate: Mandate, day: date) -> list[Line]:
    """The lines whose type lets the holder pass them on, as long as the mandate runs; those of others are not his."""
    if mandate.source is not None or mandate.status_on(day) not in SOURCES:
        return []
    return [line for line in mandate.kept_lines if not line.is_over(day) and _allows(line, day)]


def last_day_of(line: Line) -> date | None:
    """The last day on which the line holds as things stand; None when it runs until somebody stops it."""
    return line.over_from - DAY if line.over_from else None


def survey_passing(session: Session, mandate: Mandate, day: date) -> Passable:
    """What the holder of this mandate can pass on today, and what he did pass on that still runs or waits."""
    return _survey(mandate, list_chains(session, mandate), day)


def list_chains(session: Session, mandate: Mandate) -> Sequence[Mandate]:
    """Every mandate that was passed on from this one, whatever became of it, oldest first.

    Asks nothing of the database for what cannot be passed on.
    """
    return _chains_of(session, [mandate])


def _chains_of(session: Session, mandates: Sequence[Mandate]) -> Sequence[Mandate]:
    ids = [line.id for mandate in mandates for line in mandate.lines if line.mandate_type.passing_on]
    found = set(session.scalars(select(Line.mandate_id).where(Line.source_line_id.in_(ids)))) if ids else set()
    return get_mandates(session, found) if found else []


def list_passable(session: Session, holder_id: uuid.UUID, day: date) -> list[tuple[Mandate, Sequence[Line]]]:
    """The mandates of which this holder can pass something on, each with these lines, oldest first.

    Three questions to the database, however many mandates there are.
    """
    query = select(Mandate.id).join(Line, Line.mandate_id == Mandate.id).join(MandateType)
    query = query.where(Mandate.holder_id == holder_id, Mandate.accepted_on.is_not(None), MandateType.passing_on)
    query = query.where(Line.source_line_id.is_(None), or_(Line.stop_day.is_(None), Line.stop_day > day))
    query = query.where(or_(Line.last_day.is_(None), Line.last_day >= day))
    found = set(session.scalars(query))
    mandates = get_mandates(session, found) if found else []
    chains: dict[uuid.UUID, list[Mandate]] = defaultdict(list)
    for chain in _chains_of(session, mandates):
        chains[chain.source.id].append(chain)
    surveyed = [(one, _survey(one, chains[one.id], day).lines) for one in mandates]
    return [(one, lines) for one, lines in surveyed if lines]


def check_source(mandate: Mandate, day: date) -> None:
    """Conflict, saying why, when nothing of this mandate can be passed on."""
    if mandate.source is not None:
        raise Conflict("passed_on_before", other=mandate.source.holder.name)
    if mandate.status_on(day) not in SOURCES:
        raise Conflict("source_does_not_run")


def source_giver(session: Session, source_id: uuid.UUID, starter: Party, other: Party) -> Party:
    """The giver of the mandate that is passed on; Invalid when he is the one to whom it would be."""
    source = get_mandate(session, source_id)
    if source.holder_id != starter.id:
        raise NotFound("mandate_unknown")
    if source.giver_id == other.id:
        raise Invalid("pass_on_to_giver", field="other", other=other.name)
    return source.giver


def _survey(mandate: Mandate, chains: Sequence[Mandate], day: date) -> Passable:
    away = {
        line.type_key: chain
        for chain in chains
        if not chain.status_on(day).is_final
        for line in chain.kept_lines
        if not line.is_over(day)
    }
    names = {line.type_key: line.mandate_type.name for line in mandate.lines}
    return Passable([line for line in passable_lines(mandate, day) if line.type_key not in away], away, names)


def _allows(line: Line, day: date) -> bool:
    withdrawn = line.mandate_type.withdrawn_from
    return line.mandate_type.passing_on and not (withdrawn is not None and withdrawn <= day)
