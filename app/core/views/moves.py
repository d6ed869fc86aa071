"""What a change of holders means for one mandate, in sentences for the side that reads it."""

import uuid
from datetime import date

from sqlalchemy.orm import Session

from app.core.mandates.lookup import get_mandates
from app.core.mandates.moves import Move, list_moves_from, may_be_given, running_lines
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.translations import say
from app.translations.formats import day_text, list_text


def move_notes(session: Session, mandate: Mandate, side: Side, day: date) -> list[str]:
    """Who was asked to take over, who does, who did not; and for the giver, from whom a new mandate takes over."""
    groups: dict[tuple[uuid.UUID, date | None, bool], list[Move]] = {}
    for move in list_moves_from(session, mandate):
        left_out = move.line.refused_on is not None
        groups.setdefault((move.mandate.id, move.line.takeover.ends_old_on, left_out), []).append(move)
    notes = [_note(moves, mandate, side, day) for moves in groups.values()]
    return [*_taken_from(session, mandate, side), *(note for note in notes if note)]


def can_move(mandate: Mandate, side: Side, day: date) -> bool:
    """Whether the giver could move anything of this mandate to somebody else."""
    lines = running_lines(mandate, day) if side is Side.GIVER else []
    return any(may_be_given(line.mandate_type, mandate.giver, day) for line in lines)


def _note(moves: list[Move], mandate: Mandate, side: Side, day: date) -> str:
    new, ends_on = moves[0].mandate, moves[0].line.takeover.ends_old_on
    words = {
        "new": new.holder.name,
        "old": mandate.holder.name,
        "giver": mandate.giver.name,
        "types": list_text([move.old_line.mandate_type.name for move in moves]),
    }
    if ends_on is not None:
        return say("mandate.moves_on", day=day_text(ends_on), **words)
    if new.status_on(day).is_final or moves[0].line.refused_on is not None:
        return "" if mandate.status_on(day).is_final else say(f"mandate.moves_not_{side}", **words)
    return say(f"mandate.moves_asked_{side}", answer_by=day_text(new.answer_by), **words)


def _taken_from(session: Session, mandate: Mandate, side: Side) -> list[str]:
    lines = [line for line in mandate.lines if line.takeover is not None]
    if side is not Side.GIVER or not lines:
        return []
    old = get_mandates(session, {line.takeover.old_line.mandate_id for line in lines})
    return [say("mandate.moves_from", new=mandate.holder.name, old=old[0].holder.name)]
