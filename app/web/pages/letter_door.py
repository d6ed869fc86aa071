"""What the session remembers of somebody who opened a letter with its code; gone after 15 minutes, or when he stops.

Nothing of it stands in an address. It has nothing to do with a sign-in: who is signed in stays so, and the other way
round a letter gives nobody a name or a party.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.web.databases import moment
from app.web.sessions import browser_session
from app.web.users import current_user

KEY = "letter_door"
LONGEST_SILENCE = timedelta(minutes=15)


@dataclass(frozen=True)
class Door:
    """An opened letter, and the answers so far. `done` is set by the act; from then on every page leads to the end.

    `months` longer, or `until` an ISO day, is what somebody asks who extends. With `less` a giver gives only `parts` of
    what was asked (none: all of it), up to `until`. With `partly` somebody stops only `parts` (none: all of it), from
    the ISO day `stop_day` on (none: today), once `stop_answered` says that he chose. `about` names the extension that
    the check page showed, `chain` the mandate that was passed on and is taken back.
    """

    letter_id: uuid.UUID
    party_id: uuid.UUID
    mandate_id: uuid.UUID
    seen_at: datetime
    act: str | None = None
    reason: str | None = None
    first_name: str = ""
    last_name: str = ""
    capacity: str | None = None
    months: int | None = None
    until: str | None = None
    less: bool = False
    parts: Sequence[str] = ()
    partly: bool = False
    stop_answered: bool = False
    stop_day: str | None = None
    about: str | None = None
    chain: str | None = None
    done: bool = False

    @property
    def closes_at(self) -> datetime:
        """When the page closes if nobody touches it."""
        return self.seen_at + LONGEST_SILENCE

    @property
    def who(self) -> str:
        """The name of the reader, as he wrote it."""
        return f"{self.first_name} {self.last_name}".strip()


def open_door(letter_id: uuid.UUID, party_id: uuid.UUID, mandate_id: uuid.UUID) -> None:
    """Remember the letter and its mandate, under a new session id: whoever knew the old one gets in nowhere."""
    browser_session().renew()
    keep(Door(letter_id, party_id, mandate_id, moment()))


def find_door() -> Door | None:
    """The letter that is open in this browser; None when there is none, or when nobody touched it for 15 minutes."""
    kept = browser_session().get(KEY)
    if kept is None:
        return None
    door = Door(**kept)
    return None if moment() - door.seen_at > LONGEST_SILENCE else door


def close_if_too_late() -> bool:
    """Forget a letter that nobody touched for too long; whether answers were lost by that."""
    kept = browser_session().get(KEY)
    if kept is None or find_door() is not None:
        return False
    close_door()
    return not Door(**kept).done


def keep(door: Door, **answers: object) -> Door:
    """Remember more answers, and that somebody is there."""
    door = replace(door, seen_at=moment(), **answers)  # type: ignore[arg-type]
    browser_session()[KEY] = door.__dict__
    return door


def close_door() -> None:
    """Forget the letter. Who is signed in stays so; of anybody else the session remembers nothing."""
    session = browser_session()
    session.pop(KEY, None)
    session.renew(empty=not current_user.is_authenticated)
