"""Changing holders: which lines of a giver can move to a new holder, and which move already.

A line moves when a line of a new mandate takes it over (docs/decisions/2026-11-28-transfers.md).
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.mandates.lookup import get_mandates, list_between
from app.models.lifecycle import Side, Status
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.party import Party
from app.models.takeover import Takeover

# A mandate that stands still moves too: whoever lost faith in a holder, or whose holder went bankrupt, needs it most.
MOVES = {Status.TO_CONFIRM, Status.SCHEDULED, Status.ACTIVE, Status.SUSPENDED}


@dataclass(frozen=True)
class Move:
    """A line on its way: the old line, the mandate that would take it over, and the line in it that does."""

    old_line: Line
    line: Line
    mandate: Mandate


@dataclass(frozen=True)
class Movable:
    """The lines that a giver can move away from a holder, and those that he cannot.

    `not_given` are types that can no longer be given, `on_their_way` wait already for somebody else's answer.
    """

    lines: Sequence[Line]
    not_given: Sequence[MandateType]
    on_their_way: Sequence[Move]


def running_lines(mandate: Mandate, day: date) -> list[Line]:
    """The lines that the holder accepted, that still run and that nobody stopped, also for a day still to come.

    What somebody else passed on is not among them: it goes with the mandate of that one.
    """
    if mandate.source is not None or mandate.accepted_on is None or mandate.status_on(day) not in MOVES:
        return []
    return [line for line in mandate.lines if line.stop_day is None and not line.is_over(day)]


def survey_move(session: Session, giver: Party, holder_id: uuid.UUID, day: date) -> Movable:
    """What the giver could move away from this holder on `day`, in the order of the catalogue."""
    running = [line for one in list_between(session, giver.id, holder_id) for line in running_lines(one, day)]
    running.sort(key=lambda line: line.mandate_type.position)
    refused = [line.mandate_type for line in running if not may_be_given(line.mandate_type, giver, day)]
    moves = list_moves(session, [line.id for line in running], day)
    away = {one.old_line.id for one in moves}
    free = [line for line in running if line.mandate_type not in refused and line.id not in away]
    return Movable(free, refused, moves)


def list_holders(session: Session, giver_id: uuid.UUID, day: date) -> list[Party]:
    """The parties from which this giver could move something, by name."""
    query = select(Mandate.id).join(Line, Line.mandate_id == Mandate.id)
    query = query.where(Mandate.giver_id == giver_id, Mandate.accepted_on.is_not(None), Line.stop_day.is_(None))
    query = query.where(or_(Line.last_day.is_(None), Line.last_day >= day))
    found = get_mandates(session, set(session.scalars(query)))
    holders = {one.holder.id: one.holder for one in found if running_lines(one, day)}
    return sorted(holders.values(), key=lambda party: (party.name, str(party.enterprise_number)))


def may_be_given(mandate_type: MandateType, giver: Party, day: date) -> bool:
    """Whether this giver may start a mandate of this type on `day`."""
    withdrawn = mandate_type.withdrawn_from is not None and mandate_type.withdrawn_from <= day
    return giver.kind in mandate_type.party_kinds and not withdrawn and mandate_type.starters in {"both", Side.GIVER}


def list_moves(session: Session, old_line_ids: Collection[uuid.UUID], day: date) -> list[Move]:
    """The moves of these lines that are still to come: asked, or accepted while the new line may not be used yet."""
    found = _moves(session, Takeover.old_line_id.in_(old_line_ids) & Takeover.ends_old_on.is_(None))
    return [one for one in found if not one.mandate.status_on(day).is_final and not one.line.is_over(day)]


def list_moves_from(session: Session, mandate: Mandate) -> list[Move]:
    """Every move of a line of this mandate, also those that came to nothing, the newest last."""
    return _moves(session, Takeover.old_line_id.in_([line.id for line in mandate.lines]))


def _moves(session: Session, condition: object) -> list[Move]:
    query = select(Line.mandate_id).join(Takeover, Takeover.line_id == Line.id).where(condition)  # type: ignore[arg-type]
    ids = set(session.scalars(query))
    if not ids:
        return []
    wanted = set(session.scalars(select(Takeover.line_id).where(condition)))  # type: ignore[arg-type]
    old = {line.id: line for one in get_mandates(session, _old_mandates(session, wanted)) for line in one.lines}
    return [
        Move(old[line.takeover.old_line_id], line, mandate)
        for mandate in get_mandates(session, ids)
        for line in mandate.lines
        if line.takeover is not None and line.id in wanted
    ]


def _old_mandates(session: Session, line_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    query = select(Line.mandate_id).join(Takeover, Takeover.old_line_id == Line.id)
    return set(session.scalars(query.where(Takeover.line_id.in_(line_ids))))
