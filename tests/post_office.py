"""A real mail server in this process, that can be told to misbehave."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

HOST = "127.0.0.1"
USER, PASSWORD = "loket", "geheim"
Login = tuple[str, str]


class PostOffice:
    """What arrived, and how to answer: a line such as "550 unknown" instead of taking the recipient or the words."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.to_recipient: str | None = None
        self.to_words: str | None = None
        self.port = 0
        self.secure = False

    @property
    def mails(self) -> list[EmailMessage]:
        """What arrived, read back by a mail program."""
        return [message_from_bytes(one.content, policy=default) for one in self.envelopes]  # type: ignore[misc]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's names
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.to_words:
            return self.to_words
        self.secure = session.ssl is not None
        self.envelopes.append(envelope)
        return "250 OK"


def check_login(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, login: Any) -> AuthResult:
    """Who knows the password comes in."""
    return AuthResult(success=(login.login, login.password) == (USER.encode(), PASSWORD.encode()))


@contextmanager
def open_post_office(**more: Any) -> Iterator[PostOffice]:
    """A server on a free port, until the block ends; `more` is for the controller."""
    office = PostOffice()
    with socket.create_server((HOST, 0)) as free:
        office.port = free.getsockname()[1]
    controller = Controller(office, hostname=HOST, port=office.port, ready_timeout=20, **more)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
