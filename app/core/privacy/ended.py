"""When a mandate or a right ended, as a condition for a query.

The lifecycle decides what holds today; here it is enough to be sure that nothing did for years. Where the days leave
any doubt (a line without an end, an answer that may still come) the condition says no.
"""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_

from app.models.line import Line
from app.models.mandate import Mandate
from app.models.user_right import UserRight
from app.models.work_relation import WorkRelation


def mandate_ended(kept_from: date) -> ColumnElement[bool]:
    """Whether a mandate (of a query that has `Mandate`) was over before this day."""
    never = Mandate.accepted_on.is_(None) & (Mandate.answer_by < kept_from)
    running = exists().where(
        Line.mandate_id == Mandate.id,
        or_(Line.refused_on.is_(None), Line.refused_on >= kept_from),
        or_(Line.stop_day.is_(None), Line.stop_day >= kept_from),
        or_(Line.last_day.is_(None), Line.last_day >= kept_from),
    )
    return and_(Mandate.started_on < kept_from, or_(never, Mandate.accepted_on.is_not(None) & ~running))


def relation_ended(kept_from: date) -> ColumnElement[bool]:
    """Whether a work relation (of a query that has `WorkRelation`) was over before this day."""
    never = WorkRelation.accepted_on.is_(None) & (WorkRelation.answer_by < kept_from)
    running = exists().where(
        UserRight.relation_id == WorkRelation.id,
        or_(UserRight.stop_day.is_(None), UserRight.stop_day >= kept_from),
        or_(UserRight.last_day.is_(None), UserRight.last_day >= kept_from),
    )
    return and_(WorkRelation.started_on < kept_from, or_(never, WorkRelation.accepted_on.is_not(None) & ~running))
