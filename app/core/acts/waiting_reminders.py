"""Reminders of what waits: a later end that nobody answered yet, and a second signature that is still to be set.

Both lapse without a word from anybody, so seven days before that somebody hears of it. Of a second signature only the
one who is asked hears, because nothing of it reaches the other side before it is set.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_

from app.core.mandates.ends import ending_on
from app.core.mandates.extension_plans import open_extension
from app.core.mandates.signatures import waiting_signature
from app.models.extension import Extension, ExtensionLine
from app.models.lifecycle import DAY, Side
from app.models.mandate import Mandate
from app.models.reminder import Reminder
from app.models.signature import Signature

BEFORE_A_LAPSE = 7


@dataclass(frozen=True)
class DueReminder:
    """`about_day` is the last day of a part, the last day to answer or to sign, or the anniversary of the first day."""

    kind: str
    due_on: date
    about_day: date

    @property
    def subject(self) -> str:
        """What it is about: "expiring", "lapsing", "extension", "signing" or "yearly"."""
        return self.kind.partition("_")[0]


def due_signatures(mandate: Mandate, day: date) -> list[DueReminder]:
    """The second signatures, one a side at most, that lapse in a week; who was asked within that week was told then."""
    waiting = [waiting_signature(mandate, side, day) for side in Side]
    found = [(one, one.sign_by - BEFORE_A_LAPSE * DAY) for one in waiting if one is not None]
    return [
        DueReminder(f"signing_{one.side}", due_on, one.sign_by) for one, due_on in found if one.asked_on < due_on <= day
    ]


def due_extension(mandate: Mandate, day: date) -> DueReminder | None:
    """The proposal of a later end that lapses in a week; one that was made within that week was told then."""
    waiting = open_extension(mandate, day)
    if waiting is None:
        return None
    due_on = waiting.lapses_after - BEFORE_A_LAPSE * DAY
    return DueReminder("extension", due_on, waiting.lapses_after) if waiting.proposed_on < due_on <= day else None


def tells_the_end(proposal: DueReminder | None, mandate: Mandate, last_day: date, day: date) -> bool:
    """Whether the reminder of a proposal tells both sides all of an end: it is about each part that ends then."""
    waiting = open_extension(mandate, day)
    if proposal is None or waiting is None or proposal.about_day != last_day:
        return False
    longer = {one.line_id for one in waiting.open_lines(day)}
    return all(line.id in longer for line in ending_on(mandate, last_day))


def letters_about_waiting(mandate: Mandate, due: DueReminder, day: date) -> list[str]:
    """To whom it is written: a side whose second must still sign the answer hears of that signature, not of this."""
    if due.subject == "signing":
        return [f"sign_waits.{due.kind.partition('_')[2]}"]
    act = "accept" if due.subject == "lapsing" else "accept_extension"
    sides = [side for side in Side if not _signs(mandate, side, act, day)]
    if due.subject == "lapsing":
        return [f"lapsing.{side}" for side in sides]
    waiting = open_extension(mandate, day)
    by = waiting.proposed_by if waiting else None
    return [f"extension_{'unanswered' if side == by else 'waits'}.{side}" for side in sides]


def may_wait(day: date) -> ColumnElement[bool]:
    """A wide net for both: what can lapse within a week, and nobody was reminded of."""
    soon = day + BEFORE_A_LAPSE * DAY
    open_still = Extension.accepted_on.is_(None) & Extension.refused_on.is_(None) & Extension.withdrawn_on.is_(None)
    # A proposal lapses with its last part, which can be before the last day for an answer.
    ends = exists().where(ExtensionLine.extension_id == Extension.id, ExtensionLine.previous_last_day <= soon)
    proposed = exists().where(
        Extension.mandate_id == Mandate.id, open_still, Extension.answer_by >= day,
        or_(Extension.answer_by <= soon, ends), ~_sent(["extension"], day),
    )  # fmt: skip
    unsigned = and_(Signature.signed_on.is_(None), Signature.ended_on.is_(None))
    asked = exists().where(
        Signature.mandate_id == Mandate.id, unsigned, Signature.sign_by.between(day, soon),
        ~exists().where(
            Reminder.mandate_id == Mandate.id, Reminder.kind == "signing_" + Signature.side,
            Reminder.about_day == Signature.sign_by,
        ),
    )  # fmt: skip
    return or_(proposed, asked)


def _sent(kinds: list[str], day: date) -> ColumnElement[bool]:
    """Whether somebody was reminded of a lapse that is still to come."""
    return exists().where(Reminder.mandate_id == Mandate.id, Reminder.kind.in_(kinds), Reminder.about_day >= day)


def _signs(mandate: Mandate, side: Side, act: str, day: date) -> bool:
    waiting = waiting_signature(mandate, side, day)
    return waiting is not None and waiting.act == act
