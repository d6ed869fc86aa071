"""What a worker needs at hand, made once in create_app."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import Flask

from app.core.events.delivering import Outcome, Telling
from app.core.letters.data import LetterToPrint, PrintedLetter
from app.core.letters.mail_data import MailToSend, SentMail
from app.core.policy import Policy
from app.core.vault import Vault
from app.db import Database


class Printer(Protocol):
    """Whoever turns the facts of a letter into the bytes that are posted."""

    def print_letter(self, letter: LetterToPrint) -> PrintedLetter:
        """The printed letter; raises when it cannot be printed as it should."""


class Postman(Protocol):
    """Whoever takes an e-mail away."""

    def send(self, mail: MailToSend) -> SentMail:
        """What was sent; raises one of the refusals of app.adapters.mail when it was not."""


class Messenger(Protocol):
    """Whoever tells an application of an event."""

    def tell(self, telling: Telling, at: datetime) -> Outcome:
        """What was answered, or why nothing was; never raises for what the other side does."""


@dataclass(frozen=True)
class Workshop:
    """The database, press, messenger and postman (if any), the vault for what they make, the policy, and the clock."""

    database: Database
    press: Printer
    vault: Vault
    policy: Policy
    clock: Callable[[], datetime]
    messenger: Messenger
    postman: Postman | None = None


def workshop_of(app: Flask) -> Workshop:
    """The workshop of this application."""
    parts = app.extensions
    return Workshop(
        parts["database"], parts["press"], parts["vault"], parts["policy"], parts["clock"], parts["messenger"],
        parts["postman"],
    )  # fmt: skip
