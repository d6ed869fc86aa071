"""On which numbers staff calls back: those that the register has now, and none that a caller says.

A number that came with an extract after the contest counts: the copy does not know from when a number is.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid
from app.core.register.phones import PhoneOnFile, list_phones
from app.models.party import Party


def numbers_to_call(session: Session, giver: Party) -> Sequence[PhoneOnFile]:
    """The numbers on file; none for a person, and for an enterprise of which the register has none."""
    return list_phones(session, giver.enterprise_number)


def check_number(session: Session, giver: Party, number: str | None) -> PhoneOnFile:
    """The number on file that was called. Raises Conflict when there is none at all, Invalid for any other number."""
    on_file = numbers_to_call(session, giver)
    if not on_file:
        raise Conflict("no_number_on_file", party=giver.name)
    for one in on_file:
        if one.number == number:
            return one
    raise Invalid("number_not_on_file", field="number")
