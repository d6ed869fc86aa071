"""Reading e-mails back: which were sent about a mandate to one party, and what they said. Never to which address."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cryptography.exceptions import InvalidTag
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.core.actor import Actor
from app.core.errors import Conflict, NotFound
from app.core.letters.mail_sending import about_mail
from app.core.permits.sight import find_sight
from app.core.vault import Vault
from app.models.mail import Mail, MailPart


@dataclass(frozen=True)
class MailLine:
    """One mail that went out, in a list."""

    id: uuid.UUID
    mandate_id: uuid.UUID
    sent_at: datetime


@dataclass(frozen=True)
class SentWords:
    """What a mail said, paragraph by paragraph; a paragraph has one or more lines."""

    subject: str
    paragraphs: Sequence[Sequence[str]]
    sent_at: datetime


def list_mails_to(session: Session, mandate_id: uuid.UUID, party_id: uuid.UUID) -> list[MailLine]:
    """The mails about this mandate that were sent to this party, the newest first."""
    told = select(MailPart.mail_id).where(MailPart.mandate_id == mandate_id, MailPart.told)
    query = select(Mail).where(Mail.id.in_(told), Mail.party_id == party_id, Mail.outcome == "sent")
    found = session.scalars(query.order_by(Mail.ended_at.desc(), Mail.id))
    return [MailLine(mail.id, mandate_id, mail.ended_at) for mail in found if mail.ended_at is not None]


def read_own_mail(
    session: Session, actor: Actor, mandate_id: uuid.UUID, mail_id: uuid.UUID, vault: Vault, day: date
) -> SentWords:
    """What a mail said to the actor's party; at the counter to the customer's.

    NotFound for a mail to somebody else, or about another mandate, and for who may not decide; Conflict when the words
    are not those that were sent.
    """
    sight = find_sight(session, actor, day)
    lines = {line.id: line for line in list_mails_to(session, mandate_id, sight.party.id)}
    if mail_id not in lines or not sight.decides:
        raise NotFound("mail_unknown")
    mail = session.scalars(select(Mail).where(Mail.id == mail_id).options(undefer(Mail.sealed))).one()
    try:
        words = vault.unseal(mail.sealed or b"", about_mail(mail.id)).decode()
    except InvalidTag as error:
        raise Conflict("mail_damaged") from error
    subject, _, text = words.partition("\n")
    return SentWords(subject, [part.splitlines() for part in text.strip().split("\n\n")], lines[mail_id].sent_at)
