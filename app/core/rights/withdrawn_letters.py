"""What is told when an appointment that waited is taken back: to who was invited, and to his organisation.

Who was invited by e-mail reads it there, whoever took it back. The letter to the organisation invited everybody else,
so where a clerk did it for somebody two letters go there, as they do for rights that ended (`ended_letters.py`). Of an
e-mail that never left nobody heard.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.letters.data import INVITATION_ENDED, OWN_INVITATION_ENDED
from app.core.letters.mail_data import INVITED
from app.core.letters.mails import LETTER, NUMBER, order_uninviting_mail
from app.core.letters.orders import order_letter_of_party
from app.core.policy import Policy
from app.core.rights.ended_letters import facts_of_end
from app.models.journal import JournalEntry
from app.models.mail import Mail, MailPart
from app.models.work_relation import WorkRelation


def tell_withdrawn(
    session: Session, entry: JournalEntry, relation: WorkRelation, *, policy: Policy, now: datetime
) -> None:
    """Promise a letter to the organisation, with an e-mail beside it if wished, and one to who was invited by letter.

    Both go to the address of the organisation. Who never was invited, because the second signature did not come or the
    e-mail did not leave yet, gets none.
    """
    facts, number = _facts(session, entry, relation, now), relation.dossier_number
    frame: dict[str, Any] = {"policy": policy, "now": now}
    order_letter_of_party(session, entry, relation.party, INVITATION_ENDED, number, facts, **frame)
    if facts["invited"] and not facts["by_mail"]:
        own = facts | {"recipient_name": relation.person.name}
        order_letter_of_party(session, entry, relation.party, OWN_INVITATION_ENDED, number, own, mailed=False, **frame)


def tell_uninvited(
    session: Session, entry: JournalEntry, relation: WorkRelation, *, policy: Policy, now: datetime
) -> None:
    """Promise an e-mail to who was invited by one that left; it becomes a letter when it cannot be brought."""
    if not _mail_left(session, relation):
        return
    facts = _facts(session, entry, relation, now) | {"recipient_name": relation.person.name}
    told = {key: facts[key] for key in ("party_name", "acted_by", "acted_on", "recipient_name")}
    number = relation.mail_number or ""
    order_uninviting_mail(session, entry, relation.party_id, number, told | {LETTER: facts}, now=now)


def wait_for_worker(session: Session, relation: WorkRelation) -> None:
    """Wait until who has the e-mail that invites in hand is done with it, and read what became of it.

    Before anything is written about the relation: he takes the mail first and the relation after it.
    """
    ids = [one.mail_id for one in _parts(session, relation)]
    if ids:
        query = select(Mail).where(Mail.id.in_(ids)).order_by(Mail.id).with_for_update()
        session.scalars(query.execution_options(populate_existing=True)).all()
        session.refresh(relation, ["mail_number"])


def _facts(session: Session, entry: JournalEntry, relation: WorkRelation, now: datetime) -> dict[str, Any]:
    signed = relation.invited and (not relation.second_must_sign or relation.second_signed_on is not None)
    by_mail = _mail_left(session, relation)
    invited = signed and (by_mail or relation.mail_number is None)
    facts = facts_of_end(session, entry, relation, relation.rights, now=now)
    return facts | {"invited": invited, "by_mail": by_mail}


def _mail_left(session: Session, relation: WorkRelation) -> bool:
    """Whether the e-mail that invites him went out, or is in a worker's hands; what still waits is dropped there."""
    mails = [session.get_one(Mail, one.mail_id) for one in _parts(session, relation)]
    return any(mail.taken_at is not None and mail.outcome in {None, "sent"} for mail in mails)


def _parts(session: Session, relation: WorkRelation) -> list[MailPart]:
    """What was to be told by the e-mail with which he begins; nothing where a letter invites him."""
    if relation.mail_number is None:
        return []
    query = select(MailPart).join(Mail, Mail.id == MailPart.mail_id)
    query = query.where(MailPart.kind == INVITED, Mail.party_id == relation.party_id)
    return [one for one in session.scalars(query) if one.data[NUMBER] == relation.mail_number]
