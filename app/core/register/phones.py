"""The phone numbers that the register has of an enterprise: what we call back on, never what a caller says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.register.phone_numbers import phone_words
from app.core.register.state import find_register_state
from app.models.register import RegisterEstablishment, RegisterPhone

MOST = 20  # to choose from; a chain of shops has hundreds, and staff needs one


@dataclass(frozen=True)
class PhoneOnFile:
    """A number of the enterprise itself or of one of its establishments, as an extract of the register had it.

    `number` is "+3223151351", `snapshot_day` the day of that extract.
    """

    number: str
    entity_number: str
    snapshot_day: date

    @property
    def place(self) -> Literal["enterprise", "establishment"]:
        """Whose number it is."""
        return "establishment" if self.entity_number.startswith("2") else "enterprise"

    @property
    def words(self) -> str:
        """The number as people write it."""
        return phone_words(self.number)


def list_phones(session: Session, enterprise_number: str | None) -> Sequence[PhoneOnFile]:
    """Each number once: those of the enterprise first, then those of its establishments, the oldest first.

    MOST at most; a party without an enterprise number has none.
    """
    state = find_register_state(session)
    if state is None or enterprise_number is None:
        return []
    own = select(RegisterPhone.number, RegisterPhone.entity_number)
    own = own.where(RegisterPhone.entity_number == enterprise_number).order_by(RegisterPhone.id)
    place = RegisterEstablishment
    theirs = select(RegisterPhone.number, RegisterPhone.entity_number)
    theirs = theirs.join(place, place.number == RegisterPhone.entity_number)
    theirs = theirs.where(place.enterprise_number == enterprise_number)
    theirs = theirs.order_by(place.start_day.is_(None), place.start_day, place.number, RegisterPhone.id)
    found: dict[str, str] = {}
    for number, entity in [*session.execute(own.limit(MOST)), *session.execute(theirs.limit(10 * MOST))]:
        found.setdefault(number, entity)
    return [PhoneOnFile(number, entity, state.snapshot_day) for number, entity in list(found.items())[:MOST]]
