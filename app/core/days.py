"""What happens because a day came: a mandate lapses, expires, or an undecided contest stops it.

The status follows from the days by itself, so a late job never lets a mandate live on. The job writes down what
happened and tells both sides. It may run as often as one likes.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.journal import find_entry, record_rule
from app.core.letters import order_letters
from app.core.mandates import get_mandate
from app.core.policy import Policy
from app.core.stopping import STOPPED_LETTERS, stop_lines
from app.models.journal import JournalEntry
from app.models.lifecycle import Status
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.suspension import Suspension

LAPSED_LETTERS = ["lapsed.giver", "lapsed.holder"]
TOLD = ("lapsed", "expired")


def list_due(
    session: Session, *, now: datetime, after: uuid.UUID | None = None, limit: int = 500
) -> Sequence[uuid.UUID]:
    """The mandates to which something happened by the calendar that nobody was told yet, in the order of their ids.

    `after` is the last id of the page before; `apply_days` has the last word on each.
    """
    day = brussels_day(now)
    told = exists().where(JournalEntry.mandate_id == Mandate.id, JournalEntry.kind.in_(TOLD))
    ended = Line.last_day < day, or_(Line.stop_day.is_(None), Line.stop_day > Line.last_day)
    runs = or_(Line.last_day.is_(None), Line.last_day >= day), or_(Line.stop_day.is_(None), Line.stop_day > day)
    # A mandate of which one line ended and another goes on would otherwise come back every day, for years.
    ended_whole = exists().where(Line.mandate_id == Mandate.id, *ended) & ~exists().where(
        Line.mandate_id == Mandate.id, *runs
    )
    undecided = exists().where(
        Suspension.mandate_id == Mandate.id, Suspension.ended_on.is_(None), Suspension.decide_by < day
    )
    unanswered = Mandate.accepted_on.is_(None) & (Mandate.answer_by < day)
    query = select(Mandate.id).where(Mandate.refused_on.is_(None), Mandate.withdrawn_on.is_(None), ~told)
    query = query.where(Mandate.id > after) if after else query
    return session.scalars(query.where(or_(unanswered, ended_whole, undecided)).order_by(Mandate.id).limit(limit)).all()


def apply_days(session: Session, mandate_id: uuid.UUID, *, policy: Policy, now: datetime) -> None:
    """Write down, once, what the calendar did to this mandate, and order the letters."""
    mandate = get_mandate(session, mandate_id, lock=True)
    day = brussels_day(now)
    _stop_undecided(session, mandate, policy, now)
    status = mandate.status_on(day)
    if status is Status.LAPSED and find_entry(session, mandate.id, "lapsed") is None:
        entry = record_rule(session, "lapsed", mandate, now=now, answer_by=mandate.lapses_after.isoformat())
        order_letters(session, entry, mandate, LAPSED_LETTERS, policy=policy, now=now)
    if status is Status.EXPIRED and find_entry(session, mandate.id, "expired") is None:
        last_days = [line.last_day for line in mandate.lines if line.last_day]
        record_rule(session, "expired", mandate, now=now, last_day=max(last_days).isoformat())


def _stop_undecided(session: Session, mandate: Mandate, policy: Policy, now: datetime) -> None:
    contest = mandate.undecided_contest(brussels_day(now))
    if contest is None or contest.decide_by is None:
        return
    stop_day = contest.decide_by + timedelta(days=1)
    already = mandate.status_on(contest.decide_by).is_final
    contest.ended_on = stop_day
    changed = [] if already else stop_lines(mandate.lines, stop_day)
    session.flush()
    if changed:
        entry = record_rule(
            session, "undecided", mandate, now=now, types=changed, stop_day=stop_day.isoformat(), whole=True
        )
        order_letters(session, entry, mandate, STOPPED_LETTERS, policy=policy, now=now)
