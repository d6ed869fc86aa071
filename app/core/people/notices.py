"""How a party wants its news, as it was chosen and as it works: letters of which size, and e-mail or not."""

import hashlib
import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.notice_preference import NoticePreference

# What may come by e-mail alone, for who chose that. All else is always a letter too.
REMINDERS = frozenset(
    {"expiring", "lapsing", "extension_waits", "extension_unanswered", "yearly", "list_grown", "round"}
)


class MailWish(StrEnum):
    """Whether a party wants e-mail: not, beside every letter, or instead of the letters that only remind."""

    NONE = "none"
    BESIDE = "beside"
    INSTEAD = "instead"


@dataclass(frozen=True)
class NoticeChoice:
    """What a party chose; the default for who never chose. `email` goes with every wish for mail."""

    large_print: bool = False
    mail: MailWish = MailWish.NONE
    email: str | None = None

    def mark(self) -> str:
        """The same for the same choice, and without the address: a customer's consent is to this choice."""
        text = f"{self.large_print} {self.mail} {self.email}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class NoticeState:
    """The choice, and how far it works. `chosen` is false for who never chose.

    `confirmed` says that somebody read `number`, the dossier number in the first mail to the address; `failed` that
    nobody can be reached there.
    """

    choice: NoticeChoice = NoticeChoice()
    chosen: bool = False
    number: str | None = None
    confirmed: bool = False
    failed: bool = False

    @property
    def waits(self) -> bool:
        """Whether the number of the first mail is still to be given back."""
        return self.choice.email is not None and not self.confirmed and not self.failed

    @property
    def works(self) -> bool:
        """Whether news may go to the address."""
        return self.choice.email is not None and self.confirmed and not self.failed

    def wants_mail(self, *, sends_mail: bool) -> bool:
        """Whether a mail is made: also while the address waits, because it may be confirmed before the mail leaves."""
        return sends_mail and self.choice.email is not None and not self.failed

    def wants_letter(self, subject: str, *, sends_mail: bool) -> bool:
        """Whether a letter of this subject is made: always, but for reminders of who reads them by e-mail alone."""
        alone = sends_mail and self.works and self.choice.mail is MailWish.INSTEAD
        return not (alone and subject in REMINDERS)


def find_notice_choice(session: Session, party_id: uuid.UUID) -> NoticeChoice:
    """How this party wants its news now."""
    return find_notice_state(session, party_id).choice


def find_notice_state(session: Session, party_id: uuid.UUID, *, lock: bool = False) -> NoticeState:
    """The same, and whether it works. `lock` makes whoever sends this party something else wait."""
    query = select(NoticePreference).where(NoticePreference.party_id == party_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalars(query).first()
    if row is None:
        return NoticeState()
    choice = NoticeChoice(row.large_print, MailWish(row.mail), row.email)
    confirmed, failed = row.email_confirmed_at is not None, row.email_failed_at is not None
    return NoticeState(choice, True, row.email_number, confirmed, failed)
