"""The form of an invitation counts on the day it was received, also when it is keyed some days after the last day.

As with mandates (`acts/late_sheets.py`) nothing is turned back: a yes holds from the day on which it is keyed
(docs/decisions/2026-11-29-late-sheets.md).
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.calendar import KEYING_DAYS
from app.core.errors import Conflict
from app.core.journal import received_on
from app.core.people.rights import list_relations_in
from app.core.permits.newcomer import is_called
from app.core.rights.granting import RUNS, waits
from app.core.rights.wishes import planned_before
from app.models.journal import JournalEntry
from app.models.lifecycle import Status
from app.models.person import Person
from app.models.work_relation import WorkRelation

# In the journal: how an invitation began, with the person whose name was typed.
BEGAN = ("colleague_invited", "colleague_to_sign")
# Every relation of a party, with how who it is about is called now, and was called when it began.
Everybody = Sequence[tuple[WorkRelation, Sequence[str]]]


def check_answerable(
    session: Session, actor: Actor, relation: WorkRelation, day: date, *, accepts: bool = False
) -> None:
    """Conflict, saying why, unless the invitation waits for the newcomer, or this form was received while it did.

    Who `accepts` late also finds something left of it, and nothing decided about that name since.
    """
    status, received = relation.status_on(day), received_on(session, actor)
    if status is Status.OFFERED:
        return
    if received is None or late_after(relation, received, day) is None:
        raise Conflict(f"appointment_{status}", answer_by=relation.lapses_after)
    last_day = relation.lapses_after + timedelta(days=KEYING_DAYS)
    if day > last_day:
        raise Conflict("invitation_keyed_too_late", last_day=last_day)
    if accepts:
        _check_still_free(session, _read_everybody(session, relation.party_id), relation, day)


def late_after(relation: WorkRelation, received: date, day: date) -> date | None:
    """The last day to answer, when it is over by `day` and a form that was received before it still counts."""
    late = relation.status_on(day) is Status.LAPSED and relation.status_on(received) is Status.OFFERED
    return relation.lapses_after if late else None


def keyed_until(session: Session, relation: WorkRelation, day: date) -> date | None:
    """The last day on which a form that came in time can begin this invitation, which lapsed; None when none can.

    The e-mail of an invitation has no form, and what a second never signed was not sent.
    """
    last_day = _last_day_to_key(relation, day)
    if last_day is None:
        return None
    return last_day if _is_still_free(session, _read_everybody(session, relation.party_id), relation, day) else None


def list_keyed_until(
    session: Session, relations: Sequence[WorkRelation], day: date
) -> list[tuple[WorkRelation, date]]:  # fmt: skip
    """The same of all relations of one party at once: those that a form can still begin, each with its last day.

    However many lapsed and however many colleagues there are, the journal is read once.
    """
    late = [(one, last_day) for one in relations if (last_day := _last_day_to_key(one, day)) is not None]
    everybody = _with_names(session, relations) if late else ()
    return [(one, last_day) for one, last_day in late if _is_still_free(session, everybody, one, day)]


def _last_day_to_key(relation: WorkRelation, day: date) -> date | None:
    """The last day for a form of what lapsed, whatever was decided since; None when it is over or there is no form."""
    last_day = relation.lapses_after + timedelta(days=KEYING_DAYS)
    by_letter = relation.invited and relation.mail_number is None
    if not by_letter or day > last_day or late_after(relation, relation.lapses_after, day) is None:
        return None
    return last_day


def can_withdraw(session: Session, relation: WorkRelation, day: date) -> bool:
    """Whether somebody must still sign or accept it, or a form that came in time can still begin it."""
    return waits(relation, day) or keyed_until(session, relation, day) is not None


def _is_still_free(session: Session, everybody: Everybody, relation: WorkRelation, day: date) -> bool:
    try:
        _check_still_free(session, everybody, relation, day)
    except Conflict:
        return False
    return True


def _check_still_free(session: Session, everybody: Everybody, relation: WorkRelation, day: date) -> None:
    """Conflict when nothing is left of it, and when the organisation decided about somebody so called since.

    Whatever became of a newer invitation: who took it back, refused it or was let go would get the right all the same.
    """
    if all(right.is_over(day) for right in relation.rights):
        raise Conflict("late_invitation_over")
    name = relation.person.name
    for other, names in everybody:
        if other.id == relation.id or not _so_called(names, name):
            continue
        if other.invited and other.started_at > relation.started_at:
            raise Conflict("invited_meanwhile", colleague=name)
        if any(right.stop_day is not None and right.stop_day > relation.lapses_after for right in other.rights):
            raise Conflict("late_right_stopped", colleague=name)
        if _holds_any(session, other, relation, day):
            raise Conflict("late_right_held", colleague=name)


def _so_called(names: Sequence[str], name: str) -> bool:
    """Whether one of these is that name. One may hold more first names than the other."""
    return any(is_called(name, one) or is_called(one, name) for one in names)


def _read_everybody(session: Session, party_id: uuid.UUID) -> Everybody:
    return _with_names(session, list_relations_in(session, party_id))


def _with_names(session: Session, relations: Sequence[WorkRelation]) -> Everybody:
    """Each with its names, as the sign-in says now and as typed: accepting puts another person there."""
    answered = {str(one.id): one for one in relations if one.invited and one.accepted_on is not None}
    typed = _typed_names(session, answered) if answered else {}
    return [(one, (one.person.name, *typed.get(str(one.id), ()))) for one in relations]


def _typed_names(session: Session, answered: Mapping[str, WorkRelation]) -> dict[str, list[str]]:
    """By relation: the names with which it began. One statement for the journal, and one for the people."""
    first, party_ids = min(one.started_at for one in answered.values()), {one.party_id for one in answered.values()}
    query = select(JournalEntry.data).where(JournalEntry.party_id.in_(party_ids), JournalEntry.kind.in_(BEGAN))
    entries = session.scalars(query.where(JournalEntry.at >= first))
    began = [(one["relation"], uuid.UUID(one["appointed"])) for one in entries if one.get("relation") in answered]
    people = session.scalars(select(Person).where(Person.id.in_({who for _, who in began})))
    names, typed = {one.id: one.name for one in people}, dict[str, list[str]]()
    for relation_id, who in began:
        if who in names:
            typed.setdefault(relation_id, []).append(names[who])
    return typed


def _holds_any(session: Session, other: WorkRelation, relation: WorkRelation, day: date) -> bool:
    """Whether a right that the form would begin today is held in this other relation already."""
    if other.status_on(day) not in RUNS:
        return False
    left = [planned_before(session, right) for right in relation.rights if not right.is_over(day)]
    left = [replace(one, first_day=max(one.first_day, day)) for one in left]
    return any(one.is_within(held) for one in left for held in other.rights)
