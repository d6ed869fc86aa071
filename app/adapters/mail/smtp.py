"""Mails by SMTP, one connection a mail: few are sent, and a connection that died is never found out too late."""

import smtplib
import ssl
from contextlib import suppress
from smtplib import SMTP, SMTP_SSL

from app.adapters.mail.message import build_message
from app.adapters.mail.refusals import AddressRefused, MailError, MessageRefused
from app.adapters.mail.wording import Wording
from app.config import MailSettings
from app.core.letters.mail_data import MailToSend, SentMail

# Each answer of the server; a few of them fit in the lease of the worker.
SECONDS = 5
# 5xx to RCPT that say nothing about this person: relaying, authentication, policy. They are ours to mend.
OUR_FAULT = {530, 535, 538, 554, 555}
DONE, FORWARDED, PERMANENT = 250, 251, 500


class SmtpPostman:
    """Hands mails to the server of the settings. Its log and errors name nobody."""

    def __init__(self, settings: MailSettings, wording: Wording) -> None:
        self.settings, self.wording = settings, wording

    def send(self, mail: MailToSend) -> SentMail:
        """Send it; what was sent.

        Raises AddressRefused or MessageRefused for good, and MailError when it is worth another try.
        """
        words = self.wording.write(mail)
        content = build_message(mail, words, self.settings.sender)
        try:
            server = self._connect()
            try:
                self._hand_over(server, mail.address, content)
            finally:
                _leave(server)
        except (OSError, smtplib.SMTPException) as error:
            # What the server said may quote the address.
            raise MailError(f"the mail did not leave: {type(error).__name__}") from None
        return words

    def _connect(self) -> SMTP:
        settings, context = self.settings, ssl.create_default_context()
        if settings.security == "tls":
            server: SMTP = SMTP_SSL(settings.host or "", settings.port, timeout=SECONDS, context=context)
        else:
            server = SMTP(settings.host or "", settings.port, timeout=SECONDS)
        try:
            if settings.security == "starttls":
                server.starttls(context=context)
            if settings.user:
                server.login(settings.user, settings.password or "")
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server

    def _hand_over(self, server: SMTP, address: str, content: bytes) -> None:
        server.ehlo_or_helo_if_needed()
        code, _ = server.mail(self.settings.sender)
        if code != DONE:
            raise MailError(f"the server does not take mail from us: {code}")
        code, _ = server.rcpt(address)
        if code >= PERMANENT and code not in OUR_FAULT:
            raise AddressRefused(f"the server does not know this address: {code}")
        if code not in {DONE, FORWARDED}:
            raise MailError(f"the server does not take this address now: {code}")
        try:
            code, _ = server.data(content)
        except smtplib.SMTPDataError as refusal:
            code = refusal.smtp_code
        if code >= PERMANENT:
            raise MessageRefused(f"the server refuses the mail: {code}")
        if code != DONE:
            raise MailError(f"the server does not take the mail now: {code}")


def _leave(server: SMTP) -> None:
    # What the server took is sent, whatever it answers to our goodbye.
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()
