"""E-mail: from the facts of a mail to bytes, and out by SMTP or into a folder.

Plain text and nothing else: no link, no code, no attachment, no enterprise number. Whoever can be fooled by a false
mail is best helped when the real one never asks for anything.
"""

from app.adapters.mail.folder import FolderPostman
from app.adapters.mail.message import build_message
from app.adapters.mail.refusals import AddressRefused, MailError, MessageRefused
from app.adapters.mail.smtp import SmtpPostman
from app.adapters.mail.wording import Wording
from app.config import Settings

__all__ = ["AddressRefused", "FolderPostman", "MailError", "MessageRefused", "Postman", "SmtpPostman", "Wording",
           "build_message", "make_postman"]  # fmt: skip

Postman = SmtpPostman | FolderPostman


def make_postman(settings: Settings) -> Postman | None:
    """Who takes the mails away, as the settings say; None when nobody does."""
    mail = settings.mail
    if mail is None:
        return None
    wording = Wording(settings)
    return FolderPostman(mail, wording) if mail.folder else SmtpPostman(mail, wording)
