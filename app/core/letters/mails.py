"""E-mails, as they are promised: with the act, beside a letter or in its place, and gathered for a quarter of an hour.

What happens between the same two parties in that time becomes one mail. A mail waits in the outbox until its time has
come; whoever sends it asks again what still holds.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.letters.mail_data import ADDRESS, INVITED, UNINVITED
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.mail import Mail, MailPart
from app.models.mandate import Mandate

SEND = "send_mail"
EDITION_OF_TODAY = "2026-11-29"
# Beside the facts of a mail that has no letter and no mandate: the number that would stand on the letter.
NUMBER = "dossier_number"
# In the facts of an e-mail to somebody new: those of the letter to his organisation.
LETTER = "letter"
GATHERED_FOR = timedelta(minutes=15)


def gather_mail(
    session: Session,
    entry: JournalEntry,
    mandate: Mandate,
    kind: str,
    facts: dict[str, Any],
    letter: Letter | None,
    *,
    now: datetime,
) -> None:
    """Promise one side an e-mail that tells the same as a letter of this kind; `letter` is None when there is none."""
    side = Side(kind.split(".")[1])
    part = MailPart(mandate_id=mandate.id, cause_id=entry.id, kind=kind, data=facts)
    part.letter_id = letter.id if letter else None
    _gather(session, part, mandate.party_on(side).id, mandate.party_on(side.other).id, now)


def gather_mail_of_party(
    session: Session, entry: JournalEntry, letter: Letter, other_id: uuid.UUID | None, *, now: datetime
) -> None:
    """Promise a party an e-mail beside a letter that is about no mandate.

    `other_id` is the party of which it tells, None when it is about the own party alone. What the letter lists stays on
    paper, and is not kept a second time.
    """
    facts = {name: value for name, value in letter.data.items() if not isinstance(value, list)}
    part = MailPart(cause_id=entry.id, kind=letter.kind, data=facts, letter_id=letter.id)
    _gather(session, part, letter.party_id, other_id, now)


def gather_lone_mail(
    session: Session, entry: JournalEntry, party_id: uuid.UUID, kind: str, dossier_number: str, facts: dict[str, Any],
    *, now: datetime,
) -> None:  # fmt: skip
    """Promise a party an e-mail instead of a letter about no mandate; all of it is kept for that letter."""
    part = MailPart(cause_id=entry.id, kind=kind, data=facts | {NUMBER: dossier_number})
    _gather(session, part, party_id, None, now)


def order_first_mail(session: Session, entry: JournalEntry, party_id: uuid.UUID, number: str, *, now: datetime) -> None:
    """Promise a mail at once, that tells whoever reads it which number confirms the address."""
    mail = _new_mail(session, party_id, None, now, timedelta())
    session.add(MailPart(mail_id=mail.id, place=1, cause_id=entry.id, kind=ADDRESS, data={"number": number}))
    session.flush()


def order_invitation_mail(
    session: Session, entry: JournalEntry, party_id: uuid.UUID, number: str, facts: dict[str, Any], *, now: datetime
) -> None:
    """Promise a mail at once to somebody new, who begins with `number`; his address stands with the invitation.

    `facts` also hold those of the letter to the party, for when it cannot be brought.
    """
    _order_personal_mail(session, entry, party_id, INVITED, facts | {NUMBER: number}, now)


def order_uninviting_mail(
    session: Session, entry: JournalEntry, party_id: uuid.UUID, number: str, facts: dict[str, Any], *, now: datetime
) -> None:
    """Promise a mail at once to who was invited with `number`: he no longer is. `facts` as for the invitation."""
    _order_personal_mail(session, entry, party_id, UNINVITED, facts | {NUMBER: number}, now)


def _order_personal_mail(
    session: Session, entry: JournalEntry, party_id: uuid.UUID, kind: str, data: dict[str, Any], now: datetime
) -> None:
    mail = _new_mail(session, party_id, None, now, timedelta())
    session.add(MailPart(mail_id=mail.id, place=1, cause_id=entry.id, kind=kind, data=data))
    session.flush()


def _gather(
    session: Session, part: MailPart, party_id: uuid.UUID, other_id: uuid.UUID | None, now: datetime
) -> None:
    # Two acts at the same moment can make a mail each. Were the second to wait, it could be in a ring: each writes to
    # several parties, in an order of its own.
    mail = _open_mail(session, party_id, other_id, now) or _new_mail(session, party_id, other_id, now, GATHERED_FOR)
    place = session.scalar(select(func.count()).select_from(MailPart).where(MailPart.mail_id == mail.id)) or 0
    part.mail_id, part.place = mail.id, place + 1
    session.add(part)
    session.flush()


def _open_mail(session: Session, party_id: uuid.UUID, other_id: uuid.UUID | None, now: datetime) -> Mail | None:
    """The mail between these two that is not taken yet. One that a worker has in hand is left to him.

    Acts never wait for a worker, because he may wait for them.
    """
    # The first mail to an address does not wait, and so is never found here: it names nobody.
    query = select(Mail).where(Mail.party_id == party_id, Mail.other_id.is_not_distinct_from(other_id))
    query = query.where(Mail.taken_at.is_(None), Mail.due_at > now, Mail.due_at > Mail.made_at)
    query = query.order_by(Mail.due_at.desc(), Mail.id).limit(1).with_for_update(skip_locked=True)
    return session.scalars(query.execution_options(populate_existing=True)).first()


def _new_mail(
    session: Session, party_id: uuid.UUID, other_id: uuid.UUID | None, now: datetime, wait: timedelta
) -> Mail:
    mail = Mail(
        id=uuid.uuid4(),
        party_id=party_id,
        other_id=other_id,
        edition=EDITION_OF_TODAY,
        made_at=now,
        due_at=now + wait,
    )
    session.add(mail)
    session.flush()
    outbox.put(session, SEND, f"{SEND}:{mail.id}", {"mail_id": str(mail.id)}, now=now, due=mail.due_at)
    return mail
