"""What happens because a day came: a mandate or an extension lapses, a mandate expires, an undecided contest stops it.

The status follows from the days by itself, so a late job never lets a mandate live on. The job writes down what
happened and tells both sides. It may run as often as one likes.
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, String, and_, cast, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app.clock import brussels_day
from app.core.acts.extending import tell_lapsed_extensions
from app.core.acts.second_signatures import invite_who_left, tell_unsigned
from app.core.acts.stopping import STOPPED_LETTERS, stop_lines
from app.core.acts.stretches import ALL, Stretch
from app.core.acts.takeovers import settle_moves
from app.core.journal import find_entry, record_rule
from app.core.letters.orders import order_letters
from app.core.mandates.lookup import get_mandate
from app.core.policy import Policy
from app.models.extension import Extension, ExtensionLine
from app.models.journal import JournalEntry
from app.models.lifecycle import Side, Status
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.signature import Signature, SigningWay
from app.models.suspension import Suspension

LAPSED_LETTERS = ["lapsed.giver", "lapsed.holder"]


def list_due(session: Session, *, now: datetime, among: Stretch = ALL) -> Sequence[uuid.UUID]:
    """The mandates to which something happened by the calendar that nobody was told yet, in the order of their ids."""
    day = brussels_day(now)
    undecided = exists().where(
        Suspension.mandate_id == Mandate.id, Suspension.ended_on.is_(None), Suspension.decide_by < day
    )
    unanswered = Mandate.accepted_on.is_(None) & (Mandate.answer_by < day) & _outlives_the_answer()
    happened = and_(~_told_of_the_end(), or_(unanswered, _ended_by_last_day(day), undecided))
    query = select(Mandate.id).where(Mandate.refused_on.is_(None), Mandate.withdrawn_on.is_(None))
    # Who would sign at the counter the day before, and whose visit nobody ended, is written to as well.
    left = (Signature.way == SigningWay.COUNTER) & (Signature.asked_on < day)
    unsigned = exists().where(
        Signature.mandate_id == Mandate.id, or_(Signature.sign_by < day, left),
        Signature.signed_on.is_(None), Signature.ended_on.is_(None),
    )  # fmt: skip
    query = query.where(or_(happened, _unanswered_extension(day), unsigned), among.has)
    return session.scalars(query.order_by(Mandate.id)).all()


def _told_of_the_end() -> ColumnElement[bool]:
    """Whether somebody was told how it ended; an answer that came in time undoes the lapse, and it ends again later."""
    of_this = JournalEntry.mandate_id == Mandate.id
    expired = exists().where(of_this, JournalEntry.kind == "expired")
    # What the second signed on paper after it had lapsed was sent, and can lapse a second time.
    since = JournalEntry.data["answer_by"].as_string() >= cast(Mandate.second_signed_on, String)
    sent_since = or_(Mandate.second_signed_on.is_(None), since)
    lapsed = exists().where(of_this, JournalEntry.kind == "lapsed", sent_since)
    return or_(expired, and_(lapsed, Mandate.accepted_on.is_(None)))


def _unanswered_extension(day: date) -> ColumnElement[bool]:
    """Whether nobody answered an extension in time, and nobody was told.

    One waits at a time, so what was written down after it was proposed is about it. A stop was told already.
    """
    told = exists().where(
        JournalEntry.mandate_id == Extension.mandate_id,
        JournalEntry.kind == "undecided",
        JournalEntry.at > Extension.proposed_at,
    )
    unanswered = and_(
        Extension.accepted_on.is_(None), Extension.refused_on.is_(None), Extension.withdrawn_on.is_(None)
    )
    unstopped = and_(
        ExtensionLine.extension_id == Extension.id, ExtensionLine.line_id == Line.id, Line.stop_day.is_(None)
    )
    runs = exists().where(unstopped, ExtensionLine.previous_last_day >= day)
    lapsed = and_(exists().where(unstopped), or_(Extension.answer_by < day, ~runs))
    return exists().where(Extension.mandate_id == Mandate.id, unanswered, lapsed, ~told)


def _ended_by_last_day(day: date) -> ColumnElement[bool]:
    """Whether the line that ended last ended on its last day: otherwise the mandate runs, or who stopped it told so."""
    last, later = aliased(Line), aliased(Line)
    outlives = or_(later.last_day.is_(None), later.last_day > last.last_day)
    unstopped = or_(later.stop_day.is_(None), later.stop_day > last.last_day) & ~_source_stops(later, last.last_day)
    other = exists().where(later.mandate_id == last.mandate_id, later.id != last.id, outlives, unstopped)
    own_end = or_(last.stop_day.is_(None), last.stop_day > last.last_day) & ~_source_stops(last, last.last_day)
    return exists().where(last.mandate_id == Mandate.id, last.last_day < day, own_end, ~other)


def _outlives_the_answer() -> ColumnElement[bool]:
    """Whether a line could still have been accepted on the last day for an answer."""
    return exists().where(
        Line.mandate_id == Mandate.id,
        or_(Line.last_day.is_(None), Line.last_day >= Mandate.answer_by),
        or_(Line.stop_day.is_(None), Line.stop_day > Mandate.answer_by),
        ~_source_stops(Line, Mandate.answer_by),
    )


def _source_stops(line: type[Line], by: ColumnElement[date | None]) -> ColumnElement[bool]:
    """Whether what the line was passed on from was stopped by that day: who stopped it told so."""
    source = aliased(Line)
    return exists().where(source.id == line.source_line_id, source.stop_day <= by)


def apply_days(session: Session, mandate_id: uuid.UUID, *, policy: Policy, now: datetime) -> None:
    """Write down, once, what the calendar did to this mandate, and order the letters."""
    mandate = get_mandate(session, mandate_id, lock=True)
    day = brussels_day(now)
    _stop_undecided(session, mandate, policy, now)
    tell_lapsed_extensions(session, mandate, policy=policy, now=now)
    tell_unsigned(session, mandate, policy=policy, now=now)
    for side in Side:
        invite_who_left(session, mandate, side, policy=policy, now=now, asked_before=day)
    status = mandate.status_on(day)
    if status is Status.LAPSED and not _told_lapse(session, mandate):
        entry = record_rule(session, "lapsed", mandate, now=now, answer_by=mandate.lapses_after.isoformat())
        # Of what was never signed by two only the own side knew, and it was told so.
        order_letters(session, entry, mandate, LAPSED_LETTERS if mandate.was_sent else [], policy=policy, now=now)
        if mandate.was_sent:
            settle_moves(session, entry, mandate, policy=policy, now=now)
    if status is Status.EXPIRED and find_entry(session, mandate.id, "expired") is None:
        last_day = max(line.over_from for line in mandate.lines if line.over_from) - timedelta(days=1)
        record_rule(session, "expired", mandate, now=now, last_day=last_day.isoformat())


def _told_lapse(session: Session, mandate: Mandate) -> bool:
    """Whether it was told that it lapsed, since the second signed if two had to: before that nobody had it."""
    told, signed_on = find_entry(session, mandate.id, "lapsed"), mandate.second_signed_on
    return told is not None and (signed_on is None or told.data["answer_by"] >= signed_on.isoformat())


def _stop_undecided(session: Session, mandate: Mandate, policy: Policy, now: datetime) -> None:
    contest = mandate.undecided_contest(brussels_day(now))
    if contest is None or contest.decide_by is None:
        return
    stop_day = contest.decide_by + timedelta(days=1)
    # What ended in another way while it stood still is not stopped again.
    stops = mandate.status_on(stop_day) is Status.STOPPED
    contest.ended_on = stop_day
    changed = stop_lines(mandate.lines, stop_day) if stops else []
    session.flush()
    if changed:
        entry = record_rule(
            session, "undecided", mandate, now=now, types=changed, stop_day=stop_day.isoformat(), whole=True
        )
        order_letters(session, entry, mandate, STOPPED_LETTERS, policy=policy, now=now)
        settle_moves(session, entry, mandate, policy=policy, now=now)
