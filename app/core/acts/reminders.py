"""Reminders: 60, 30 and 7 days before a part of a mandate ends, 7 before anything lapses, and each year without an end.

The day on which a reminder is due follows from the days of the mandate. Parts that end on one day share their
reminders. A job that was late sends what is due by then, and of several about one end only the one that came due last.
A mandate gets one reminder a day: of several the one about the first end, and the next one on the next day. One to a
second representative, of which the other side hears nothing, does not count. Nobody gets one after the end. Who was
told the days by another letter since (of the start or of an extension) is not reminded of what came before it.
"""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.acts.extension_outcomes import extension_data
from app.core.acts.second_signatures import get_asked, signature_data
from app.core.acts.stretches import ALL, Stretch
from app.core.acts.waiting_reminders import (
    BEFORE_A_LAPSE,
    DueReminder,
    due_extension,
    due_signatures,
    letters_about_waiting,
    may_wait,
    tells_the_end,
)
from app.core.calendar import add_months
from app.core.journal import record_rule
from app.core.letters.orders import order_letters
from app.core.mandates.ends import ending_on, going_on_after, list_last_days
from app.core.mandates.extension_plans import open_extension
from app.core.mandates.lookup import get_mandate, get_mandates
from app.core.policy import Policy
from app.models.journal import JournalEntry
from app.models.lifecycle import DAY, Side, Status
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.reminder import Reminder

BEFORE_THE_END = (60, 30, 7)
SHORTEST_YEAR = timedelta(days=365)
LETTERS = {"expiring": ["expiring.giver", "expiring.holder"], "yearly": ["yearly.giver"]}
TO_SECOND = "signing"
# What both sides are reminded of while one of them has to answer.
WAITING = {"lapsing", "extension"}


def due_reminders(mandate: Mandate, day: date) -> list[DueReminder]:
    """What came due up to `day`, whether it was sent or not: to a second representative, and then to both sides.

    Of each end the reminder that came due last; a proposal that waits before the ends, and the first end first.
    """
    return due_signatures(mandate, day) + _due_to_both(mandate, day)


def _due_to_both(mandate: Mandate, day: date) -> list[DueReminder]:
    status = mandate.status_on(day)
    if status in {Status.OFFERED, Status.REQUESTED}:
        due_on = mandate.lapses_after - BEFORE_A_LAPSE * DAY
        # An offer that its giver stops first does not lapse.
        lapses = mandate.status_on(mandate.lapses_after + DAY) is Status.LAPSED
        waits = lapses and mandate.started_on < due_on <= day
        return [DueReminder("lapsing", due_on, mandate.lapses_after)] if waits else []
    proposal = due_extension(mandate, day)
    if status is not Status.ACTIVE:
        return [proposal] if proposal else []
    # Who stops a part knows the day, and the other side got a letter.
    ends = [last_day for last_day in list_last_days(mandate) if last_day >= day]
    found = [proposal]
    found += [_before_the_end(mandate, end, day) for end in ends if not tells_the_end(proposal, mandate, end, day)]
    if any(line.over_from is None for line in mandate.kept_lines):
        found.append(_yearly(mandate, day))
    return [due for due in found if due is not None]


def list_to_remind(
    session: Session, *, now: datetime, among: Stretch = ALL, page_size: int = 500
) -> Iterator[uuid.UUID]:
    """The mandates about which a reminder is due that was not sent, in the order of their ids."""
    day, last = brussels_day(now), None
    query = select(Mandate.id).where(_may_be_due(day), among.has).order_by(Mandate.id).limit(page_size)
    while ids := session.scalars(query.where(Mandate.id > last) if last else query).all():
        found = {mandate.id: mandate for mandate in get_mandates(session, ids)}
        for mandate_id in ids:
            if _to_send(session, found[mandate_id], day):
                yield mandate_id
        last = ids[-1]


def remind(session: Session, mandate_id: uuid.UUID, *, policy: Policy, now: datetime) -> None:
    """Send the reminders of this mandate that are due, once: write them down and order the letters."""
    mandate, day = get_mandate(session, mandate_id, lock=True), brussels_day(now)
    for due in _to_send(session, mandate, day):
        kinds = LETTERS.get(due.subject) or letters_about_waiting(mandate, due, day)
        data = _data(mandate, due, day) | _only_reader(mandate, due, kinds)
        entry = record_rule(session, "reminded", mandate, now=now, **data)
        sent = Reminder(
            mandate_id=mandate.id, kind=due.kind, due_on=due.due_on, about_day=due.about_day, entry_id=entry.id
        )
        session.add(sent)
        session.flush()
        order_letters(session, entry, mandate, kinds, policy=policy, now=now)


def _data(mandate: Mandate, due: DueReminder, day: date) -> dict[str, Any]:
    """What the journal keeps of a reminder, and its letters read."""
    about = "last_day" if due.subject in LETTERS else "answer_by"
    data: dict[str, Any] = {"reminder": due.kind, "due_on": due.due_on.isoformat(), about: due.about_day.isoformat()}
    waiting = open_extension(mandate, day)
    if due.subject == "expiring" and going_on_after(mandate, due.about_day):
        data |= {"types": [line.type_key for line in ending_on(mandate, due.about_day)]}
    if due.subject == "extension" and waiting is not None:
        data |= extension_data(waiting, waiting.open_lines(day))
    if due.subject == TO_SECOND:
        side = Side(due.kind.partition("_")[2])
        data |= signature_data(get_asked(mandate, side)) | {"party_id": mandate.party_on(side).id}
    return data


