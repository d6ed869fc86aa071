"""What a worker needs at hand, made once in create_app."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import Flask

from app.core.letters.data import LetterToPrint, PrintedLetter
from app.core.policy import Policy
from app.core.vault import Vault
from app.db import Database


class Printer(Protocol):
    """Whoever turns the facts of a letter into the bytes that are posted."""

    def print_letter(self, letter: LetterToPrint) -> PrintedLetter:
        """The printed letter; raises when it cannot be printed as it should."""


@dataclass(frozen=True)
class Workshop:
    """The database, the press, the vault for what it makes, the policy, and the clock."""

    database: Database
    press: Printer
    vault: Vault
    policy: Policy
    clock: Callable[[], datetime]


def workshop_of(app: Flask) -> Workshop:
    """The workshop of this application."""
    parts = app.extensions
    return Workshop(parts["database"], parts["press"], parts["vault"], parts["policy"], parts["clock"])
