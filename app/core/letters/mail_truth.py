"""Whether what a mail is about to tell still holds: a quarter of an hour is long enough to take something back."""

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.letters.data import APPOINTMENT_WAITS, COLLEAGUE, PREPARED, ROUND, TO_SIGN
from app.core.letters.mail_data import INVITED
from app.core.letters.mails import NUMBER
from app.core.mandates.ends import ending_on, going_on_after
from app.core.mandates.extension_plans import open_extension
from app.core.mandates.lookup import get_mandate
from app.core.people.rights import find_relation_by_mail_number, find_relation_by_number
from app.models.draft import Draft
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mail import MailPart
from app.models.mandate import Mandate
from app.models.rights_round import RightsRound
from app.models.takeover import Takeover

OPEN = {Status.OFFERED, Status.REQUESTED}
AGREED = {Status.TO_CONFIRM, Status.SCHEDULED, Status.ACTIVE}
# What is not named here is over and done, and stays true: refused, withdrawn, stopped, not extended.
HOLDS_WHILE = {
    "given": OPEN,
    "transfer_sent": OPEN,
    "passed_on": OPEN,
    "invitation": OPEN,
    "lapsing": OPEN,
    # An answer on paper that came in time can still be keyed.
    "lapsed": {Status.LAPSED},
    "active": AGREED,
    "extended": AGREED,
    "suspended": {Status.SUSPENDED},
    "expiring": {Status.ACTIVE},
    "yearly": {Status.ACTIVE},
    "list_grown": AGREED,
}
# What the passer hears of his third, while that one's mandate is in this state; the other news stays true.
ONWARD_WHILE = {"asked": OPEN, "accepted": AGREED, "paused": {Status.SUSPENDED}}


def still_holds(session: Session, part: MailPart, mandate: Mandate, day: date) -> bool:
    """Whether the mandate, and the one that its news is about, are still in the state that this part tells of."""
    subject = part.kind.partition(".")[0]
    if subject in HOLDS_WHILE and mandate.status_on(day) not in HOLDS_WHILE[subject]:
        return False
    if subject.startswith("extension_"):
        return open_extension(mandate, day) is not None
    if subject == "expiring":
        return _ends_as_told(part, mandate)
    if subject == "lapsing":
        return mandate.lapses_after == date.fromisoformat(part.data["answer_by"])
    if subject == "stopped" and part.data["stopped_by"] == "source":
        return _fell_on(mandate, date.fromisoformat(part.data["stops_on"]))
    if subject in {"transfer_told", "transferred", "stays"}:
        return _moves_so(session, part, subject, mandate, day)
    if subject == "not_extended":
        return _not_extended(session, part, mandate)
    if subject == "onward":
        states = ONWARD_WHILE.get(part.data["outcome"])
        return states is None or _told_of(session, part, "chain").status_on(day) in states
    return True


def still_waits(session: Session, part: MailPart, day: date) -> bool:
    """The same for what is about no mandate: an overview was asked, a gift, an invitation or a round still waits."""
    if part.kind == INVITED:
        invited = find_relation_by_mail_number(session, part.data[NUMBER])
        return invited is not None and invited.status_on(day) is Status.OFFERED
    if part.kind == APPOINTMENT_WAITS and part.data["state"] == "lapsed":
        return True
    if part.kind not in {PREPARED, COLLEAGUE, TO_SIGN, ROUND, APPOINTMENT_WAITS}:
        return True
    letter = session.get_one(Letter, part.letter_id) if part.letter_id else None
    number = letter.dossier_number if letter else part.data[NUMBER]
    if part.kind == ROUND:
        waiting = select(RightsRound.id).where(RightsRound.dossier_number == number, RightsRound.done_on.is_(None))
        return session.scalars(waiting).first() is not None
    if part.kind in {COLLEAGUE, TO_SIGN, APPOINTMENT_WAITS}:
        relation = find_relation_by_number(session, number or "")
        signs = part.kind == TO_SIGN or part.data.get("state") == "to_sign"
        awaited = Status.TO_SIGN if signs else Status.OFFERED
        return relation is not None and relation.status_on(day) is awaited
    kept = select(Draft.id).where(Draft.dossier_number == number, Draft.mandate_id.is_(None))
    return session.scalars(kept.where(Draft.expires_on >= day)).first() is not None


def _not_extended(session: Session, part: MailPart, mandate: Mandate) -> bool:
    """Whether it stayed so: an answer on paper that came in time can still be keyed."""
    told = session.get_one(JournalEntry, part.cause_id).data["extension"]
    return all(one.accepted_on is None for one in mandate.extensions if str(one.id) == told)


def _moves_so(session: Session, part: MailPart, subject: str, old: Mandate, day: date) -> bool:
    """Whether a change of holders still stands as the old holder and the giver are about to hear."""
    new = _told_of(session, part, "transfer")
    if subject == "transfer_told":
        return new.status_on(day) in OPEN
    keys = session.get_one(JournalEntry, part.cause_id).data["types"]
    ends = {move.ends_old_on for move in _moves(new, old) if move.old_line.type_key in keys}
    if subject == "transferred":
        return date.fromisoformat(part.data["stops_on"]) in ends
    return ends == {None} and not old.status_on(day).is_final


def _moves(new: Mandate, old: Mandate) -> list[Takeover]:
    moves = [line.takeover for line in new.lines if line.takeover is not None]
    return [move for move in moves if move.old_line.mandate_id == old.id]


def _told_of(session: Session, part: MailPart, name: str) -> Mandate:
    """The other mandate, of which the dossier of this part only hears."""
    return get_mandate(session, uuid.UUID(session.get_one(JournalEntry, part.cause_id).data[name]))


def _fell_on(mandate: Mandate, day: date) -> bool:
    return any(line.fell and line.over_from == day for line in mandate.kept_lines)


def _ends_as_told(part: MailPart, mandate: Mandate) -> bool:
    """Whether what it names, some parts or all that is left, still ends on the day that it names."""
    last_day = date.fromisoformat(part.data["last_day"])
    ending, going_on = ending_on(mandate, last_day), going_on_after(mandate, last_day)
    if not part.data.get("going_on"):
        return bool(ending) and not going_on
    return bool(going_on) and [line.mandate_type.short for line in ending] == part.data["ending"]
