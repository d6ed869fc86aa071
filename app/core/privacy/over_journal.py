"""Entries of the journal that are over their term: of a mandate, and of all the rest."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select
from sqlalchemy.orm import Session

from app.core.journal_blanking import blank_entries
from app.core.privacy.ended import mandate_ended, relation_ended
from app.core.privacy.over_parts import Ids, before
from app.models.journal import BLANKED, GONE, THROWN_AWAY, JournalEntry
from app.models.journal_seal import JournalSeal
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.models.work_relation import WorkRelation


def dossiers(kept_from: date) -> Select[Any]:
    query = select(JournalEntry.id).join(Mandate, Mandate.id == JournalEntry.mandate_id)
    return query.where(mandate_ended(kept_from), *_still_told()).order_by(JournalEntry.id)


def entries_apart(kept_from: date) -> Select[Any]:
    apart = JournalEntry.mandate_id.is_(None) & before(JournalEntry.at, kept_from)
    query = select(JournalEntry.id).where(apart, ~_proves_a_right(kept_from), *_still_told())
    return query.order_by(JournalEntry.id)


def _proves_a_right(kept_from: date) -> ColumnElement[bool]:
    """Whether an entry is about a work relation that is not over its term: by its number, or by its letter.

    Who acted with a letter is told by the number of that letter; what happened to a letter (it was printed, or posted)
    names it in what it tells.
    """
    running = ~relation_ended(kept_from)
    # A database writes such a number with or without hyphens.
    numbers = select(_digits(cast(WorkRelation.id, String))).where(running)
    letters = select(Letter.id).join(WorkRelation, WorkRelation.dossier_number == Letter.dossier_number).where(running)
    named = _digits(JournalEntry.data["relation"].as_string())
    told = JournalEntry.letter_id.is_not(None) & JournalEntry.letter_id.in_(letters)
    happened = _digits(JournalEntry.data["letter_id"].as_string())
    of_letter = happened.in_(letters.with_only_columns(_digits(cast(Letter.id, String))))
    return or_(named.in_(numbers), told, of_letter)


def _digits(number: ColumnElement[Any]) -> ColumnElement[str]:
    return func.replace(func.coalesce(number, ""), "-", "")


def _still_told() -> tuple[ColumnElement[bool], ...]:
    sealed = select(func.coalesce(func.max(JournalSeal.last_id), 0)).scalar_subquery()
    return JournalEntry.kind.not_in((GONE, BLANKED, THROWN_AWAY)), JournalEntry.id <= sealed


def blank(session: Session, ids: Ids, now: datetime) -> None:
    blank_entries(session, ids, now=now)
