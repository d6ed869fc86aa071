"""Mails as files in a folder: for a demo, or for another program that takes them from there."""

import os

from app.adapters.mail.message import build_message
from app.adapters.mail.refusals import MailError
from app.adapters.mail.wording import Wording
from app.config import MailSettings
from app.core.letters.mail_data import MailToSend, SentMail


class FolderPostman:
    """Writes each mail as `<moment>-<id>.eml`, which every mail program opens."""

    def __init__(self, settings: MailSettings, wording: Wording) -> None:
        if settings.folder is None:
            raise ValueError("no folder is set")
        self.folder, self.sender, self.wording = settings.folder, settings.sender, wording

    def send(self, mail: MailToSend) -> SentMail:
        """Put it there, whole or not at all; the same mail again takes its own place. MailError when it cannot."""
        words = self.wording.write(mail)
        content = build_message(mail, words, self.sender)
        path = self.folder / f"{mail.moment:%Y%m%dT%H%M%S}-{mail.id}.eml"
        draft = path.with_suffix(f".{os.getpid()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            # Only who runs the service reads what it writes to people.
            with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
            draft.replace(path)
        except OSError as error:
            raise MailError("the mail could not be written into its folder") from error
        return words