def _only_reader(mandate: Mandate, due: DueReminder, kinds: Sequence[str]) -> dict[str, Any]:
    """The party that alone is written to about an answer, because the second of the other side must still sign it."""
    if due.subject not in WAITING or len(kinds) != 1:
        return {}
    return {"party_id": mandate.party_on(Side(kinds[0].partition(".")[2])).id}


def first_day_of(mandate: Mandate) -> date | None:
    """The first day on which anything of the mandate could be used; None while that is not known."""
    starts = [line.starts_on(mandate.agreed_on, mandate.giver_posted_on) for line in mandate.kept_lines]
    return min((start for start in starts if start is not None), default=None)


def _before_the_end(mandate: Mandate, last_day: date, day: date) -> DueReminder | None:
    told_on = _told_on(mandate)
    dues = [(last_day - days * DAY, days) for days in BEFORE_THE_END]
    passed = [(due_on, days) for due_on, days in dues if told_on is not None and told_on < due_on <= day]
    if not passed:
        return None
    due_on, days = max(passed)
    return DueReminder(f"expiring_{days}", due_on, last_day)


def _told_on(mandate: Mandate) -> date | None:
    """When both sides last read how long it runs: on its first day, or when an extension was accepted."""
    first = first_day_of(mandate)
    extended = [one.accepted_on for one in mandate.extensions if one.accepted_on is not None]
    return None if first is None else max([first, *extended])


def _yearly(mandate: Mandate, day: date) -> DueReminder | None:
    first = first_day_of(mandate)
    if first is None:
        return None
    years = day.year - first.year
    years -= add_months(first, 12 * years) > day
    anniversary = add_months(first, 12 * years)
    return DueReminder("yearly", anniversary, anniversary) if years > 0 else None


def _to_send(session: Session, mandate: Mandate, day: date) -> list[DueReminder]:
    """What is due and was not sent; nothing more to both sides on a day on which they were sent something already."""
    due = [one for one in due_reminders(mandate, day) if not _was_sent(session, mandate, one)]
    to_both = [one for one in due if one.subject != TO_SECOND][:1]
    if to_both and _was_reminded_on(session, mandate.id, day):
        to_both = []
    return [one for one in due if one.subject == TO_SECOND] + to_both


def _was_sent(session: Session, mandate: Mandate, due: DueReminder) -> bool:
    return session.get(Reminder, (mandate.id, due.kind, due.due_on)) is not None


def _was_reminded_on(session: Session, mandate_id: uuid.UUID, day: date) -> bool:
    query = select(JournalEntry.at).join(Reminder, Reminder.entry_id == JournalEntry.id)
    query = query.where(Reminder.mandate_id == mandate_id, Reminder.kind.not_like(f"{TO_SECOND}%"))
    last = session.scalar(query.order_by(JournalEntry.id.desc()).limit(1))
    return last is not None and brussels_day(last) == day


def _may_be_due(day: date) -> ColumnElement[bool]:
    """A wide net: every mandate about which something is due, and few others; the days have the last word."""
    unanswered = Mandate.accepted_on.is_(None) & Mandate.refused_on.is_(None) & Mandate.withdrawn_on.is_(None)
    # An offer can lapse with its last line, before the last day for an answer.
    soon = day + BEFORE_A_LAPSE * DAY
    near = or_(Mandate.answer_by <= soon, _line(or_(Line.last_day <= soon, Line.stop_day.is_not(None))))
    lapsing = and_(unanswered, Mandate.answer_by >= day, near)
    steps = zip(BEFORE_THE_END, (*BEFORE_THE_END[1:], -1), strict=True)
    ending = or_(*(_ends_between(day + (later + 1) * DAY, day + days * DAY, days) for days, later in steps))
    return or_(lapsing, may_wait(day), and_(Mandate.accepted_on.is_not(None), or_(ending, _has_an_anniversary(day))))


def _ends_between(first: date, last: date, days: int) -> ColumnElement[bool]:
    """Whether a line ends in the time of one reminder, and nobody was reminded of that day so."""
    sent = exists().where(
        Reminder.mandate_id == Line.mandate_id,
        Reminder.kind == f"expiring_{days}",
        Reminder.about_day == Line.last_day,
    )
    own_end = or_(Line.stop_day.is_(None), Line.stop_day > Line.last_day)
    return _line(Line.last_day.between(first, last), own_end, ~sent)


def _has_an_anniversary(day: date) -> ColumnElement[bool]:
    year_ago = day - SHORTEST_YEAR
    sent = exists().where(Reminder.mandate_id == Mandate.id, Reminder.kind == "yearly", Reminder.due_on > year_ago)
    endless = _line(Line.last_day.is_(None), Line.stop_day.is_(None))
    return and_(Mandate.accepted_on <= year_ago, _line(Line.first_day <= year_ago), endless, ~sent)


def _line(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Line.mandate_id == Mandate.id, *conditions)
