"""The form of an invitation counts on the day it was received, also when it is keyed some days after the last day.

As with mandates (`acts/late_sheets.py`) nothing is turned back: a yes holds from the day on which it is keyed
(docs/decisions/2026-11-29-late-sheets.md).
"""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.calendar import KEYING_DAYS
from app.core.errors import Conflict
from app.core.journal import received_on
from app.core.people.rights import list_relations_in
from app.models.lifecycle import Status
from app.models.work_relation import WorkRelation


def check_answerable(
    session: Session, actor: Actor, relation: WorkRelation, day: date, *, accepts: bool = False
) -> None:
    """Conflict, saying why, unless the invitation waits for the newcomer, or this form was received while it did.

    Who `accepts` late also finds something left of it, and no newer invitation in its place.
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
        _check_still_free(session, relation, day)


def late_after(relation: WorkRelation, received: date, day: date) -> date | None:
    """The last day to answer, when it is over by `day` and a form that was received before it still counts."""
    late = relation.status_on(day) is Status.LAPSED and relation.status_on(received) is Status.OFFERED
    return relation.lapses_after if late else None


def _check_still_free(session: Session, relation: WorkRelation, day: date) -> None:
    if all(right.is_over(day) for right in relation.rights):
        raise Conflict("late_invitation_over")
    name = relation.person.name.split()
    for other in list_relations_in(session, relation.party_id):
        newer = other.id != relation.id and other.invited and other.started_at > relation.started_at
        if newer and other.person.name.split() == name and not other.status_on(day).is_final:
            raise Conflict("invited_meanwhile", colleague=relation.person.name)
