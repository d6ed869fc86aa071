"""What an e-mail says, before anybody writes it: to whom, about which dossiers, and the facts for its sentences."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

ADDRESS = "address"  # the first mail to an address: it only names a number
INVITED = "invited.person"  # with which somebody new begins, at an address that his organisation gave
UNINVITED = "uninvited.person"  # that he no longer is invited, at the same address
TRIAL = "trial"  # what an operator sends to himself


@dataclass(frozen=True)
class Told:
    """One thing that a mail tells: a `kind` of letter ("active.giver"), ADDRESS or TRIAL.

    `with_letter` is false when no letter says the same, so that the mail must not send people to one.
    """

    kind: str
    dossier_number: str
    data: Mapping[str, Any]
    with_letter: bool

    @property
    def subject(self) -> str:
        """The kind without its side: "active"."""
        return self.kind.partition(".")[0]

    @property
    def side(self) -> str:
        """On which side the reader stands: "giver" or "holder"; "" when it is about no mandate."""
        return self.kind.partition(".")[2]


@dataclass(frozen=True)
class MailToSend:
    """One e-mail. `edition` is the day of its templates; `moment` is the same however often it is tried."""

    id: uuid.UUID
    edition: str
    address: str
    recipient_name: str | None
    moment: datetime
    told: tuple[Told, ...]


@dataclass(frozen=True)
class SentMail:
    """The words that went out."""

    subject: str
    text: str
