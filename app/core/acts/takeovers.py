"""What a move does to the old mandates: told when it is asked, ended when the new line may be used, else as it was.

An old line stops on the first day on which the line that takes it over may really be used: on no day both hold, and no
day is without one. That day is written down as soon as it is known. Until it has come it is taken back when the new
mandate is contested, or stopped, before it could be used.
"""

import uuid
from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.acts.chain_news import tell_chain
from app.core.journal import record_echo
from app.core.letters.orders import order_letters
from app.core.mandates.lookup import lock_mandates
from app.core.policy import Policy
from app.models.journal import JournalEntry
from app.models.lifecycle import Status
from app.models.line import Line
from app.models.mandate import Mandate

TOLD_LETTERS = ["transfer_told.holder"]
MOVED_LETTERS = ["transferred.giver", "transferred.holder"]
STAYS_LETTERS = ["stays.giver", "stays.holder"]
# Why it stays as it was, by the kind of the entry that says so.
OUTCOMES = {
    "refused": "refused",
    "withdrawn": "withdrawn",
    "lapsed": "lapsed",
    "accepted": "left_out",
    "contested": "contested",
    "suspended": "register",
}
WILL_BE_USED = {Status.SCHEDULED, Status.ACTIVE}


def announce_moves(session: Session, entry: JournalEntry, mandate: Mandate, *, policy: Policy, now: datetime) -> None:
    """Tell the old holder, because of `entry`, that the giver asked somebody else to take over."""
    old_lines: dict[uuid.UUID, list[Line]] = defaultdict(list)
    for line in _moving(mandate):
        old_lines[line.takeover.old_line.mandate_id].append(line.takeover.old_line)
    taken_over = lock_mandates(session, old_lines)
    for old_id, lines in old_lines.items():
        old = taken_over[old_id]
        echo = _echo(session, entry, "transfer_asked", old, mandate, lines, now)
        order_letters(session, echo, old, TOLD_LETTERS, policy=policy, now=now)


def settle_moves(session: Session, entry: JournalEntry, mandate: Mandate, *, policy: Policy, now: datetime) -> None:
    """Bring the old lines in line with where the new mandate stands after `entry`, and tell both sides once.

    Harmless for a mandate that takes nothing over, and when nothing changed. What has happened by today stays. Who
    passed the mandate on hears what became of it, and to whom it was passed on hears what `entry` means for him.
    """
    day = brussels_day(now)
    tell_chain(session, entry, mandate, policy=policy, now=now)
    lines: dict[uuid.UUID, list[Line]] = defaultdict(list)
    for line in _moving(mandate):
        if line.takeover.ends_old_on is None or line.takeover.ends_old_on > day:
            lines[line.takeover.old_line.mandate_id].append(line)
    taken_over = lock_mandates(session, lines)
    for old_id, of_old in lines.items():
        old = taken_over[old_id]
        if not old.status_on(day).is_final:
            _settle(session, entry, mandate, old, of_old, policy, now)


def _settle(
    session: Session, entry: JournalEntry, mandate: Mandate, old: Mandate, lines: list[Line], policy: Policy,
    now: datetime,
) -> None:  # fmt: skip
    day = brussels_day(now)
    ends: dict[date, list[Line]] = defaultdict(list)
    stays: list[Line] = []
    for line in lines:
        start = _first_use(mandate, line, day)
        if start is not None and start != line.takeover.ends_old_on and _end_old(line, start):
            ends[start].append(line.takeover.old_line)
        elif start is None and _let_old_go_on(mandate, line, day, entry):
            stays.append(line.takeover.old_line)
    session.flush()
    for start, moved in sorted(ends.items()):
        echo = _echo(session, entry, "transferred", old, mandate, moved, now, stop_day=start.isoformat())
        order_letters(session, echo, old, MOVED_LETTERS, policy=policy, now=now)
        tell_chain(session, echo, old, policy=policy, now=now)
    if stays:
        outcome = OUTCOMES.get(entry.kind, "stopped")
        echo = _echo(session, entry, "stays", old, mandate, stays, now, outcome=outcome)
        order_letters(session, echo, old, STAYS_LETTERS, policy=policy, now=now)
        tell_chain(session, echo, old, policy=policy, now=now)


def _moving(mandate: Mandate) -> list[Line]:
    return [line for line in mandate.lines if line.takeover is not None]


def _first_use(mandate: Mandate, line: Line, day: date) -> date | None:
    """The first day, from `day` on, on which the new line may be used; None while that is not known, or never comes."""
    start = line.starts_on(mandate.agreed_on, mandate.giver_posted_on)
    if start is None or mandate.status_on(day) not in WILL_BE_USED:
        return None
    first = max(start, day)
    return None if line.is_over(first) else first


def _end_old(line: Line, start: date) -> bool:
    """End the old line on `start`; whether that changed anything: it may be over by then."""
    move, old = line.takeover, line.takeover.old_line
    planned = move.ends_old_on is not None and old.stop_day == move.ends_old_on
    before = move.previous_stop_day if planned else old.stop_day
    old.stop_day = before
    if old.is_over(start):
        return False
    move.previous_stop_day, move.ends_old_on, old.stop_day = before, start, start
    return True


def _let_old_go_on(mandate: Mandate, line: Line, day: date, entry: JournalEntry) -> bool:
    """Take back an end that has not come, if there is one; whether both sides have to hear that nothing changes."""
    move, old = line.takeover, line.takeover.old_line
    planned = move.ends_old_on is not None
    if planned and old.stop_day == move.ends_old_on:
        old.stop_day = move.previous_stop_day
    move.ends_old_on = None
    # A part that was left out is told when that happens, and not again at whatever follows.
    told = line.refused_on is not None and entry.kind != "accepted"
    ended = not told and (mandate.status_on(day).is_final or line.is_over(day))
    return (planned or ended) and not old.is_over(day)


def _echo(
    session: Session, entry: JournalEntry, kind: str, old: Mandate, mandate: Mandate, lines: list[Line], now: datetime,
    **data: Any,
) -> JournalEntry:  # fmt: skip
    """The same happening in the journal of the old mandate."""
    about = {"types": [line.type_key for line in lines], "transfer": str(mandate.id), "to": str(mandate.holder_id)}
    return record_echo(session, entry, kind, old, now=now, **about, **data)
