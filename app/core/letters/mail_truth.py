"""Whether what a mail is about to tell still holds: a quarter of an hour is long enough to take something back."""

from datetime import date

from app.core.mandates.extension_plans import open_extension
from app.models.lifecycle import DAY, Status
from app.models.mail import MailPart
from app.models.mandate import Mandate

OPEN = {Status.OFFERED, Status.REQUESTED}
AGREED = {Status.TO_CONFIRM, Status.SCHEDULED, Status.ACTIVE}
# What is not named here is over and done, and stays true: refused, withdrawn, stopped, lapsed, not extended.
HOLDS_WHILE = {
    "given": OPEN,
    "transfer_sent": OPEN,
    "passed_on": OPEN,
    "invitation": OPEN,
    "lapsing": OPEN,
    "active": AGREED,
    "extended": AGREED,
    "suspended": {Status.SUSPENDED},
    "expiring": {Status.ACTIVE},
    "yearly": {Status.ACTIVE},
}


def still_holds(part: MailPart, mandate: Mandate, day: date) -> bool:
    """Whether the mandate is still in the state that this part tells of."""
    subject = part.kind.partition(".")[0]
    if subject in HOLDS_WHILE and mandate.status_on(day) not in HOLDS_WHILE[subject]:
        return False
    if subject in {"extension_asked", "extension_sent"}:
        return open_extension(mandate, day) is not None
    if subject == "expiring":
        return _last_day(mandate) == date.fromisoformat(part.data["last_day"])
    if subject == "lapsing":
        return mandate.lapses_after == date.fromisoformat(part.data["answer_by"])
    return True


def _last_day(mandate: Mandate) -> date | None:
    ends = [line.over_from for line in mandate.lines]
    return None if None in ends else max(end for end in ends if end is not None) - DAY
