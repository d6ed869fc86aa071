"""The bytes of a mail: a simple and correct structure, the same for the same mail."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from app.core.letters.mail_data import MailToSend, SentMail

SENDER_NAME = "Mandaatloket"
# A Message-ID that is folded or encoded is no longer one; headers of ours are short, and lines may have 998 signs.
UNFOLDED = SMTP.clone(max_line_length=400)


def build_message(mail: MailToSend, words: SentMail, sender: str) -> bytes:
    """The message as it goes over the wire.

    A mail that is sent twice, after a worker died, has the same Message-ID and is shown once.
    """
    name, _, domain = sender.rpartition("@")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(SENDER_NAME, name, domain)
    message["To"] = Address(addr_spec=mail.address)
    message["Subject"] = words.subject
    message["Date"] = mail.moment
    message["Message-ID"] = f"<send-mail.{mail.id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(words.text, charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = "nl-BE"
    return message.as_bytes(policy=UNFOLDED)
