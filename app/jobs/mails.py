"""Sending one e-mail: take it in hand, send it outside any transaction, keep what went out and finish in one go."""

import uuid

from app.adapters.mail import AddressRefused, MessageRefused
from app.core import outbox
from app.core.letters.mail_sending import give_up_mail, refuse_address, store_sent, take_mail
from app.core.outbox import Work
from app.jobs.workshop import Workshop


def send_mail(workshop: Workshop, work: Work) -> None:
    """Send what still holds. What the server refuses for good is told by letter; all else is tried again."""
    mail_id = uuid.UUID(work.payload["mail_id"])
    with workshop.database.writing.begin() as session:
        now = workshop.clock()
        mail = take_mail(session, mail_id, policy=workshop.policy, now=now)
        if mail is None or workshop.postman is None:
            outbox.finish(session, work.item_id, work.claim, now=now)
            return
    sent = None
    try:
        sent = workshop.postman.send(mail)
    except (AddressRefused, MessageRefused) as refusal:
        address_is_wrong = isinstance(refusal, AddressRefused)
    with workshop.database.writing.begin() as session:
        now = workshop.clock()
        if sent is not None:
            store_sent(session, mail_id, sent, workshop.vault, now=now)
        elif address_is_wrong:
            refuse_address(session, mail_id, mail.address, policy=workshop.policy, now=now)
        else:
            give_up_mail(session, mail_id, policy=workshop.policy, now=now)
        outbox.finish(session, work.item_id, work.claim, now=now)
